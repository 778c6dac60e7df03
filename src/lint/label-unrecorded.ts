import { infer } from '../infer/infer.js';
import { passes } from '../infer/labels.js';
import { selector } from '../promql/nodes.js';
import type { QueryCheck } from './model.js';
import { selectorsOf } from './selectors.js';

/** A matcher on a label that the rule which records the series has aggregated away: it selects nothing. */
export const labelUnrecorded: QueryCheck = {
  id: 'label/unrecorded',
  severity: 'error',
  *find(query, { world }) {
    for (const { name, matchers } of selectorsOf(query)) {
      if (name === undefined || matchers.length === 0) continue;
      if (world.series(name) || world.recordings(name).length === 0) continue;
      const { labels, others } = infer(selector({ name, matchers: [] }), world);
      for (const matcher of others ? [] : matchers) {
        if (matcher.label === '__name__' || labels.has(matcher.label) || passes(matcher, '') !== false) continue;
        yield {
          message: `${name} is recorded without the label "${matcher.label}": nothing matches`,
          fix: `keep ${matcher.label} where ${name} is recorded, or use one of ${[...labels.keys()].join(', ') || 'no label'}`,
          at: matcher,
        };
      }
    }
  },
};
