import type { Asked } from './ask.js';
import { timeOf } from './grid.js';
import type { Grid, ReplayedAlert, Run, Stretch } from './model.js';
import { replay } from './replay.js';

/** A time in which an alert fired, for one label set. Milliseconds since the epoch. */
export interface Episode {
  readonly labels: Readonly<Record<string, string>>;
  /** The evaluation that first returned it. */
  readonly activeAt: number;
  readonly start: number;
  /** The evaluation at which it was resolved; undefined when it fired to the end of what is known. */
  readonly end: number | undefined;
  /** It fired already when what is known begins. */
  readonly begunBefore: boolean;
  /** To its end, or to the end of what is known. */
  readonly duration: number;
  /** The value that is furthest beyond the limit. */
  readonly peak: number;
}

/** A time in which an alert was pending and then was not. */
export interface NearMiss {
  readonly labels: Readonly<Record<string, string>>;
  readonly start: number;
  readonly end: number;
  readonly peak: number;
}

/** Something that keeps the replay from being the whole truth. */
export interface Trouble {
  /** `unknown`: nobody knows what happened; `failed`: the rule itself would have failed; `note`: else. */
  readonly kind: 'unknown' | 'failed' | 'note';
  readonly message: string;
  readonly from?: number;
  readonly to?: number;
}

/** What one alert did. */
export interface History {
  readonly episodes: readonly Episode[];
  readonly nearMisses: readonly NearMiss[];
  /** What was pending at the end of what is known. */
  readonly stillPending: readonly Omit<NearMiss, 'end'>[];
  /** How long at least one of it fired, in milliseconds. */
  readonly firing: number;
  /** How often it fired again soon after the same had been resolved. */
  readonly flaps: number;
  readonly troubles: readonly Trouble[];
}

/** Who is told twice within this time takes it for one incident that flaps. */
export const soon = 15 * 60_000;

/** What an alert did from a time on, as far as the answers to its query tell. The grid may begin before that time. */
export function historyOf(alert: ReplayedAlert, asked: Asked, grid: Grid, from: number): History {
  const failed = new Set(asked.failures.flatMap(numbersOf));
  const { runs, collisions } = replay(alert, asked.series, grid, { failed, unknown: asked.unknown });
  const end = timeOf(grid, grid.count);
  const seen = runs.filter(run => (run.endedAt ?? Infinity) > from);
  const episodes = seen
    .filter(fired)
    .map(run => episodeOf(run, Math.max(from, timeOf(grid, 0)), grid.step, knownUntil(run, asked, grid) ?? end));
  const nearMisses = seen.flatMap(({ labels, activeAt, firedAt, endedAt, peak }) =>
    firedAt === undefined && endedAt !== undefined ? [{ labels, start: activeAt, end: endedAt, peak }] : [],
  );
  return {
    episodes,
    nearMisses,
    stillPending: seen.flatMap(({ labels, activeAt, firedAt, endedAt, peak }) =>
      firedAt === undefined && endedAt === undefined ? [{ labels, start: activeAt, peak }] : [],
    ),
    firing: covered(episodes),
    flaps: flapsOf(episodes),
    troubles: troublesOf(asked, collisions, grid),
  };
}

const fired = (run: Run): run is Run & { firedAt: number } => run.firedAt !== undefined;

function episodeOf(run: Run & { firedAt: number }, from: number, step: number, until: number): Episode {
  const { labels, activeAt, firedAt, endedAt, peak } = run;
  // What had been active for nobody knows how long fires at the first evaluation that is looked at.
  const begunBefore = firedAt < from || (run.begunBefore && firedAt < from + step);
  const start = Math.max(firedAt, from);
  return { labels, activeAt, start, end: endedAt, begunBefore, duration: (endedAt ?? until) - start, peak };
}

/** Where an unknown stretch cuts a run off. */
function knownUntil({ activeAt, endedAt }: Run, { unknown }: Asked, grid: Grid): number | undefined {
  if (endedAt !== undefined) return undefined;
  return unknown.map(gap => timeOf(grid, gap.from)).find(time => time > activeAt);
}

/** How much time at least one of these covers. */
function covered(episodes: readonly Episode[]): number {
  let [total, until] = [0, -Infinity];
  for (const { start, duration } of [...episodes].sort((a, b) => a.start - b.start)) {
    const end = start + duration;
    if (end > until) total += end - Math.max(start, until);
    until = Math.max(until, end);
  }
  return total;
}

function flapsOf(episodes: readonly Episode[]): number {
  const last = new Map<string, number>();
  let flaps = 0;
  for (const { labels, start, end } of [...episodes].sort((a, b) => a.start - b.start)) {
    const key = JSON.stringify(labels);
    const before = last.get(key);
    if (before !== undefined && start - before <= soon) flaps++;
    if (end !== undefined) last.set(key, end);
  }
  return flaps;
}

function troublesOf({ failures, unknown, warnings }: Asked, collisions: ReadonlySet<number>, grid: Grid): Trouble[] {
  const at = ({ from, to }: Stretch) => ({ from: timeOf(grid, from), to: timeOf(grid, to) });
  return [
    ...unknown.map(gap => ({ kind: 'unknown' as const, message: gap.why, ...at(gap) })),
    ...failures.map(gap => ({ kind: 'failed' as const, message: gap.why, ...at(gap) })),
    ...stretchesOf(collisions).map(gap => ({
      kind: 'failed' as const,
      message: 'two series have the same labels once the labels of the alert are set',
      ...at(gap),
    })),
    ...warnings.map(message => ({ kind: 'note' as const, message })),
  ];
}

const numbersOf = ({ from, to }: Stretch): number[] => Array.from({ length: to - from + 1 }, (_, i) => from + i);

function stretchesOf(numbers: ReadonlySet<number>): Stretch[] {
  const found: { from: number; to: number }[] = [];
  for (const n of [...numbers].sort((a, b) => a - b)) {
    const last = found.at(-1);
    if (last && last.to + 1 === n) last.to = n;
    else found.push({ from: n, to: n });
  }
  return found;
}
