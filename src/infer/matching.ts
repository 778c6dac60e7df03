import type { Binary } from '../promql/ast.js';
import { agreed, canAgree, factOf, type Labels, possible } from './labels.js';
import type { Inferred, LabelFact } from './model.js';

type Side = Pick<Inferred, 'labels' | 'others'>;

/** The labels that both sides must agree on: those of `on`, or all but those of `ignoring`. */
function matchLabels(node: Binary, lhs: Side, rhs: Side): string[] {
  const { matching } = node;
  if (matching?.by === 'on') return [...matching.labels];
  const all = new Set([...lhs.labels.keys(), ...rhs.labels.keys()]);
  for (const label of matching?.labels ?? []) all.delete(label);
  return [...all];
}

/** Whether some series of the left can find a partner on the right. */
export function canMatch(node: Binary, lhs: Side, rhs: Side): boolean {
  return matchLabels(node, lhs, rhs).every(l => canAgree(factOf(lhs, l), factOf(rhs, l)));
}

/** The first label that keeps the two sides apart, with what it is on either; undefined when none does. */
export function obstacle(node: Binary, lhs: Side, rhs: Side): string | undefined {
  return matchLabels(node, lhs, rhs).find(l => !canAgree(factOf(lhs, l), factOf(rhs, l)));
}

/**
 * The labels, as far as they are known, by which series of a side differ that the matching takes for the same: by them a
 * series of the other side may find several partners.
 */
export function unmatched(node: Binary, side: Side, other: Side): string[] {
  const matched = new Set(matchLabels(node, side, other));
  return [...side.labels].flatMap(([label, fact]) =>
    matched.has(label) || label === '__name__' || possible(fact)?.length === 1 ? [] : [label],
  );
}

/** The labels of a result of arithmetic or comparison between two vectors. */
export function matchedLabels(node: Binary, lhs: Side, rhs: Side): { labels: Labels; others: boolean } {
  const { matching } = node;
  const group = matching?.group;
  const many = group?.side === 'right' ? rhs : lhs;
  const one = group?.side === 'right' ? lhs : rhs;
  const shared = new Set(matchLabels(node, lhs, rhs));
  const labels = new Map<string, LabelFact>();
  const names = group ? new Set([...many.labels.keys(), ...shared]) : shared;
  for (const label of names) {
    const fact = shared.has(label) ? agreed(factOf(lhs, label), factOf(rhs, label)) : factOf(many, label);
    if (fact) labels.set(label, fact);
  }
  for (const label of group?.include ?? []) {
    const fact = factOf(one, label);
    if (fact) labels.set(label, fact);
    else labels.delete(label);
  }
  const others = group ? many.others : matching?.by === 'on' ? false : lhs.others && rhs.others;
  return { labels, others };
}

/** The labels of `a or b`: sure only where both are. */
export function unionLabels(lhs: Side, rhs: Side): { labels: Labels; others: boolean } {
  const labels = new Map<string, LabelFact>();
  for (const label of new Set([...lhs.labels.keys(), ...rhs.labels.keys()])) {
    const [a, b] = [factOf(lhs, label), factOf(rhs, label)];
    const values = a && b ? a.values && b.values && [...new Set([...a.values, ...b.values])] : (a ?? b)?.values;
    labels.set(label, { sure: Boolean(a?.sure && b?.sure), values });
  }
  return { labels, others: lhs.others || rhs.others };
}
