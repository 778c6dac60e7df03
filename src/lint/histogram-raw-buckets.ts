import type { Node, VectorSelector } from '../promql/ast.js';
import { visit } from '../promql/walk.js';
import type { Problem, QueryCheck } from './model.js';

/** histogram_quantile() over buckets that are no rates: of all that was observed since each process started. */
export const histogramRawBuckets: QueryCheck = {
  id: 'histogram/raw-buckets',
  severity: 'warning',
  find({ expr }) {
    const problems: Problem[] = [];
    visit(expr, node => {
      const arg = node.kind === 'call' && node.func === 'histogram_quantile' ? node.args[1] : undefined;
      const raw = arg && rawBuckets(arg);
      if (!raw) return;
      problems.push({
        message:
          'this quantile is of all that was observed since each process started: what happens now hardly moves it',
        fix: `take what was observed lately: rate(${raw.name}[5m])`,
        at: raw,
      });
    });
    return problems;
  },
};

/** The selector of buckets that are only added up. */
function rawBuckets(node: Node): VectorSelector | undefined {
  if (node.kind === 'aggregation') return rawBuckets(node.expr);
  return node.kind === 'selector' && /^[^:]+_bucket$/.test(node.name ?? '') ? node : undefined;
}
