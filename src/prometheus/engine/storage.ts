import { once } from '../../core/once.js';
import type { Matcher, VectorSelector } from '../../promql/ast.js';
import { get, type Labels } from './labels.js';

/** One series: its samples by ascending time; `null` marks that it ended there. */
export interface StoredSeries {
  readonly labels: Labels;
  /** Milliseconds. */
  readonly times: number[];
  readonly values: (number | null)[];
}

export interface Point {
  readonly time: number;
  readonly value: number;
}

/** How far back an instant selector looks for its newest sample. */
const lookback = 300_000;

/** The samples of a test run: what the test puts in, and what the rules write. */
export class Storage {
  private readonly byName = new Map<string, StoredSeries[]>();
  private readonly known: string[] = [];
  private readonly byLabels = new Map<Labels, StoredSeries>();
  private readonly selected = new Map<VectorSelector, { count: number; series: StoredSeries[] }>();

  add(series: StoredSeries): void {
    const name = get(series.labels, '__name__');
    const list = this.byName.get(name) ?? [];
    if (list.length === 0) this.known.push(name);
    list.push(series);
    this.byName.set(name, list);
    this.byLabels.set(series.labels, series);
  }

  /** The names of the series that are there, or were. */
  names(): readonly string[] {
    return this.known;
  }

  /** Every series that is there, or was. */
  all(): readonly StoredSeries[] {
    return [...this.byLabels.values()];
  }

  /** Adds a sample; false when the series has another one at that time, which Prometheus refuses. */
  append(labels: Labels, time: number, value: number | null): boolean {
    let series = this.byLabels.get(labels);
    if (!series) {
      series = { labels, times: [], values: [] };
      this.add(series);
    }
    if (series.times.at(-1) === time) return value === null || Object.is(series.values.at(-1), value);
    series.times.push(time);
    series.values.push(value);
    return true;
  }

  /** The series that a selector selects, in the order of their birth. */
  select(selector: VectorSelector): readonly StoredSeries[] {
    const all = selector.name === undefined ? [...this.byName.values()].flat() : (this.byName.get(selector.name) ?? []);
    const before = this.selected.get(selector);
    if (before?.count === all.length) return before.series;
    const tests = selector.matchers.map(tester);
    const series = all.filter(({ labels }) => tests.every(test => test(labels)));
    this.selected.set(selector, { count: all.length, series });
    return series;
  }
}

function tester({ label, op, value }: Matcher): (labels: Labels) => boolean {
  const regex = op === '=~' || op === '!~' ? anchored(value) : undefined;
  const equal = op === '=' || op === '=~';
  return labels => (regex ? regex.test(get(labels, label)) : get(labels, label) === value) === equal;
}

/** A matcher's regular expression as Prometheus applies it: to the whole value. */
export const anchored = (pattern: string): RegExp => new RegExp(`^(?:${pattern})$`, 'su');

/** The index of the newest sample at or before a time; -1 when there is none. */
function newest(times: readonly number[], time: number): number {
  let low = 0;
  let high = times.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((times[middle] as number) <= time) low = middle + 1;
    else high = middle;
  }
  return low - 1;
}

const pointsOf = once((_: StoredSeries) => ({ points: [] as (Point | undefined)[], ends: 0 }));

/** The samples of a series as points, in step with it: windows overlap, and ask for the same ones again and again. */
function points(series: StoredSeries) {
  const known = pointsOf(series);
  const { times, values } = series;
  for (let i = known.points.length; i < times.length; i++) {
    const value = values[i] as number | null;
    if (value === null) known.ends++;
    known.points.push(value === null ? undefined : { time: times[i] as number, value });
  }
  return known;
}

/** What an instant selector sees of a series; undefined when it ended or is too old. */
export function at({ times, values }: StoredSeries, time: number): Point | undefined {
  const i = newest(times, time);
  const value = values[i];
  if (i < 0 || value === null || value === undefined || (times[i] as number) < time - lookback) return undefined;
  return { time: times[i] as number, value };
}

/** What a range selector sees of a series: both ends belong to the range. */
export function within(series: StoredSeries, from: number, to: number): readonly Point[] {
  const { points: all, ends } = points(series);
  const some = all.slice(newest(series.times, from - 1) + 1, newest(series.times, to) + 1);
  return ends === 0 ? (some as Point[]) : some.filter(point => point !== undefined);
}

/** The newest point that a range selector sees of a series. */
export function lastWithin({ times, values }: StoredSeries, from: number, to: number): Point | undefined {
  for (let i = newest(times, to); i >= 0 && (times[i] as number) >= from; i--) {
    const value = values[i];
    if (value !== null && value !== undefined) return { time: times[i] as number, value };
  }
  return undefined;
}
