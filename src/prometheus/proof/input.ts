import type { KnownSeries } from '../../catalog/world.js';
import { labelSet } from '../engine/labels.js';
import type { StoredSeries } from '../engine/storage.js';
import type { SeriesSpec } from '../model.js';
import { type Entry, formatValues, parseSeries, parseValues, type Stretch } from './notation.js';
import type { Demand, Piece, Plan } from './plan.js';
import { seriesText } from './plan.js';
import { typical } from './solve-series.js';

/** From when on which plan holds; milliseconds. `gone` ends every series. */
export interface Phase {
  readonly from: number;
  readonly plan: Plan | 'gone';
}

/** How a series moves from a time on. */
interface Turn {
  readonly from: number;
  readonly piece: Piece | 'gap' | 'gone' | 'hold';
  /** The moment for which its level is meant; seconds. */
  readonly now: number;
}

/** A series of a test's input: something that gives its samples one after the other. */
export interface Source {
  readonly stored: StoredSeries;
  /** Adds the sample of a time; times come in steps of the interval, from 0. */
  feed(time: number): void;
  spec(): SeriesSpec;
}

/**
 * One raw series over the phases of a test. Before `start` its history runs: what the first plan asks of the past, and
 * where it asks nothing, what `before` has.
 */
export class PlannedSource implements Source {
  readonly stored: StoredSeries;
  private readonly stretches: Stretch[] = [];
  private value: number | undefined;
  private last: Turn['piece'] | undefined;
  private readonly turns: readonly Turn[];
  private turn = 0;
  private readonly key: string;

  constructor(
    private readonly demand: Demand,
    private readonly phases: readonly Phase[],
    private readonly before: Plan | undefined,
    private readonly start: number,
    private readonly interval: number,
  ) {
    const { name } = demand.series;
    this.key = seriesText(name, demand.labels);
    this.stored = { labels: labelSet([['__name__', name], ...Object.entries(demand.labels)]), times: [], values: [] };
    this.turns = this.schedule();
  }

  spec(): SeriesSpec {
    return { series: this.key, values: formatValues(this.stretches) };
  }

  feed(time: number): void {
    const turns = this.turns;
    while ((turns[this.turn + 1]?.from ?? Infinity) <= time) this.turn++;
    const { piece, now } = turns[this.turn] as Turn;
    const entered = piece !== this.last;
    this.last = piece;
    if (piece === 'gap' || piece === 'gone') {
      const entry = piece === 'gone' && entered && this.value !== undefined ? null : undefined;
      this.emit(entry, 0);
      this.store(time, entry);
      return;
    }
    const slope = piece === 'hold' || piece.jump !== undefined ? 0 : (piece.slope ?? 0);
    const step = (slope * this.interval) / 1000;
    if (this.value === undefined || (entered && piece !== 'hold')) this.value = this.entry(piece, time, now);
    else this.value += step;
    this.emit(this.value, entered ? 0 : step);
    this.store(time, this.value);
  }

  /** The value with which a piece begins. */
  private entry(piece: Piece | 'hold', time: number, now: number): number {
    const { series } = this.demand;
    const slope = piece === 'hold' ? 0 : (piece.slope ?? 0);
    const before = this.value ?? startOf(series, (slope * this.interval) / 1000, now);
    if (piece === 'hold') return before;
    if (piece.level !== undefined)
      return series.moves === 'gauge' ? piece.level + slope * (time / 1000 - now) : piece.level;
    if (this.value === undefined) return before;
    return before + (piece.jump ?? (slope * this.interval) / 1000);
  }

  /** What holds from when on, in order. */
  private schedule(): Turn[] {
    const turns = this.phases.flatMap((phase, n): Turn[] => {
      if (phase.plan === 'gone') return [{ from: phase.from, piece: 'gone', now: 0 }];
      const piece = this.present(phase.plan);
      const { now } = phase.plan;
      return n === 0
        ? [...this.past(phase.plan), { from: this.start, piece, now }]
        : [{ from: phase.from, piece, now }];
    });
    return turns.filter((turn, i) => turn.from !== turns[i + 1]?.from);
  }

  private present(plan: Plan): Turn['piece'] {
    const { series, labels } = this.demand;
    return plan.demands.get(this.key)?.pieces.get(0) ?? (plan.forbids(series.name, labels, 0) ? 'gone' : 'hold');
  }

  /** What went on before the start: what the plan asks of the past, else nothing for a birth, else the usual. */
  private past(plan: Plan): Turn[] {
    const own = plan.demands.get(this.key);
    const asked = [...(own?.pieces ?? [])].filter(([offset]) => offset > 0).sort(([a], [b]) => b - a);
    if (asked.length > 0) {
      return asked.map(([offset, piece], n) => {
        const from = n === 0 ? 0 : this.start - offset - piece.window;
        return { from, piece, now: plan.now };
      });
    }
    if (own && plan.isBorn(own)) return [{ from: 0, piece: 'gap', now: 0 }];
    const usual = this.before?.demands.get(this.key)?.pieces.get(0);
    const piece = usual ?? own?.pieces.get(0) ?? 'gap';
    return [{ from: 0, piece, now: usual && this.before ? this.before.now : plan.now }];
  }

  private store(time: number, value: Entry): void {
    if (value === undefined) return;
    this.stored.times.push(time);
    this.stored.values.push(value);
  }

  private emit(value: Entry, step: number): void {
    const run = this.stretches.at(-1);
    const gap = run?.start === undefined && value === undefined;
    const continues =
      typeof run?.start === 'number' && typeof value === 'number' && (run.step === step || run.count === 1);
    if (run && (gap || (continues && this.lastOf(run) + step === value))) {
      if (run.count === 1) this.stretches[this.stretches.length - 1] = { start: run.start, step, count: 2 };
      else run.count++;
      return;
    }
    this.stretches.push({ start: value, step, count: 1 });
  }

  /** The last value of a run, added up as promtool does. */
  private lastOf(run: Stretch): number {
    return run.count === 1 ? (run.start as number) : (this.previous as number);
  }

  private get previous(): number | null | undefined {
    return this.stored.values.at(-1);
  }
}

/** Where a series begins; a counter far enough from zero for rate() not to mind. */
function startOf(series: KnownSeries, step: number, now: number): number {
  const usual = typical(series, now);
  return series.moves === 'gauge' || 2 * step <= usual ? usual : 10 ** Math.ceil(Math.log10(2 * step));
}

/** A series that an alert's author wrote down. */
export class GivenSource implements Source {
  readonly stored: StoredSeries;
  private readonly entries: readonly Entry[];
  private fed = 0;
  private cut = false;

  constructor(
    private readonly given: SeriesSpec,
    private readonly interval: number,
    private readonly gone: number,
  ) {
    const whole = parseSeries(given, interval);
    this.stored = { labels: whole.labels, times: [], values: [] };
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

  spec(): SeriesSpec {
    const entries = this.entries.slice(0, this.cut ? this.fed - 1 : this.fed);
    const stretches = entries.map(start => ({ start, step: 0, count: 1 }));
    if (this.cut) stretches.push({ start: null, step: 0, count: 1 });
    return this.cut ? { series: this.given.series, values: formatValues(stretches) } : this.given;
  }
}
