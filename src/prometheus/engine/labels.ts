import { compare } from '../../core/findings.js';

/** A label set, its metric name included as `__name__`. Empty values do not occur: they mean no label. */
export interface Labels {
  /** Sorted by name. */
  readonly pairs: readonly (readonly [name: string, value: string])[];
  /** Equal exactly for equal sets. */
  readonly key: string;
}

const known = new Map<string, Labels>();

/** The label set of these pairs; the same object for the same set. */
export function labelSet(pairs: Iterable<readonly [string, string]>): Labels {
  const sorted = [...pairs].filter(([, value]) => value !== '').sort(([a], [b]) => compare(a, b));
  const key = sorted.map(([name, value]) => `${name}\0${value}`).join('\0');
  const before = known.get(key);
  if (before) return before;
  const made = Object.freeze({ pairs: Object.freeze(sorted), key });
  known.set(key, made);
  return made;
}

export const noLabels = labelSet([]);

/** A label's value, empty when it is not there. */
export function get(labels: Labels, name: string): string {
  for (const [n, value] of labels.pairs) if (n === name) return value;
  return '';
}

type Change = (labels: Labels) => Labels;

/** A function of label sets that remembers what it gave: expressions ask the same at every step. */
export function remembered(change: Change): Change {
  const results = new Map<Labels, Labels>();
  return labels => {
    const before = results.get(labels);
    if (before) return before;
    const made = change(labels);
    results.set(labels, made);
    return made;
  };
}

/** Without these labels. */
export const dropping = (names: readonly string[]): Change =>
  remembered(labels => labelSet(labels.pairs.filter(([name]) => !names.includes(name))));

/** These labels only. */
export const keeping = (names: readonly string[]): Change =>
  remembered(labels => labelSet(labels.pairs.filter(([name]) => names.includes(name))));

export const withoutName = dropping(['__name__']);

/** With some labels set (or, where empty, taken away). */
export function setting(labels: Labels, changes: Readonly<Record<string, string>>): Labels {
  const pairs = labels.pairs.filter(([name]) => !(name in changes));
  return labelSet([...pairs, ...Object.entries(changes)]);
}

/** As a plain object, the metric name left out. */
export function toRecord(labels: Labels): Record<string, string> {
  return Object.fromEntries(labels.pairs.filter(([name]) => name !== '__name__'));
}
