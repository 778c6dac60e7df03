import type { Duration } from './durations.js';
import { isDuration } from './durations.js';
import { type Unit, unit } from './units.js';

/** A number with its unit. Limits, baselines and targets are quantities. */
export interface Quantity {
  readonly kind: 'quantity';
  /** In the unit's own scale: `percent(85)` has 85. */
  readonly value: number;
  readonly unit: Unit;
}

/** Any unit. */
export const quantity = (value: number, of: Unit): Quantity => Object.freeze({ kind: 'quantity', value, unit: of });
/** 0–1, or a factor such as 1.1. */
export const ratio = (n: number): Quantity => quantity(n, unit('ratio'));
/** 0–100. */
export const percent = (n: number): Quantity => quantity(n, unit('percent'));
/** How many of something. */
export const count = (n: number): Quantity => quantity(n, unit('count'));
/** How many of something per second. */
export const countPerSecond = (n: number): Quantity => quantity(n, unit('count/second'));
/** Bytes. */
export const bytes = (n: number): Quantity => quantity(n, unit('bytes'));
/** Bytes; 1 MB is 10^6 (ruling R1). */
export const megabytes = (n: number): Quantity => bytes(n * 1e6);

/** A quantity from what content may write for one: a plain number is a ratio, a duration is in seconds. */
export function toQuantity(value: number | Duration | Quantity): Quantity {
  if (typeof value === 'number') return ratio(value);
  return isDuration(value) ? quantity(value.ms / 1000, unit('seconds')) : value;
}
