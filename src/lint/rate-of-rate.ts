import { infer } from '../infer/infer.js';
import type { Node } from '../promql/ast.js';
import { visit } from '../promql/walk.js';
import type { Problem, QueryCheck } from './model.js';
import { forCounters, moving } from './range-functions.js';
import { rangedOver } from './recorded.js';

/** rate() of a rate, be it a recorded one: it goes up and down, and every fall is read as a restart. */
export const rateOfRate: QueryCheck = {
  id: 'rate/of-rate',
  severity: 'error',
  find({ expr }, { world }) {
    const problems: Problem[] = [];
    visit(expr, (node: Node) => {
      if (node.kind !== 'call' || !forCounters.has(node.func)) return;
      const rate = rangedOver(node.args[0], world).find(
        ({ of, recorded }) => isRate(of) || (recorded === undefined && infer(of, world).motion === 'rate'),
      );
      if (!rate) return;
      problems.push({
        message: `${node.func}() of what is a rate already${rate.recorded === undefined ? '' : `, as ${rate.recorded} is recorded,`} reads every fall as a counter reset`,
        fix: 'take the rate once; for its trend use deriv(), for its mean avg_over_time()',
        at: node,
      });
    });
    return problems;
  },
};

/** Whether this says how fast something moves, also summed up. */
function isRate(node: Node): boolean {
  if (node.kind === 'aggregation') return node.op !== 'count' && isRate(node.expr);
  return node.kind === 'call' && moving.has(node.func);
}
