import { infer } from '../infer/infer.js';
import { canMatch } from '../infer/matching.js';
import type { Node } from '../promql/ast.js';
import { visit } from '../promql/walk.js';
import type { Problem, QueryCheck } from './model.js';
import { moving } from './range-functions.js';

/** `rate(a) or rate(b)`: both have lost their names, so a series of the right that is like one of the left is dropped. */
export const orSwallows: QueryCheck = {
  id: 'or/swallows',
  severity: 'warning',
  find({ expr }, { world }) {
    const problems: Problem[] = [];
    visit(expr, node => {
      if (node.kind !== 'binary' || node.op !== 'or' || node.matching) return;
      const names = [nameUnder(node.lhs), nameUnder(node.rhs)];
      if (names[0] === undefined || names[1] === undefined || names[0] === names[1]) return;
      if (!canMatch(node, infer(node.lhs, world), infer(node.rhs, world))) return;
      problems.push({
        message: `${names[0]} and ${names[1]} have lost their names here: where both are there, the right one is dropped`,
        fix: 'tell the two apart by a label, or add them up',
        at: node,
      });
    });
    return problems;
  },
};

/** The metric whose growth this is. */
function nameUnder(node: Node): string | undefined {
  const of = node.kind === 'call' && moving.has(node.func) ? node.args[0] : undefined;
  return of?.kind === 'matrix' ? of.selector.name : undefined;
}
