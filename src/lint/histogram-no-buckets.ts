import { infer } from '../infer/infer.js';
import { factOf } from '../infer/labels.js';
import { visit } from '../promql/walk.js';
import type { Problem, QueryCheck } from './model.js';

/** histogram_quantile() over something without `le`, or over buckets that are not rates. */
export const histogramNoBuckets: QueryCheck = {
  id: 'histogram/no-buckets',
  severity: 'error',
  find({ expr }, { world }) {
    const problems: Problem[] = [];
    visit(expr, node => {
      const arg = node.kind === 'call' && node.func === 'histogram_quantile' ? node.args[1] : undefined;
      if (!arg) return;
      const of = infer(arg, world);
      if (!factOf(of, 'le')) {
        problems.push({
          message: 'histogram_quantile() needs buckets, and its argument has no label "le"',
          fix: 'take rates of a _bucket series and keep le: sum by (le) (rate(…_bucket[5m]))',
          at: arg,
        });
      } else if (!of.observed && of.motion !== 'unknown') {
        problems.push({
          message: 'histogram_quantile() is not over buckets of a histogram',
          fix: 'use a _bucket series',
          at: arg,
        });
      }
    });
    return problems;
  },
};
