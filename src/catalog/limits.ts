import type { Duration } from '../core/durations.js';
import { TelltaleError } from '../core/errors.js';
import { type Quantity, toQuantity } from '../core/quantities.js';
import { sameUnit, unitName } from '../core/units.js';

/** The rungs of a limit: what to aim for, and at which value which severity begins. */
export type Level = 'target' | 'info' | 'warning' | 'critical';

/**
 * Where a value stops being good. One number for the panel's threshold, the alert, its test and the reference page.
 * Without a target of its own, the mildest rung is the target. `direction` is the bad side: `above` alerts on `>`, `below` on `<`; the limit itself is still good.
 */
export interface Limit<L extends Level = never> {
  readonly kind: 'limit';
  readonly direction: 'above' | 'below';
  readonly levels: Readonly<Record<L, Quantity>>;
  /** What is measured, when it is not the metric's value itself, e.g. `ratio to the baseline mean`. */
  readonly of?: string;
  /** Set when the limit becomes part of a metric: `chat_latency_seconds.overhead`. */
  readonly id?: string;
}

type Value = number | Duration | Quantity;

/** Bad when above, e.g. `above({ warning: 1.10, critical: 1.15 }, 'ratio to the baseline mean')`. */
export const above = <const L extends Level>(levels: Readonly<Record<L, Value>>, of?: string): Limit<L> =>
  limit('above', levels, of);

/** Bad when below, e.g. `below({ warning: percent(85), critical: percent(75) })`. */
export const below = <const L extends Level>(levels: Readonly<Record<L, Value>>, of?: string): Limit<L> =>
  limit('below', levels, of);

const order: readonly Level[] = ['target', 'info', 'warning', 'critical'];

function limit<L extends Level>(
  direction: Limit['direction'],
  given: Readonly<Record<L, Value>>,
  of: string | undefined,
): Limit<L> {
  const levels = Object.fromEntries(
    order.filter(l => l in given).map(l => [l, Object.freeze(toQuantity(given[l as L]))]),
  ) as Record<L, Quantity>;
  const rungs = Object.entries(levels) as [L, Quantity][];
  if (rungs.length === 0)
    throw new TelltaleError('a limit without a level', { fix: 'give a target, info, warning or critical' });
  rungs.slice(1).forEach(([level, q], i) => {
    const [milder, before] = rungs[i] as [L, Quantity];
    if (!sameUnit(q.unit, before.unit)) {
      throw new TelltaleError(
        `the limit's ${level} is in ${unitName(q.unit)}, its ${milder} in ${unitName(before.unit)}`,
        { fix: 'use one unit' },
      );
    }
    if (direction === 'above' ? q.value < before.value : q.value > before.value) {
      throw new TelltaleError(`the limit's ${level} (${q.value}) is milder than its ${milder} (${before.value})`, {
        fix: 'order them',
      });
    }
  });
  return Object.freeze({ kind: 'limit', direction, levels: Object.freeze(levels), ...(of && { of }) });
}
