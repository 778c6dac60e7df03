import type { StoredSeries } from '../engine/storage.js';
import type { SeriesSpec } from '../model.js';
import type { Source } from './input.js';
import { type Entry, formatValues, parseLabels, parseValues } from './notation.js';
import type { Plan } from './plan.js';

/** A series that an alert's author wrote down. */
export class GivenSource implements Source {
  readonly stored: StoredSeries;
  private readonly entries: readonly Entry[];
  private fed = 0;
  private cut = false;
  private gone = Infinity;

  constructor(
    private readonly given: SeriesSpec,
    private readonly interval: number,
  ) {
    this.stored = { labels: parseLabels(given.series), times: [], values: [] };
    this.entries = parseValues(given.values);
  }

  feed(time: number): void {
    const i = time / this.interval;
    if (time > this.gone || i >= this.entries.length) return;
    this.cut = time === this.gone;
    this.fed = i + 1;
    const entry = this.cut ? null : this.entries[i];
    if (entry === undefined) return;
    this.stored.times.push(time);
    this.stored.values.push(entry);
  }

  /** It can end, but not take to another plan. */
  turnTo(from: number, plan: Plan | 'gone'): void {
    if (plan === 'gone') this.gone = from;
  }

  spec(): SeriesSpec {
    const entries = this.entries.slice(0, this.cut ? this.fed - 1 : this.fed);
    const stretches = entries.map(start => ({ start, step: 0, count: 1 }));
    if (this.cut) stretches.push({ start: null, step: 0, count: 1 });
    return this.cut ? { series: this.given.series, values: formatValues(stretches) } : this.given;
  }
}
