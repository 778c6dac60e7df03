import type { QueryCheck } from './model.js';
import { selectorsOf } from './selectors.js';

/** The base name of a histogram, which has no samples (ruling R3). */
export const histogramBareName: QueryCheck = {
  id: 'histogram/bare-name',
  severity: 'error',
  *find(query, { world }) {
    for (const node of selectorsOf(query)) {
      const histogram = node.name === undefined ? undefined : world.histogram(node.name);
      if (!histogram) continue;
      const { name } = histogram;
      yield {
        message: `"${name}" is a histogram: its bare name has no samples`,
        fix: `use ${name}_bucket for quantiles, ${name}_sum and ${name}_count for means`,
        at: node,
      };
    }
  },
};
