import { infer } from '../infer/infer.js';
import { filtered } from '../infer/intervals.js';
import type { Node } from '../promql/ast.js';
import { isComparison, mirror } from '../promql/precedence.js';
import { children } from '../promql/walk.js';
import type { Problem, QueryCheck } from './model.js';

/** `count(up == 1) < 2`: when none is left there is nothing to count, and the alert is silent at its worst. */
export const alertCountOfNone: QueryCheck = {
  id: 'alert/count-of-none',
  severity: 'warning',
  find({ expr, use }, { world }) {
    const problems: Problem[] = [];
    const look = (node: Node): void => {
      // Another side may speak when this one has nothing to say.
      if (node.kind === 'binary' && (node.op === 'or' || node.op === 'unless')) return;
      if (node.kind === 'binary' && isComparison(node.op) && !node.bool) {
        const [count, limit, op] = countsFiltered(node.lhs)
          ? ([node.lhs, node.rhs, node.op] as const)
          : ([node.rhs, node.lhs, mirror(node.op)] as const);
        const [, high] = infer(limit, world).range;
        if (countsFiltered(count) && op.startsWith('<') && filtered(op, [0, 0], [high, high]))
          problems.push({
            message: 'when none passes the filter there is nothing to count: the alert is silent just then',
            fix: 'add up zeros and ones: sum(… == bool 1), which is 0 when none is left',
            at: count,
          });
      }
      for (const child of children(node)) look(child);
    };
    if (use === 'alert') look(expr);
    return problems;
  },
};

/** count() of what a comparison leaves of the good ones: where it counts the bad ones, none is as it should be. */
function countsFiltered(node: Node): boolean {
  if (node.kind !== 'aggregation' || node.op !== 'count') return false;
  const filter = node.expr;
  if (filter.kind !== 'binary' || filter.bool || filter.rhs.kind !== 'number') return false;
  return filter.op === '>' || filter.op === '>=' || (filter.op === '==' && filter.rhs.value !== 0);
}
