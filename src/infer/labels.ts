import type { Matcher } from '../promql/ast.js';
import { anchoredMatches } from '../promql/regex.js';
import type { Inferred, LabelFact } from './model.js';

export type Labels = Inferred['labels'];

const maybe: LabelFact = Object.freeze({ sure: false, values: undefined });

/**
 * The facts on a label; what is not listed is surely absent in a closed world and unknown in an open one. The metric's
 * name may be there or not, depending on what was done to the series.
 */
export function factOf(of: Pick<Inferred, 'labels' | 'others'>, label: string): LabelFact | undefined {
  return of.labels.get(label) ?? (of.others || label === '__name__' ? maybe : undefined);
}

/** The values that a label can have, the empty one (no label) included where it may be missing; undefined when unbounded. */
export function possible(fact: LabelFact | undefined): readonly string[] | undefined {
  if (!fact) return [''];
  return fact.values && (fact.sure ? fact.values : [...fact.values, '']);
}

/** Whether a label may have the same value on both sides; both may lack it. */
export function canAgree(a: LabelFact | undefined, b: LabelFact | undefined): boolean {
  const [left, right] = [possible(a), possible(b)];
  if (left && right) return left.some(v => right.includes(v));
  const [bounded, open] = left ? [left, b] : [right, a];
  return !bounded || bounded.some(v => v !== '') || !open?.sure;
}

/** What is known of a label that agrees on both sides. */
export function agreed(a: LabelFact | undefined, b: LabelFact | undefined): LabelFact | undefined {
  if (!a || !b) return undefined;
  const values = a.values && b.values ? a.values.filter(v => b.values?.includes(v)) : (a.values ?? b.values);
  return { sure: a.sure || b.sure, values };
}

/** Whether a matcher lets a value pass; undefined when that cannot be told (a variable, a regex without equivalent). */
export function passes(matcher: Matcher, value: string): boolean | undefined {
  const { op, value: pattern } = matcher;
  if (pattern.includes('$') && /\$\{?[A-Za-z_]/.test(pattern)) return undefined;
  if (op === '=' || op === '!=') return (pattern === value) === (op === '=');
  const matches = anchoredMatches(pattern, value);
  return matches === undefined ? undefined : matches === (op === '=~');
}

/**
 * A label's facts once a matcher has had its say; `never` when no series can pass.
 * A matcher that lets the empty value pass also lets series without the label pass.
 */
export function narrow(fact: LabelFact | undefined, matcher: Matcher): LabelFact | undefined | 'never' {
  const empty = passes(matcher, '');
  if (!fact) return empty === false ? 'never' : undefined;
  const sure = fact.sure || empty === false;
  if (!fact.values) {
    if (matcher.op === '=' && passes(matcher, matcher.value) === true) {
      return matcher.value === '' ? (fact.sure ? 'never' : undefined) : { sure: true, values: [matcher.value] };
    }
    return { sure, values: undefined };
  }
  const values = fact.values.filter(v => passes(matcher, v) !== false);
  if (values.length > 0) return { sure, values };
  return fact.sure || empty === false ? 'never' : undefined;
}
