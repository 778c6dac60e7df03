import { infer } from '../infer/infer.js';
import type { Node } from '../promql/ast.js';
import { visit } from '../promql/walk.js';
import type { Problem, QueryCheck } from './model.js';
import { forCounters, moving } from './range-functions.js';

/** rate() of a rate: it goes up and down, and every fall is read as a restart. */
export const rateOfRate: QueryCheck = {
  id: 'rate/of-rate',
  severity: 'error',
  find({ expr }, { world }) {
    const problems: Problem[] = [];
    visit(expr, (node: Node) => {
      if (node.kind !== 'call' || !forCounters.has(node.func)) return;
      const of = node.args[0];
      if (of?.kind !== 'subquery') return;
      const grown = of.expr.kind === 'call' && moving.has(of.expr.func);
      if (!grown && infer(of.expr, world).motion !== 'rate') return;
      problems.push({
        message: `${node.func}() of what is a rate already reads every fall as a counter reset`,
        fix: 'take the rate once; for its trend use deriv(), for its mean avg_over_time()',
        at: node,
      });
    });
    return problems;
  },
};
