import type { LabelMatcher, Routing } from '../alertmanager/model.js';
import { type Place, placeOf } from '../core/findings.js';

/** A matcher of a routing, and where it is. */
interface PlacedMatcher {
  readonly matcher: LabelMatcher;
  readonly place: Place;
}

/** Every matcher of a routing: of its routes, then of its inhibitions. */
export function matchersOf({ routes, inhibitions }: Routing): PlacedMatcher[] {
  return [
    ...routes.flatMap(({ when, site, name }) => when.map(matcher => ({ matcher, place: placeOf(site, name) }))),
    ...inhibitions.flatMap(({ source, target, site, name }) =>
      [...source, ...target].map(matcher => ({ matcher, place: placeOf(site, name) })),
    ),
  ];
}
