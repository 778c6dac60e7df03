import type { Asked } from './ask.js';
import { type History, historyOf } from './history.js';
import type { Grid, Observed, ReplayedAlert } from './model.js';
import { topComparison } from './worst.js';

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

/**
 * What an alert would have done with each of these limits, worked out from the values that were asked for once; its own
 * limit is among them. `values` is what the value of its comparison gave. Sorted by limit.
 */
export function ladder(
  alert: ReplayedAlert,
  limits: readonly number[],
  values: Asked,
  grid: Grid,
  from: number,
): Rung[] {
  const comparison = topComparison(alert.expr);
  if (!comparison) return [];
  const { op, limit: current } = comparison;
  const beyond = compares[op] as (a: number, b: number) => boolean;
  return [...new Set([...limits, current])]
    .sort((a, b) => a - b)
    .map(limit => {
      const series = values.series.map(of => kept(of, value => beyond(value, limit)));
      return { limit, current: limit === current, history: historyOf(alert, { ...values, series }, grid, from) };
    });
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
export function ladderOf(values: Asked, op: string): number[] {
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
