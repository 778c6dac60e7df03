import { TelltaleError } from '../core/errors.js';

/** A label whose values are all known: any other value is a mistake. */
export interface Closed<V extends string = string> {
  readonly kind: 'closed';
  readonly values: readonly V[];
  /** The value under which everything is counted that the other values count in parts: a sum over all counts twice. */
  readonly whole?: V;
}

/** A label whose values nobody can list; the reason says why, the examples are what tests and the simulator use. */
export interface Open {
  readonly kind: 'open';
  readonly reason: string;
  readonly examples: readonly string[];
}

export type LabelSpec = Closed | Open;
export type LabelSpecs = { readonly [name: string]: LabelSpec };

/** The values that a label may have, as far as the compiler knows them. */
export type ValueOf<S> = S extends Closed<infer V> ? V : string;

/** A closed vocabulary, e.g. `closed('coordinator', 'legacy')`. @throws TelltaleError when empty or with a value twice. */
export function closed<const V extends string>(...values: V[]): Closed<V> {
  if (values.length === 0)
    throw new TelltaleError('a closed vocabulary without values', { fix: 'list the values, or use open(reason)' });
  const twice = values.find((v, i) => values.indexOf(v) !== i);
  if (twice !== undefined)
    throw new TelltaleError(`the vocabulary has "${twice}" twice`, { fix: 'list each value once' });
  return Object.freeze({ kind: 'closed', values: Object.freeze(values) });
}

/**
 * A closed vocabulary in which one value is the whole of which the others are parts, e.g. `wholeAndParts('total', 'heap',
 * 'stack')`: the checker refuses a sum over it (ruling R18). @throws TelltaleError as `closed` does.
 */
export function wholeAndParts<const V extends string>(whole: V, ...parts: V[]): Closed<V> {
  return Object.freeze({ ...closed(whole, ...parts), whole });
}

/** An open label: `open('model name', 'gpt-5', 'qwen3-coder:30b')`. At least one example. */
export function open(reason: string, ...examples: [string, ...string[]]): Open {
  if (reason.trim() === '')
    throw new TelltaleError('an open label without a reason', { fix: 'say what its values are' });
  return Object.freeze({ kind: 'open', reason, examples: Object.freeze(examples) });
}

/** The labels that Prometheus attaches to every scraped series. */
export const targetLabels = Object.freeze({
  job: open('the scrape job, from the site', 'app'),
  instance: open('host:port of the scraped process', 'app:8080'),
});

export type TargetLabels = typeof targetLabels;
