import type { Level, Limit } from '../../catalog/limits.js';
import { TelltaleError } from '../../core/errors.js';
import { type Quantity, quantity } from '../../core/quantities.js';

/** Figures that follow from a limit, so that a story stays true when the limit is moved. */

const order: readonly Level[] = ['target', 'info', 'warning', 'critical'];

/** Half way from a rung to the next one; a fifth beyond the last. @throws TelltaleError for a rung that the limit has not. */
export function beyond(limit: Limit, level: Level): Quantity {
  const { value, unit } = rung(limit, level);
  const sign = limit.direction === 'above' ? 1 : -1;
  const next = rungs(limit).find(q => sign * (q.value - value) > 0)?.value;
  const last = value === 0 ? sign : value + (sign * Math.abs(value)) / 5;
  return quantity(next === undefined ? last : (value + next) / 2, unit);
}

/** Well within the mildest rung: a tenth of the way back to nothing (or to everything). */
export function within(limit: Limit): Quantity {
  const { value, unit } = rungs(limit)[0] as Quantity;
  return quantity(value - (limit.direction === 'above' ? 1 : -1) * Math.abs(value) * 0.1, unit);
}

/** So many times as much. */
export const times = (n: number, of: Quantity): Quantity => quantity(n * of.value, of.unit);

/** The sum of two quantities of one unit. */
export const plus = (a: Quantity, b: Quantity): Quantity => quantity(a.value + b.value, a.unit);

function rungs(limit: Limit): Quantity[] {
  const levels: Partial<Record<Level, Quantity>> = limit.levels;
  return order.filter(l => l !== 'target').flatMap(level => levels[level] ?? []);
}

function rung(limit: Limit, level: Level): Quantity {
  const found = (limit.levels as Partial<Record<Level, Quantity>>)[level];
  if (found) return found;
  throw new TelltaleError(`the limit${limit.id ? ` ${limit.id}` : ''} has no ${level}`, {
    fix: `use one of ${Object.keys(limit.levels).join(', ')}`,
  });
}
