import { infer } from '../infer/infer.js';
import type { Node } from '../promql/ast.js';
import { isComparison } from '../promql/precedence.js';
import { children } from '../promql/walk.js';
import type { Problem, QueryCheck } from './model.js';
import { emptyRatio } from './ratios.js';
import { selectorsOf } from './selectors.js';

/**
 * An alert on a share of the traffic, however little traffic there is: one failure of one request is 100 %. Only of
 * series that a catalog knows: how little traffic there can be the text of a query does not say.
 */
export const ratioNoTrafficGuard: QueryCheck = {
  id: 'ratio/no-traffic-guard',
  severity: 'info',
  find({ expr, use }, { world }) {
    const problems: Problem[] = [];
    const look = (node: Node): void => {
      // What is held back by something else is guarded.
      if (node.kind === 'binary' && (node.op === 'and' || node.op === 'unless')) return;
      if (node.kind === 'binary' && isComparison(node.op) && !node.bool) {
        const [side, limit] =
          infer(node.rhs, world).motion === 'constant' ? [node.lhs, node.rhs] : [node.rhs, node.lhs];
        const ratio = infer(limit, world).motion === 'constant' ? emptyRatio(side, world) : undefined;
        if (ratio && infer(ratio, world).motion !== 'unknown' && !isMean(ratio.lhs))
          problems.push({
            message:
              'one event decides while there is hardly any traffic: a single failure of a single request is 100 %',
            fix: 'alert only while there is enough of it: … and sum(rate(…)) > 0.1',
            at: ratio,
          });
      }
      for (const child of children(node)) look(child);
    };
    if (use === 'alert') look(expr);
    return problems;
  },
};

/** Time by requests, and the like: no share of anything. */
function isMean(dividend: Node): boolean {
  return selectorsOf({ expr: dividend }).some(({ name }) =>
    /_(?:sum|seconds_total|ms_total|bytes_total)$/.test(name ?? ''),
  );
}
