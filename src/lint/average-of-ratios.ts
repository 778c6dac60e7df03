import { infer } from '../infer/infer.js';
import { visit } from '../promql/walk.js';
import type { Problem, QueryCheck } from './model.js';

/** The average of ratios or of quantiles: a series with one request weighs as much as one with a million. */
export const averageOfRatios: QueryCheck = {
  id: 'average/of-ratios',
  severity: 'warning',
  find({ expr }, { world }) {
    const problems: Problem[] = [];
    visit(expr, node => {
      if (node.kind !== 'aggregation' || node.op !== 'avg') return;
      const { expr: of } = node;
      if (of.kind === 'call' && of.func === 'histogram_quantile') {
        problems.push({
          message: 'the average of quantiles is the quantile of nothing',
          fix: 'add up the buckets first: histogram_quantile(…, sum by (le) (…))',
          at: node,
        });
      } else if (of.kind === 'binary' && of.op === '/' && infer(of.rhs, world).type === 'vector') {
        problems.push({
          message: 'the average of ratios gives a series with little traffic the same weight as one with much',
          fix: 'divide the sums: sum(…) / sum(…)',
          at: node,
        });
      }
    });
    return problems;
  },
};
