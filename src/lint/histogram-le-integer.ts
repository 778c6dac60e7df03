import type { QueryCheck } from './model.js';
import { selectorsOf } from './selectors.js';

/** `le="1"`: Prometheus 3 stores it as `1.0`, and the matcher finds nothing any more. */
export const histogramLeInteger: QueryCheck = {
  id: 'histogram/le-integer',
  severity: 'warning',
  *find(query) {
    for (const node of selectorsOf(query)) {
      for (const matcher of node.matchers) {
        if (matcher.label !== 'le' || (matcher.op !== '=' && matcher.op !== '!=') || !/^\d+$/.test(matcher.value))
          continue;
        yield {
          message: `Prometheus 3 writes this edge as "${matcher.value}.0"`,
          fix: `match both: le=~"${matcher.value}(\\\\.0)?"`,
          at: matcher,
        };
      }
    }
  },
};
