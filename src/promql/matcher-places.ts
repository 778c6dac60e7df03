import type { Span } from '../core/findings.js';
import type { Matcher, VectorSelector } from './ast.js';
import type { Spans } from './print.js';

/** Notes where the matchers of a selector stand, which has them in another order; of those that are there twice the first. */
export function placeMatchers(
  { matchers }: VectorSelector,
  written: readonly Matcher[],
  places: readonly Span[],
  spans: Spans,
): void {
  const first = new Map<string, Span>();
  written.forEach((matcher, i) => {
    const key = keyOf(matcher);
    if (!first.has(key)) first.set(key, places[i] as Span);
  });
  for (const matcher of matchers) spans.set(matcher, first.get(keyOf(matcher)) as Span);
}

const keyOf = ({ label, op, value }: Matcher): string => label + op + value;
