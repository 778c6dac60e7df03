import type { Asked } from './ask.js';
import { type History, historyOf } from './history.js';
import type { Limit } from './limits.js';
import type { Grid, Observed, ReplayedAlert } from './model.js';

/** How an alert would have done with another limit. */
export interface Rung {
  readonly limit: number;
  /** It is the limit that the rule has. */
  readonly current: boolean;
  readonly history: History;
}

const compares: Readonly<Record<string, (a: number, b: number) => boolean>> = {
  '>': (a, b) => a > b,
  '<': (a, b) => a < b,
  '>=': (a, b) => a >= b,
  '<=': (a, b) => a <= b,
  '==': (a, b) => a === b,
  '!=': (a, b) => a !== b,
};

/** The limits to try, with the one that the rule has; sorted. */
export const rungsOf = (limits: readonly number[], { value }: Limit): number[] =>
  [...new Set([...limits, value])].sort((a, b) => a - b);

/**
 * What an alert whose whole expression is the comparison would have done with another limit, worked out from the values
 * that were asked for once: `values` is what is compared.
 */
export function withoutAsking(
  alert: ReplayedAlert,
  { op }: Limit,
  limit: number,
  values: Asked,
  grid: Grid,
  from: number,
): History {
  const beyond = compares[op] as (a: number, b: number) => boolean;
  const series = values.series.map(of => kept(of, value => beyond(value, limit)));
  return historyOf(alert, { ...values, series }, grid, from);
}

function kept({ labels, at, values }: Observed, keeps: (value: number) => boolean): Observed {
  const result = { labels, at: [] as number[], values: [] as number[] };
  for (let i = 0; i < at.length; i++) {
    if (!keeps(values[i] as number)) continue;
    result.at.push(at[i] as number);
    result.values.push(values[i] as number);
  }
  return result;
}

/** Ten limits from what the value mostly is to the most extreme it was: where there is something to choose. */
export function ladderOf(values: Asked, { op }: Limit): number[] {
  const all = values.series
    .flatMap(of => Array.from(of.values))
    .filter(Number.isFinite)
    .sort((a, b) => (op.startsWith('<') ? b - a : a - b));
  if (all.length === 0) return [];
  const shares = [0.5, 0.75, 0.9, 0.95, 0.98, 0.99, 0.995, 0.999, 0.9999, 1];
  return [...new Set(shares.map(share => tidy(all[Math.ceil(share * (all.length - 1))] as number)))];
}

/** Three digits: a limit that people can say. */
const tidy = (value: number): number => Number(value.toPrecision(3));
