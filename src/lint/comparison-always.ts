import { infer } from '../infer/infer.js';
import { filtered } from '../infer/intervals.js';
import type { ComparisonOp } from '../promql/ast.js';
import { isComparison } from '../promql/precedence.js';
import { visit } from '../promql/walk.js';
import type { Problem, QueryCheck } from './model.js';
import { topBelow } from './threshold-outside.js';

/** What holds of exactly those values of which a comparison does not. */
export const opposite: Readonly<Record<ComparisonOp, ComparisonOp>> = {
  '>': '<=',
  '<=': '>',
  '<': '>=',
  '>=': '<',
  '==': '!=',
  '!=': '==',
};

/** A filter that lets every value pass: an alert on it fires as soon as there is a series. */
export const comparisonAlways: QueryCheck = {
  id: 'comparison/always',
  severity: 'info',
  find({ expr }, { world }) {
    const problems: Problem[] = [];
    visit(expr, node => {
      if (node.kind !== 'binary' || !isComparison(node.op) || node.bool) return;
      const [lhs, rhs] = [infer(node.lhs, world), infer(node.rhs, world)];
      if (lhs.empty || rhs.empty || filtered(opposite[node.op], lhs.range, rhs.range)) return;
      // What a number of another scale does is said elsewhere.
      if (topBelow(node, world) !== undefined) return;
      problems.push({
        message: 'every value passes this comparison',
        fix: 'compare with a value that lies between what is good and what is bad, or leave the comparison out',
        at: node,
      });
    });
    return problems;
  },
};
