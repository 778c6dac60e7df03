import type { UnitName } from '../core/units.js';

const suffixes: readonly (readonly [RegExp, UnitName])[] = [
  [/_timestamp_seconds$|_time_seconds$/, 'timestamp'],
  [/_milliseconds$|_ms$/, 'milliseconds'],
  [/_seconds$/, 'seconds'],
  [/_bytes$/, 'bytes'],
  [/_ratio$/, 'ratio'],
  [/_percent$/, 'percent'],
];

/** The unit that a metric's name promises, as Prometheus' conventions have it; a counter without one counts. */
export function guessUnit({ name, type }: { readonly name: string; readonly type: string }): UnitName {
  const base = type === 'counter' ? name.replace(/_total$/, '') : name;
  const found = suffixes.find(([pattern]) => pattern.test(base))?.[1];
  return found === 'timestamp' && type !== 'gauge' ? 'seconds' : (found ?? 'count');
}
