import { visit } from '../promql/walk.js';
import type { Problem, QueryCheck } from './model.js';

/** topk() in an alert: whenever another series takes the lead, one alert ends and another begins. */
export const alertTopk: QueryCheck = {
  id: 'alert/topk',
  severity: 'warning',
  find({ expr, use }) {
    const problems: Problem[] = [];
    if (use !== 'alert') return problems;
    visit(expr, node => {
      if (node.kind !== 'aggregation' || (node.op !== 'topk' && node.op !== 'bottomk')) return;
      // One of each group: the way to make a join's side unique.
      if (node.grouping && node.param?.kind === 'number' && node.param.value === 1) return;
      problems.push({
        message: `${node.op}() chooses other series from one evaluation to the next, and each change ends an alert`,
        fix: 'compare all series with a limit, and leave the choice to a dashboard',
        at: node,
      });
    });
    return problems;
  },
};
