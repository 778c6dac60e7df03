import type { Rule } from '../model.js';

/** What a mutant changes. */
export type MutationKind =
  | 'aggregation'
  | 'arithmetic'
  | 'branch'
  | 'comparison'
  | 'constant'
  | 'for'
  | 'function'
  | 'grouping'
  | 'join'
  | 'keep'
  | 'label'
  | 'limit'
  | 'matcher'
  | 'offset'
  | 'operands'
  | 'severity'
  | 'window';

/** A rule with one thing changed. */
export interface Mutant {
  readonly kind: MutationKind;
  /** What was changed into what, in a few words: `sum → max`, `by (job) → by ()`, `[5m] → [10m]`. */
  readonly change: string;
  /** The smallest expression around the change, as it was; the same change may occur twice in a rule. */
  readonly in: string;
  readonly rule: Rule;
  /** The expression, or the field beside it, as it was and as it is now. */
  readonly before: string;
  readonly after: string;
  /** Why nothing can tell it from the original: then it is not run. */
  readonly equivalent?: string;
}
