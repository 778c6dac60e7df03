import { type AlertState, nextState } from '../../prometheus/engine/alert-state.js';
import { timeOf } from './grid.js';
import { labelling } from './labelling.js';
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
  readonly at: number[];
  readonly values: number[];
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
      if (failed.has(i)) continue;
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
function firstFrom(sorted: readonly number[], least: number): number {
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
  const name = labelling(alert);
  const found = new Map<string, Points & { sorted: boolean }>();
  const collisions = new Set<number>();
  for (const { labels, at, values } of series) {
    const named = name(labels);
    for (let i = 0; i < at.length; i++) {
      const { key, labels: own } = named(values[i] as number);
      let points = found.get(key);
      if (!points) {
        points = { labels: own, at: [], values: [], sorted: true };
        found.set(key, points);
      }
      if ((points.at.at(-1) ?? -1) >= (at[i] as number)) points.sorted = false;
      points.at.push(at[i] as number);
      points.values.push(values[i] as number);
    }
  }
  const points = [...found.values()].map(of => (of.sorted ? of : sorted(of, collisions)));
  return { points, collisions };
}

function sorted({ labels, at, values }: Points, collisions: Set<number>): Points {
  const order = at.map((_, i) => i).sort((a, b) => (at[a] as number) - (at[b] as number));
  const result: Points = { labels, at: [], values: [] };
  for (const i of order) {
    const index = at[i] as number;
    if (result.at.at(-1) === index) {
      collisions.add(index);
      continue;
    }
    result.at.push(index);
    result.values.push(values[i] as number);
  }
  return result;
}
