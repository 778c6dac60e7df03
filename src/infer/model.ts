import type { Unit } from '../core/units.js';
import type { ValueType } from '../promql/ast.js';

/** What is known of one label of a result. */
export interface LabelFact {
  /** Every series has it (and it is not empty); otherwise some may. */
  readonly sure: boolean;
  /** The values that it can have; undefined when anybody's guess. */
  readonly values: readonly string[] | undefined;
}

/** How a value moves, and so what may be done to it. `unknown` for what the catalog does not know. */
export type Motion = 'counter' | 'gauge' | 'bucket' | 'rate' | 'constant' | 'unknown';

/** Lowest and highest value, ends included. NaN is outside of every interval and always possible. */
export type Interval = readonly [number, number];

/** What an expression returns. */
export interface Inferred {
  readonly type: ValueType;
  /** The labels that a returned series may have, by name. The metric name is not among them. */
  readonly labels: ReadonlyMap<string, LabelFact>;
  /** Whether labels that are not listed can be there too; false in a closed world. */
  readonly others: boolean;
  /** `any` for literals, which take the unit of the other side; `unknown` when it cannot be told. */
  readonly unit: Unit | 'any' | 'unknown';
  readonly motion: Motion;
  /** For buckets and rates of buckets: the unit of the edges, which a quantile over them has. */
  readonly observed?: Unit;
  readonly range: Interval;
  /** It can never return a series. */
  readonly empty: boolean;
  /** How many series it returns at most; infinite where a label is open. One for scalars and strings. */
  readonly series: number;
  /** From how many metrics its series may have kept their names at most: so often can the same labels be there. */
  readonly names: number;
}

const noLabels: ReadonlyMap<string, LabelFact> = new Map();
export const everything: Interval = [-Infinity, Infinity];

/** A scalar or a series without labels. */
export function bare(type: ValueType, unit: Inferred['unit'], range: Interval = everything): Inferred {
  const one = { series: 1, names: 0 };
  return { type, labels: noLabels, others: false, unit, motion: 'constant', range, empty: false, ...one };
}

/** What nothing is known of. */
export function unknown(type: ValueType): Inferred {
  const any = { series: Infinity, names: Infinity };
  return {
    type,
    labels: noLabels,
    others: true,
    unit: 'unknown',
    motion: 'unknown',
    range: everything,
    empty: false,
    ...any,
  };
}
