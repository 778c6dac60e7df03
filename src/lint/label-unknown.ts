import { nearest } from '../core/nearest.js';
import { passes } from '../infer/labels.js';
import type { QueryCheck } from './model.js';
import { knownSelectors } from './selectors.js';

/** A matcher on a label that the series does not have: it selects nothing, or selects everything for no reason. */
export const labelUnknown: QueryCheck = {
  id: 'label/unknown',
  severity: 'error',
  *find(query, subject) {
    const external = new Set(Object.keys(subject.site?.externalLabels ?? {}));
    for (const { node, series } of knownSelectors(query, subject)) {
      const labels = Object.keys(series.labels);
      for (const matcher of node.matchers) {
        if (labels.includes(matcher.label)) continue;
        const near = nearest(matcher.label, labels);
        const effect = passes(matcher, '') ? 'the matcher has no effect' : 'nothing matches';
        yield {
          message: `${series.name} has no label "${matcher.label}": ${effect}`,
          fix: external.has(matcher.label)
            ? 'drop the matcher: Prometheus adds external labels to what it sends away, its own series have none'
            : near
              ? `write ${near}`
              : `use one of ${labels.join(', ')}, or drop the matcher`,
          at: matcher,
        };
      }
    }
  },
};
