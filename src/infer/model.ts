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
  /** Every value lies in here, ends included. */
  readonly range: readonly [number, number];
  /** It can never return a series. */
  readonly empty: boolean;
}
