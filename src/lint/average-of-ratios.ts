import { infer } from '../infer/infer.js';
import type { Node } from '../promql/ast.js';
import { visit } from '../promql/walk.js';
import type { Problem, QueryCheck } from './model.js';

/** The average of ratios or of quantiles: a series with one request weighs as much as one with a million. */
export const averageOfRatios: QueryCheck = {
  id: 'average/of-ratios',
  severity: 'warning',
  find({ expr }, { world }) {
    const problems: Problem[] = [];
    visit(expr, node => {
      if (node.kind !== 'aggregation' || (node.op !== 'avg' && node.op !== 'sum')) return;
      const { expr: of } = node;
      if (isQuantile(of)) {
        problems.push({
          message: `the ${node.op === 'avg' ? 'average' : 'sum'} of quantiles is the quantile of nothing`,
          fix: 'add up the buckets first: histogram_quantile(…, sum by (le) (…))',
          at: node,
        });
      } else if (node.op === 'avg' && of.kind === 'binary' && of.op === '/' && infer(of.rhs, world).type === 'vector') {
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

/** A quantile of buckets, in whatever unit. */
function isQuantile(node: Node): boolean {
  if (node.kind === 'call') return node.func === 'histogram_quantile';
  const scaled = node.kind === 'binary' && (node.op === '*' || node.op === '/') && node.rhs.kind === 'number';
  return scaled && isQuantile(node.lhs);
}
