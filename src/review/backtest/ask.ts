import type { RangeAnswer } from '../../remote/answers.js';
import type { Client } from '../../remote/client.js';
import { ServerFault } from '../../remote/faults.js';
import type { InTurn } from '../../remote/turns.js';
import { chunksOf, timeOf } from './grid.js';
import type { Grid, Observed, Stretch } from './model.js';

/** What a query returned over a whole grid, as far as it returned. */
export interface Asked {
  readonly series: readonly Observed[];
  /** Evaluations at which the query failed, and why. */
  readonly failures: readonly (Stretch & { readonly why: string })[];
  /** Evaluations that nobody knows anything about, and why. */
  readonly unknown: readonly (Stretch & { readonly why: string })[];
  readonly warnings: readonly string[];
}

/** How the queries of a back-test are asked. */
export interface Asking {
  readonly client: Client;
  /** At most so many points of a series in one answer. */
  readonly maxPoints: number;
  readonly inTurn: InTurn;
  /** Told when more requests are to come, and when one is done. */
  readonly progress: (more: number, done: number) => void;
}

/** The most stretches into which a query that fails is taken apart; each waits where the server is slow. */
const [mostParts, mostWaits] = [64, 6];

/** Asks a query at every evaluation of the grid. Never throws a ServerFault: what failed is part of the answer. */
export async function askOver(
  query: string,
  grid: Grid,
  { client, maxPoints, inTurn, progress }: Asking,
): Promise<Asked> {
  const series = new Map<string, Observed[]>();
  const failures: (Stretch & { why: string })[] = [];
  const unknown: (Stretch & { why: string })[] = [];
  const warnings = new Set<string>();
  const answers = new Map<number, readonly Observed[]>();
  let parts = 0;

  async function ask(stretch: Stretch): Promise<void> {
    try {
      const answer = await inTurn(() =>
        client.rangeQuery(query, timeOf(grid, stretch.from), timeOf(grid, stretch.to), grid.step),
      );
      for (const warning of answer.warnings) warnings.add(warning);
      answers.set(stretch.from, observed(answer, grid));
    } catch (error) {
      if (!(error instanceof ServerFault)) throw error;
      await failed(stretch, error);
    } finally {
      progress(0, 1);
    }
  }

  async function failed(stretch: Stretch, fault: ServerFault): Promise<void> {
    const { from, to } = stretch;
    const smaller = fault.divisible || fault.kind === 'evaluation';
    if (!smaller || from === to || parts >= (fault.kind === 'slow' ? mostWaits : mostParts)) {
      // Of a stretch that was not taken apart to its end, some evaluations may have fared well.
      const partly = fault.kind === 'evaluation' && from < to;
      if (partly) unknown.push({ ...stretch, why: `the rule fails at some evaluations: ${fault.message}` });
      else
        (fault.kind === 'evaluation' || fault.kind === 'query' ? failures : unknown).push({
          ...stretch,
          why: fault.message,
        });
      return;
    }
    // What fails at one evaluation fails the whole range: the others are found by halving it.
    const middle = (from + to) >> 1;
    parts += 2;
    progress(2, 0);
    await Promise.all([ask({ from, to: middle }), ask({ from: middle + 1, to })]);
  }

  const chunks = chunksOf(grid, maxPoints);
  progress(chunks.length, 0);
  await Promise.all(chunks.map(ask));
  for (const [, answer] of [...answers].sort(([a], [b]) => a - b)) {
    for (const of of answer) {
      const key = JSON.stringify(Object.entries(of.labels).sort(([a], [b]) => (a < b ? -1 : 1)));
      const parts = series.get(key);
      if (parts) parts.push(of);
      else series.set(key, [of]);
    }
  }
  return {
    series: [...series.values()].map(whole),
    failures: joined(failures),
    unknown: joined(unknown),
    warnings: [...warnings],
  };
}

/** Stretches that follow each other for the same reason are one. */
function joined<S extends Stretch & { readonly why: string }>(stretches: readonly S[]): S[] {
  const sorted = [...stretches].sort((a, b) => a.from - b.from);
  const found: S[] = [];
  for (const stretch of sorted) {
    const before = found.at(-1);
    if (before && before.to + 1 === stretch.from && before.why === stretch.why)
      found[found.length - 1] = { ...before, to: stretch.to };
    else found.push(stretch);
  }
  return found;
}

/** A series whose parts were asked for one by one. */
function whole(parts: readonly Observed[]): Observed {
  const [first, ...others] = parts as readonly [Observed, ...Observed[]];
  if (others.length === 0) return first;
  const of = { labels: first.labels, at: new Int32Array(pointsIn(parts)), values: new Float64Array(pointsIn(parts)) };
  let length = 0;
  for (const { at, values } of parts) {
    of.at.set(at, length);
    of.values.set(values, length);
    length += at.length;
  }
  return of;
}

const pointsIn = (parts: readonly Observed[]): number => parts.reduce((sum, { at }) => sum + at.length, 0);

/** The series of a range query, by the number of the evaluation; `start` is that of number 0, in milliseconds. */
function observed({ series }: RangeAnswer, { start, step }: Grid): Observed[] {
  return series.map(({ labels, times, values }) => {
    const at = new Int32Array(times.length);
    for (let i = 0; i < at.length; i++) at[i] = Math.round(((times[i] as number) - start) / step);
    return { labels, at, values };
  });
}
