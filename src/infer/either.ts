import { sameUnit } from '../core/units.js';
import { unionLabels } from './matching.js';
import type { Inferred } from './model.js';

/** What is one or the other: series of either may be there, side by side. */
export function eitherOf(lhs: Inferred, rhs: Inferred): Inferred {
  const { labels, others } = unionLabels(lhs, rhs);
  const { observed: _, ...rest } = lhs;
  return {
    ...rest,
    labels,
    others,
    unit: eitherUnit(lhs.unit, rhs.unit),
    motion: lhs.motion === rhs.motion ? lhs.motion : 'unknown',
    ...(lhs.observed && rhs.observed && sameUnit(lhs.observed, rhs.observed) && { observed: lhs.observed }),
    range: [Math.min(lhs.range[0], rhs.range[0]), Math.max(lhs.range[1], rhs.range[1])],
    empty: false,
    series: lhs.series + rhs.series,
    names: lhs.names + rhs.names,
  };
}

type AnyUnit = Inferred['unit'];

/** The unit that two sides have in common: a literal takes the other's. */
export function eitherUnit(a: AnyUnit, b: AnyUnit): AnyUnit {
  if (a === 'any') return b;
  if (b === 'any') return a;
  if (a === 'unknown' || b === 'unknown') return 'unknown';
  return sameUnit(a, b) ? a : 'unknown';
}
