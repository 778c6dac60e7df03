import { type AlertState, nextState } from '../../prometheus/engine/alert-state.js';
import { timeOf } from './grid.js';
import { type AlertLabels, labelling } from './labelling.js';
import type { Grid, Observed, ReplayedAlert, Run, Stretch } from './model.js';
import { worst } from './worst.js';

/** What became of an alert's rule at each evaluation, but for where its expression returned something. */
export interface Gaps {
  /** The rule failed: whatever was active stays as it was. */
  readonly failed: ReadonlySet<number>;
  /** Nobody knows: what was active ends, what is active afterwards began at a time unknown. */
  readonly unknown: readonly Stretch[];
}

export interface Replayed {
  readonly runs: readonly Run[];
  /** Evaluations at which two series came to the same labels, so that the rule failed. */
  readonly collisions: ReadonlySet<number>;
}

/** The value of one alert at some evaluations; sorted by them. */
interface Points {
  readonly labels: Readonly<Record<string, string>>;
  readonly at: ArrayLike<number>;
  readonly values: ArrayLike<number>;
}

/**
 * Plays an alert through what its expression returned at each evaluation: what was pending and what fired, from when to
 * when, for each label set. Runs are sorted by their beginning.
 */
export function replay(alert: ReplayedAlert, series: readonly Observed[], grid: Grid, gaps: Gaps): Replayed {
  const { points, collisions } = byLabels(alert, series);
  const failed = new Set([...gaps.failed, ...collisions]);
  const peak = worst(alert.expr);
  const runs = points.flatMap(of => known(grid, gaps.unknown).flatMap(part => runsOf(of, part)));
  return { runs: runs.sort((a, b) => a.activeAt - b.activeAt), collisions };

  function runsOf({ labels, at, values }: Points, { from, to }: Stretch): Run[] {
    const found: Run[] = [];
    let [state, run]: [AlertState | undefined, { -readonly [K in keyof Run]: Run[K] } | undefined] = [
      undefined,
      undefined,
    ];
    let next = firstFrom(at, from);
    for (let i = from; i <= to; i++) {
      if (!state) {
        if (next >= at.length) break;
        i = Math.max(i, at[next] as number);
        if (i > to) break;
      }
      const returned = at[next] === i;
      const value = returned ? (values[next++] as number) : undefined;
      if (failed.size > 0 && failed.has(i)) continue;
      const time = timeOf(grid, i);
      state = nextState(state, returned, time, alert.waits);
      if (!state) {
        if (run) found.push({ ...run, endedAt: time });
        run = undefined;
        continue;
      }
      run ??= {
        labels,
        activeAt: state.since,
        firedAt: undefined,
        endedAt: undefined,
        begunBefore: i === from,
        peak: value as number,
      };
      if (state.firing) run.firedAt ??= time;
      if (value !== undefined) run.peak = peak(run.peak, value);
    }
    if (run) found.push(run);
    return found;
  }
}

/** The parts of the grid about which something is known. */
function known({ count }: Grid, unknown: readonly Stretch[]): Stretch[] {
  const parts: Stretch[] = [];
  let from = 0;
  for (const gap of [...unknown].sort((a, b) => a.from - b.from)) {
    if (gap.from > from) parts.push({ from, to: gap.from - 1 });
    from = Math.max(from, gap.to + 1);
  }
  if (from < count) parts.push({ from, to: count - 1 });
  return parts;
}

/** The first of sorted numbers that is not below. */
function firstFrom(sorted: ArrayLike<number>, least: number): number {
  let [low, high] = [0, sorted.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((sorted[middle] as number) < least) low = middle + 1;
    else high = middle;
  }
  return low;
}

/** The values of each alert. Several series may be one alert, one after the other. */
function byLabels(alert: ReplayedAlert, series: readonly Observed[]): { points: Points[]; collisions: Set<number> } {
  const alertsOf = labelling(alert);
  const found = new Map<string, { readonly labels: Points['labels']; readonly parts: Part[] }>();
  const collisions = new Set<number>();
  const add = ({ key, labels }: AlertLabels, part: Part) => {
    const known = found.get(key);
    if (known) known.parts.push(part);
    else found.set(key, { labels, parts: [part] });
  };
  for (const { labels, at, values } of series) {
    const alerts = alertsOf(labels);
    if (typeof alerts !== 'function') add(alerts, { at, values });
    // Each value may be one of another alert.
    else
      for (let i = 0; i < at.length; i++)
        add(alerts(values[i] as number), { at: [at[i] as number], values: [values[i] as number] });
  }
  const points = [...found.values()].map(({ labels, parts }) => ({
    labels,
    ...(parts.length === 1 ? (parts[0] as Part) : together(parts, collisions)),
  }));
  return { points, collisions };
}

type Part = Pick<Points, 'at' | 'values'>;

function together(parts: readonly Part[], collisions: Set<number>): Part {
  const all = parts.flatMap(({ at, values }) => Array.from(at, (n, i) => [n, values[i] as number] as const));
  const result: { at: number[]; values: number[] } = { at: [], values: [] };
  for (const [index, value] of all.sort(([a], [b]) => a - b)) {
    if (result.at.at(-1) === index) {
      collisions.add(index);
      continue;
    }
    result.at.push(index);
    result.values.push(value);
  }
  return result;
}
