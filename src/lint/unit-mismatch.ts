import { sameUnit, unitName } from '../core/units.js';
import { infer } from '../infer/infer.js';
import type { BinaryOp } from '../promql/ast.js';
import { isComparison } from '../promql/precedence.js';
import { visit } from '../promql/walk.js';
import type { Problem, QueryCheck } from './model.js';

const adds = (op: BinaryOp): boolean => op === '+' || op === '-' || isComparison(op);

/** Bytes against seconds, a percentage against a ratio. */
export const unitMismatch: QueryCheck = {
  id: 'unit/mismatch',
  severity: 'error',
  find({ expr }, { world }) {
    const problems: Problem[] = [];
    visit(expr, node => {
      if (node.kind !== 'binary' || !adds(node.op)) return;
      const [a, b] = [infer(node.lhs, world).unit, infer(node.rhs, world).unit];
      if (typeof a !== 'object' || typeof b !== 'object' || sameUnit(a, b)) return;
      problems.push({
        message: `${unitName(a)} ${node.op} ${unitName(b)}: the two sides have different units`,
        fix: 'convert one side, or compare with a limit of the same unit',
        at: node,
      });
    });
    return problems;
  },
};
