import type { KnownSeries } from '../../catalog/world.js';
import { labelSet } from '../engine/labels.js';
import type { StoredSeries } from '../engine/storage.js';
import type { SeriesSpec } from '../model.js';
import { type Entry, formatValues, type Stretch } from './notation.js';
import type { Demand, Piece, Plan } from './plan.js';
import { seriesText } from './plan.js';
import { typical } from './solve-series.js';

/** A series of a test's input: something that gives its samples one after the other. */
export interface Source {
  readonly stored: StoredSeries;
  /** Adds the sample of a time; times come in steps of the interval, from 0. */
  feed(time: number): void;
  /** Moves as a plan wants it, or ends, from a time on that is still to come. */
  turnTo(from: number, plan: Plan | 'gone'): void;
  spec(): SeriesSpec;
}

/** How a series moves from a time on. */
interface Turn {
  readonly from: number;
  readonly piece: Piece | 'gap' | 'gone' | 'hold';
  /** The moment for which its level is meant; seconds. */
  readonly now: number;
}

/** What a test begins with. */
export interface Beginning {
  readonly plan: Plan;
  /** What goes on before the start, where the plan asks nothing of the past. */
  readonly before: Plan | undefined;
  /** Milliseconds. */
  readonly start: number;
  /** How long after the start the past that is asked for is still looked at; milliseconds. */
  readonly horizon: number;
}

/** One raw series that moves as plans want it. */
export class PlannedSource implements Source {
  readonly stored: StoredSeries;
  private readonly stretches: Stretch[] = [];
  private value: number | undefined;
  private last: Turn['piece'] | undefined;
  private readonly turns: Turn[];
  private turn = 0;
  private readonly key: string;

  /** Without a beginning the series is not there until a plan wants it. */
  constructor(
    private readonly demand: Demand,
    beginning: Beginning | undefined,
    private readonly interval: number,
  ) {
    const { name } = demand.series;
    this.key = seriesText(name, demand.labels);
    this.stored = { labels: labelSet([['__name__', name], ...Object.entries(demand.labels)]), times: [], values: [] };
    this.turns = beginning ? this.begin(beginning) : [{ from: 0, piece: 'gap', now: 0 }];
  }

  turnTo(from: number, plan: Plan | 'gone'): void {
    if (plan === 'gone') this.turns.push({ from, piece: 'gone', now: 0 });
    else this.turns.push({ from, piece: this.present(plan), now: plan.now });
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

  private begin({ plan, before, start, horizon }: Beginning): Turn[] {
    const past = start > 0 ? this.past(plan, before, start, horizon) : [];
    return [...past, { from: start, piece: this.present(plan), now: plan.now }];
  }

  private present(plan: Plan): Turn['piece'] {
    const { series, labels } = this.demand;
    return plan.demands.get(this.key)?.pieces.get(0) ?? (plan.forbids(series.name, labels, 0) ? 'gone' : 'hold');
  }

  /** What went on before the start: what the plan asks of the past, else nothing for a birth, else the usual. */
  private past(plan: Plan, before: Plan | undefined, start: number, horizon: number): Turn[] {
    const own = plan.demands.get(this.key);
    const there = [...(own?.pieces ?? [])].filter(([offset]) => offset > 0);
    if (there.length > 0) {
      const absent = plan.pastAbsences(this.demand).map(a => [a.offset, { ...a, gone: true }] as const);
      const asked = [...there, ...absent].sort(([a], [b]) => b - a);
      return asked.flatMap(([offset, piece], n): Turn[] => {
        const from = n === 0 ? 0 : start - offset - piece.window;
        const turn: Turn = { from, piece: 'gone' in piece ? 'gone' : piece, now: plan.now };
        const end = start - offset + horizon;
        const next = asked[n + 1];
        const until = next ? start - next[0] - next[1].window : start;
        // What nobody asks for is of another pace, so that it matters how far back is looked.
        const again = until - horizon;
        if ('gone' in piece || piece.slope === undefined || this.demand.series.moves === 'gauge' || end >= again) {
          return [turn];
        }
        const other = { window: 0, slope: piece.slope * 1.5 };
        return [turn, { from: end, piece: other, now: plan.now }, { from: again, piece: { ...piece }, now: plan.now }];
      });
    }
    if (own && plan.isBorn(own)) return [{ from: 0, piece: 'gap', now: 0 }];
    const usual = before?.demands.get(this.key)?.pieces.get(0);
    const piece = usual ?? own?.pieces.get(0) ?? 'gap';
    return [{ from: 0, piece, now: usual && before ? before.now : plan.now }];
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
