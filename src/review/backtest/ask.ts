import type { Answer } from '../../remote/answers.js';
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

/** The most stretches into which a query that fails is taken apart. */
const mostParts = 64;

/** Asks a query at every evaluation of the grid. Never throws a ServerFault: what failed is part of the answer. */
export async function askOver(
  query: string,
  grid: Grid,
  { client, maxPoints, inTurn, progress }: Asking,
): Promise<Asked> {
  const series = new Map<string, Observed>();
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
    if (!smaller || from === to || parts >= mostParts) {
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
    for (const { labels, at, values } of answer) {
      const key = JSON.stringify(Object.entries(labels).sort(([a], [b]) => (a < b ? -1 : 1)));
      const known = series.get(key);
      if (!known) series.set(key, { labels, at, values });
      else {
        for (let i = 0; i < at.length; i++) {
          known.at.push(at[i] as number);
          known.values.push(values[i] as number);
        }
      }
    }
  }
  return {
    series: [...series.values()],
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

/** The series of a range query, by the number of the evaluation; `start` is that of number 0, in milliseconds. */
function observed({ result }: Answer, { start, step }: { start: number; step: number }): Observed[] {
  return result.map(({ metric, values = [] }) => {
    const at = new Array<number>(values.length);
    const numbers = new Array<number>(values.length);
    for (let i = 0; i < values.length; i++) {
      const [time, text] = values[i] as readonly [number, string];
      at[i] = Math.round((time * 1000 - start) / step);
      numbers[i] = readValue(text);
    }
    return { labels: metric, at, values: numbers };
  });
}

/** A value as Prometheus prints it. */
export function readValue(text: string): number {
  return text === '+Inf' ? Infinity : text === '-Inf' ? -Infinity : Number(text);
}
