import { TelltaleError } from '../core/errors.js';
import type { MatchOp } from '../promql/ast.js';
import { selector } from '../promql/nodes.js';
import type { Selector } from '../promql/typed.js';
import type { LabelSpecs, ValueOf } from './labels.js';

/** A condition on a label other than equality; V are the values that it names. */
export interface Match<out V extends string = string> {
  readonly kind: 'match';
  readonly op: MatchOp;
  readonly pattern: string;
  readonly values?: readonly V[];
}

const match = <V extends string>(op: MatchOp, pattern: string, values?: readonly V[]): Match<V> =>
  Object.freeze({ kind: 'match', op, pattern, ...(values && { values }) });

const escapeRegex = (text: string): string => text.replace(/[\\^$.|?*+()[\]{}]/g, '\\$&');
const alternatives = (values: readonly string[]): string => values.map(escapeRegex).join('|');

/** Prints `label!="value"`. */
export const not = <V extends string>(value: V): Match<V> => match('!=', value, [value]);
/** Prints `label=~"a|b"`, each value escaped. */
export const oneOf = <const V extends string>(...values: [V, ...V[]]): Match<V> =>
  match('=~', alternatives(values), values);
/** Prints `label!~"a|b"`, each value escaped. */
export const noneOf = <const V extends string>(...values: [V, ...V[]]): Match<V> =>
  match('!~', alternatives(values), values);
/** Prints `label=~"regex"`: RE2 syntax, anchored at both ends. */
export const matching = (regex: string): Match<never> => match('=~', regex);
/** Prints `label!~"regex"`. */
export const notMatching = (regex: string): Match<never> => match('!~', regex);
/** Prints `label=~"$name"`: the values chosen in a dashboard's variable. Dashboards only. */
export const variable = (name: string): Match<never> => match('=~', `$${name}`);

/** Conditions on the labels of a series; anything else does not compile. */
export type Where<L extends LabelSpecs> = { readonly [K in keyof L]?: ValueOf<L[K]> | Match<ValueOf<L[K]>> };

/** What can be selected: a counter, a gauge, a recorded series, or one of a histogram's three series. */
export interface Selectable<L extends LabelSpecs = LabelSpecs> {
  readonly name: string;
  readonly labels: L;
  readonly moves: 'counter' | 'gauge' | 'bucket';
}

/**
 * Prints `name{label="value"}`.
 * @throws TelltaleError for a label or a value that the catalog does not know (what the compiler did not see).
 */
export function select<L extends LabelSpecs>(series: Selectable<L>, where: Where<L> = {}): Selector<keyof L & string> {
  if (!series?.labels) {
    throw new TelltaleError('select() takes a series', { fix: 'of a histogram, select its bucket, sum or count' });
  }
  const matchers = Object.entries(where as Record<string, string | Match>).map(([label, condition]) => {
    const spec = series.labels[label];
    if (!spec) {
      throw new TelltaleError(`${series.name} has no label "${label}"`, {
        fix: `use one of ${Object.keys(series.labels).join(', ')}`,
      });
    }
    const {
      op,
      pattern,
      values = [],
    } = typeof condition === 'string' ? { op: '=' as const, pattern: condition, values: [condition] } : condition;
    const strange = spec.kind === 'closed' ? values.find(v => !spec.values.includes(v)) : undefined;
    if (spec.kind === 'closed' && strange !== undefined) {
      throw new TelltaleError(`${series.name} has no value "${strange}" for label "${label}"`, {
        fix: `use one of ${spec.values.join(', ')}`,
      });
    }
    return { label, op, value: pattern };
  });
  return selector({ name: series.name, matchers }) as Selector<keyof L & string>;
}
