import { nearest } from '../core/nearest.js';
import type { Matcher } from '../promql/ast.js';
import type { QueryCheck } from './model.js';
import { knownSelectors } from './selectors.js';

/** One of several values in a regex that the label cannot have, beside others that it can: a misspelt one is never missed. */
export const labelAlternativeUnknown: QueryCheck = {
  id: 'label/alternative-unknown',
  severity: 'warning',
  *find(query, surroundings) {
    for (const { node, series } of knownSelectors(query, surroundings)) {
      for (const matcher of node.matchers) {
        const spec = series.labels[matcher.label];
        if (spec?.kind !== 'closed') continue;
        const values: readonly string[] = spec.values;
        const written = alternatives(matcher);
        // Where none is known, that is said elsewhere.
        if (!written.some(value => values.includes(value))) continue;
        for (const value of written.filter(v => v !== '' && !values.includes(v))) {
          const near = nearest(
            value,
            values.filter(v => !written.includes(v)),
          );
          yield {
            message: `no value of ${series.name}'s label "${matcher.label}" is "${value}"`,
            fix: near ? `write "${near}"` : `leave it out; there are ${values.join(', ')}`,
            at: matcher,
          };
        }
      }
    }
  },
};

/** The values between the bars of a regex that is nothing but a list of values. */
function alternatives({ op, value }: Matcher): string[] {
  if (op === '=' || op === '!=' || !value.includes('|')) return [];
  const list = value.replace(/^\^?\(?/, '').replace(/\)?\$?$/, '');
  return /^[\w|:/ @,-]+$/.test(list) ? list.split('|') : [];
}
