import { nearest } from '../core/nearest.js';
import { passes } from '../infer/labels.js';
import type { QueryCheck } from './model.js';
import { knownSelectors } from './selectors.js';

/** A matcher that none of a label's known values passes, or whose value is not one of them. */
export const labelValueUnknown: QueryCheck = {
  id: 'label/value-unknown',
  severity: 'error',
  *find(query, subject) {
    for (const { node, series } of knownSelectors(query, subject)) {
      for (const matcher of node.matchers) {
        const spec = series.labels[matcher.label];
        if (spec?.kind !== 'closed') continue;
        const negative = matcher.op === '!=' || matcher.op === '!~';
        const positive = {
          ...matcher,
          op: matcher.op === '!=' ? '=' : matcher.op === '!~' ? '=~' : matcher.op,
        } as const;
        if (spec.values.some(v => passes(positive, v) !== false) || passes(positive, '')) continue;
        const near = nearest(matcher.value, spec.values);
        yield {
          message: `no value of ${series.name}'s label "${matcher.label}" is "${matcher.value}"${negative ? ': the matcher has no effect' : ''}`,
          fix: near ? `write "${near}"` : `use one of ${spec.values.join(', ')}`,
          at: matcher,
        };
      }
    }
  },
};
