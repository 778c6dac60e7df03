import type { World } from '../../catalog/world.js';
import type { Node } from '../../promql/ast.js';
import type { Rule } from '../model.js';
import type { MutationKind } from './model.js';
import type { Place } from './places.js';

/** One thing that can be changed in a place of an expression. */
export interface Change {
  readonly kind: MutationKind;
  readonly change: string;
  /** What takes the place of the node. */
  readonly node: Node;
  /** It changes values only: never which series there are, nor their labels. */
  readonly values?: boolean;
  /** Why nothing can tell it from the original. */
  readonly equivalent?: string | undefined;
}

/** A way to change what stands in a place. */
export type Mutator = (place: Place, world: World, rule: Rule) => Iterable<Change>;

export const arrow = (from: string, to: string): string => `${from} → ${to}`;
