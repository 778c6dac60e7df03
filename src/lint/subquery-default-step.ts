import { visit } from '../promql/walk.js';
import type { Problem, QueryCheck } from './model.js';

/** What the number of points decides. */
const counting = new Set(['count_over_time', 'sum_over_time']);

/** `sum_over_time(…[1h:])` in a rule: how many points there are, and so the result, is a setting of the server. */
export const subqueryDefaultStep: QueryCheck = {
  id: 'subquery/default-step',
  severity: 'warning',
  find({ expr, use }) {
    const problems: Problem[] = [];
    if (use !== 'alert' && use !== 'record') return problems;
    visit(expr, node => {
      const of = node.kind === 'call' && counting.has(node.func) ? node.args[0] : undefined;
      if (node.kind !== 'call' || of?.kind !== 'subquery' || of.step) return;
      problems.push({
        message: `without a step the server's evaluation interval says how many points ${node.func}() gets, and so what it returns`,
        fix: 'write the step: [1h:1m]',
        at: of,
      });
    });
    return problems;
  },
};
