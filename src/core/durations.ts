import { TelltaleError } from './errors.js';

/** A length of time in whole milliseconds, as PromQL and Prometheus' configuration count it. May be negative (offsets). */
export interface Duration {
  readonly kind: 'duration';
  readonly ms: number;
}

/** A duration of so many milliseconds. @throws TelltaleError when it is not a whole number. */
export function milliseconds(ms: number): Duration {
  if (!Number.isSafeInteger(ms)) {
    throw new TelltaleError(`a duration of ${ms} ms is not a whole number of milliseconds`, {
      fix: 'give a whole number',
    });
  }
  return Object.freeze({ kind: 'duration', ms });
}
/** Prints `30s`. */
export const seconds = (n: number): Duration => milliseconds(Math.round(n * 1e6) / 1e3);
/** Prints `5m`. */
export const minutes = (n: number): Duration => seconds(n * 60);
/** Prints `1h`. */
export const hours = (n: number): Duration => minutes(n * 60);
/** Prints `1d`. */
export const days = (n: number): Duration => hours(n * 24);
/** Prints `1w`. */
export const weeks = (n: number): Duration => days(n * 7);

/** Whether a value is a Duration. */
export function isDuration(value: unknown): value is Duration {
  return typeof value === 'object' && value !== null && (value as Duration).kind === 'duration';
}

const units: readonly (readonly [string, number])[] = [
  ['y', 365 * 86_400_000],
  ['w', 7 * 86_400_000],
  ['d', 86_400_000],
  ['h', 3_600_000],
  ['m', 60_000],
  ['s', 1_000],
  ['ms', 1],
];

/**
 * A duration as Prometheus prints it: years, weeks and days only when they come out whole (`1d`, but `25h`), never
 * a fraction. Zero is `0s`. Negative ones get a leading `-` (only offsets may be negative).
 */
export function formatDuration(duration: Duration): string {
  let rest = Math.abs(duration.ms);
  if (rest === 0) return '0s';
  let text = duration.ms < 0 ? '-' : '';
  for (const [unit, size] of units) {
    if (size >= 86_400_000 ? rest % size === 0 : rest >= size) {
      const n = Math.floor(rest / size);
      if (n > 0) text += `${n}${unit}`;
      rest -= n * size;
    }
  }
  return text;
}

const pattern = /^(?:(\d+)y)?(?:(\d+)w)?(?:(\d+)d)?(?:(\d+)h)?(?:(\d+)m)?(?:(\d+)s)?(?:(\d+)ms)?$/;

/** The largest duration that Prometheus holds: a signed 64-bit count of nanoseconds. */
const largest = 9_223_372_036_854;

/** Reads `1h30m` and its like; undefined when it is none, or too large for Prometheus to hold. */
export function parseDuration(text: string): Duration | undefined {
  if (text === '0') return milliseconds(0);
  const match = text === '' ? null : pattern.exec(text);
  if (!match) return undefined;
  const ms = units.reduce((sum, [, size], i) => sum + Number(match[i + 1] ?? 0) * size, 0);
  return ms <= largest ? milliseconds(ms) : undefined;
}
