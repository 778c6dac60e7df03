import type { KnownSeries } from '../../catalog/world.js';
import type { Node, VectorSelector } from '../../promql/ast.js';
import { quote } from '../../promql/strings.js';
import { anchored } from '../engine/storage.js';

/** How a series has to move during one stretch of time. What is not asked for is left to a typical value. */
export interface Piece {
  /** Its value; of a gauge with a slope, its value at the plan's moment. */
  level?: number;
  /** Per second. */
  slope?: number;
  /** Grows by this at once, and then stands still. */
  jump?: number;
  /** The longest window that looks at it; milliseconds. */
  window: number;
}

/** One raw series that a plan needs, and how it moves now and (by offset in milliseconds) in the past. */
export interface Demand {
  readonly series: KnownSeries;
  readonly labels: Readonly<Record<string, string>>;
  readonly pieces: Map<number, Piece>;
}

/** Series that must not be there, at an offset. */
export interface Absence {
  readonly selector: VectorSelector;
  readonly labels: Readonly<Record<string, string>>;
  readonly offset: number;
  readonly window: number;
}

/** The raw series that give an expression a wanted value. */
export class Plan {
  /** The demands that no fork shares. */
  private readonly own = new Set<string>();

  constructor(
    /** The moment for which levels are meant; seconds since the epoch. */
    readonly now: number,
    readonly demands = new Map<string, Demand>(),
    readonly absences: Absence[] = [],
    /** The labels of the series that were asked for, one after the other. */
    readonly trail: Readonly<Record<string, string>>[] = [],
  ) {}

  copy(): Plan {
    const demands = new Map<string, Demand>();
    for (const [key, demand] of this.demands) demands.set(key, copyOf(demand));
    return new Plan(this.now, demands, [...this.absences], [...this.trail]);
  }

  /** A copy to try something in, which shares what neither has changed since. */
  fork(): Plan {
    this.own.clear();
    return new Plan(this.now, new Map(this.demands), [...this.absences], [...this.trail]);
  }

  /** The piece of a series at an offset, to be changed; made when it is not there yet. */
  piece(series: KnownSeries, labels: Readonly<Record<string, string>>, offset: number, window: number): Piece {
    const key = seriesText(series.name, labels);
    let demand = this.demands.get(key) ?? { series, labels, pieces: new Map<number, Piece>() };
    if (!this.own.has(key)) {
      demand = copyOf(demand);
      this.demands.set(key, demand);
      this.own.add(key);
    }
    const piece = demand.pieces.get(offset) ?? { window };
    piece.window = Math.max(piece.window, window);
    demand.pieces.set(offset, piece);
    this.trail.push(labels);
    return piece;
  }

  /** Whether a series is one that must not be there. */
  forbids(name: string, labels: Readonly<Record<string, string>>, offset: number): boolean {
    return this.absences.some(a => a.offset === offset && selects(a.selector, a.labels, name, labels));
  }

  /** Whether the plan has a series that a selector selects. */
  has(selector: VectorSelector, fixed: Readonly<Record<string, string>>, offset: number): boolean {
    return [...this.demands.values()].some(
      d => d.pieces.has(offset) && selects(selector, fixed, d.series.name, d.labels),
    );
  }

  /** Whether a series must not have been there in the past. */
  isBorn(demand: Demand): boolean {
    return this.pastAbsences(demand).length > 0;
  }

  /** When in the past a series must not have been there. */
  pastAbsences({ series, labels }: Demand): Absence[] {
    return this.absences.filter(a => a.offset > 0 && selects(a.selector, a.labels, series.name, labels));
  }
}

const copyOf = (demand: Demand): Demand => ({
  ...demand,
  pieces: new Map([...demand.pieces].map(([offset, piece]) => [offset, { ...piece }])),
});

function selects(
  selector: VectorSelector,
  fixed: Readonly<Record<string, string>>,
  name: string,
  labels: Readonly<Record<string, string>>,
): boolean {
  if (selector.name !== name) return false;
  if (Object.entries(fixed).some(([label, value]) => label in labels && labels[label] !== value)) return false;
  return selector.matchers.every(m => matches(m, labels[m.label] ?? ''));
}

/** Whether a value passes a matcher. */
export function matches({ op, value }: VectorSelector['matchers'][number], candidate: string): boolean {
  const found = op === '=' || op === '!=' ? candidate === value : anchored(value).test(candidate);
  return found === (op === '=' || op === '=~');
}

/** A plan whose series move in another way now. */
export function changed(plan: Plan, change: (piece: Piece, demand: Demand) => Piece): Plan {
  const copy = plan.copy();
  for (const demand of copy.demands.values()) {
    const piece = demand.pieces.get(0);
    if (piece) demand.pieces.set(0, change(piece, demand));
  }
  return copy;
}

/** `name{label="value"}` as promtool reads it. */
export function seriesText(name: string, labels: Readonly<Record<string, string>>): string {
  const pairs = Object.keys(labels)
    .sort()
    .map(label => `${label}=${quote(labels[label] as string)}`);
  return `${name}{${pairs.join(', ')}}`;
}

/** Thrown where an expression cannot be brought to the wanted value; alternatives may still be. No Error: most are caught at once. */
export class Unsolved {
  constructor(
    readonly node: Node,
    readonly message: string,
  ) {}
}
