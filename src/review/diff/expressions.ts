import type { Binary, ComparisonOp, Node } from '../../promql/ast.js';
import { parse } from '../../promql/parse.js';
import { isComparison } from '../../promql/precedence.js';
import { print } from '../../promql/print.js';
import { canonical, chain, literalOf, matchingKey } from './canonical.js';
import type { Sensitivity } from './model.js';

/** A threshold that is another one now: of the same value, on the same side. */
export interface LimitDifference {
  readonly kind: 'limit';
  /** What is compared. */
  readonly value: Node;
  readonly base: Bound;
  readonly head: Bound;
  readonly sensitivity: Sensitivity | undefined;
}

export interface Bound {
  readonly op: ComparisonOp;
  readonly number: number;
}

/** Parts of an expression that are other ones now. */
export interface PartDifference {
  readonly kind: 'part';
  readonly base: Node;
  readonly head: Node;
  readonly sensitivity: Sensitivity | undefined;
}

export type Difference = LimitDifference | PartDifference;

/** An expression that can be compared by meaning; what does not parse is compared as text. */
export interface Meaning {
  readonly node: Node | undefined;
  /** Of two expressions with one meaning it is the same. */
  readonly text: string;
}

const known = new Map<string, Meaning>();

/** What an expression means. Kept by its text, since one that is compared is often compared again. */
export function meaningOf(expr: string, macros = false): Meaning {
  const key = `${macros ? 'm' : ''}${expr}`;
  const before = known.get(key);
  if (before) return before;
  const parsed = parse(expr, { macros });
  const node = parsed.ok ? canonical(parsed.node) : undefined;
  const meaning = { node, text: node ? print(node) : expr.trim() };
  if (known.size >= 50_000) known.clear();
  known.set(key, meaning);
  return meaning;
}

/** Whether more series at a place make more alerts, fewer, or nobody can say. */
type Presence = 1 | -1 | 0;

/** Where two canonical expressions differ; nowhere when they mean the same. */
export function differences(base: Node, head: Node, presence: Presence = 1): Difference[] {
  if (print(base) === print(head)) return [];
  if (base.kind === 'binary' && head.kind === 'binary') {
    const found =
      ofComparisons(base, head, presence) ?? ofFilters(base, head, presence) ?? ofOperands(base, head, presence);
    if (found) return found;
  }
  const below = insideOf(base, head);
  if (below) return differences(below.base, below.head, below.counts ? 0 : presence);
  return [{ kind: 'part', base, head, sensitivity: sensitivityOf(base, head, presence) }];
}

const rising = new Set<ComparisonOp>(['>', '>=']);
const falling = new Set<ComparisonOp>(['<', '<=']);
const sideOf = (op: ComparisonOp): 1 | -1 | 0 => (rising.has(op) ? 1 : falling.has(op) ? -1 : 0);

/** `value > 5` against `value > 6`, or against `other > 6`. */
function ofComparisons(base: Binary, head: Binary, presence: Presence): Difference[] | undefined {
  if (!isComparison(base.op) || !isComparison(head.op) || base.bool !== head.bool) return undefined;
  const [from, to] = [literalOf(base.rhs), literalOf(head.rhs)];
  const side = sideOf(base.op);
  if (from === undefined || to === undefined || side === 0 || sideOf(head.op) !== side) return undefined;
  const moved = from !== to || base.op !== head.op;
  const milder = from === to ? rank(head.op) - rank(base.op) : (to - from) * side;
  const sign = base.bool ? 0 : presence;
  const limit: LimitDifference = {
    kind: 'limit',
    value: head.lhs,
    base: { op: base.op, number: from },
    head: { op: head.op, number: to },
    sensitivity: sign === 0 || Number.isNaN(milder) ? undefined : milder * sign > 0 ? 'less' : 'more',
  };
  return [...differences(base.lhs, head.lhs, sign), ...(moved ? [limit] : [])];
}

/** Whether the bound itself is still good: then it takes more to fire. */
const rank = (op: ComparisonOp): number => (op === '>' || op === '<' ? 1 : 0);

/** `a and b` against `a and c`. */
function ofFilters(base: Binary, head: Binary, presence: Presence): Difference[] | undefined {
  const [from, to] = [chain(base), chain(head)];
  if (from.filters.length !== to.filters.length || from.filters.length === 0) return undefined;
  const alike = from.filters.every((filter, i) => {
    const other = to.filters[i] as Binary;
    return filter.op === other.op && matchingKey(filter) === matchingKey(other);
  });
  if (!alike) return undefined;
  return [
    ...differences(from.base, to.base, presence),
    ...from.filters.flatMap((filter, i) =>
      differences(filter.rhs, (to.filters[i] as Binary).rhs, filter.op === 'and' ? presence : (-presence as Presence)),
    ),
  ];
}

function ofOperands(base: Binary, head: Binary, presence: Presence): Difference[] | undefined {
  if (base.op !== head.op || base.bool !== head.bool || matchingKey(base) !== matchingKey(head)) return undefined;
  if (chain(base).filters.length > 0) return undefined;
  // One operand that stays is what tells which is the other; where both have changed they need not belong together.
  const [left, right] = [print(base.lhs) === print(head.lhs), print(base.rhs) === print(head.rhs)];
  if (!left && !right && !sameShape(base.lhs, head.lhs)) return undefined;
  return [...differences(base.lhs, head.lhs, presence), ...differences(base.rhs, head.rhs, presence)];
}

const sameShape = (a: Node, b: Node): boolean => a.kind === b.kind;

/** Functions of which a series that is not there is not in the result either; all others count, fill or ask. */
const asking = new Set(['absent', 'absent_over_time', 'scalar', 'vector', 'histogram_quantile', 'time']);

/** The one part that differs in two nodes that are else the same. */
function insideOf(base: Node, head: Node): { base: Node; head: Node; counts: boolean } | undefined {
  if (base.kind === 'unary' && head.kind === 'unary' && base.op === head.op)
    return { base: base.expr, head: head.expr, counts: false };
  if (base.kind === 'matrix' && head.kind === 'matrix' && sameRest(base, head, 'selector'))
    return { base: base.selector, head: head.selector, counts: false };
  if (base.kind === 'subquery' && head.kind === 'subquery' && sameRest(base, head, 'expr'))
    return { base: base.expr, head: head.expr, counts: false };
  if (base.kind === 'aggregation' && head.kind === 'aggregation' && sameRest(base, head, 'expr'))
    return { base: base.expr, head: head.expr, counts: true };
  if (
    base.kind === 'call' &&
    head.kind === 'call' &&
    base.func === head.func &&
    base.args.length === head.args.length
  ) {
    const changed = base.args.flatMap((arg, i) => (print(arg) === print(head.args[i] as Node) ? [] : [i]));
    const [only] = changed;
    if (changed.length === 1 && only !== undefined)
      return { base: base.args[only] as Node, head: head.args[only] as Node, counts: asking.has(base.func) };
  }
  return undefined;
}

function sameRest<N extends Node>(base: N, head: N, part: keyof N): boolean {
  return JSON.stringify({ ...base, [part]: null }) === JSON.stringify({ ...head, [part]: null });
}

/** Whether an alert fires in fewer cases now, or in more; undefined when the form does not say it. */
function sensitivityOf(base: Node, head: Node, presence: Presence): Sensitivity | undefined {
  if (presence === 0) return undefined;
  const narrower = narrows(base, head) ? 1 : narrows(head, base) ? -1 : 0;
  return narrower === 0 ? undefined : narrower * presence > 0 ? 'less' : 'more';
}

/** Whether `head` surely returns a part of what `base` returns: with a further `and`, a further matcher, one `or` less. */
function narrows(base: Node, head: Node): boolean {
  if (base.kind === 'selector' && head.kind === 'selector') {
    const key = (of: typeof base) => JSON.stringify([of.name, of.offset, of.at]);
    const has = (m: (typeof head.matchers)[number]) => head.matchers.some(o => JSON.stringify(o) === JSON.stringify(m));
    return key(base) === key(head) && base.matchers.every(has);
  }
  if (base.kind === 'binary' && base.op === 'or' && print(base.lhs) === print(head)) return true;
  const [wide, narrow] = [chain(base), chain(head)];
  if (print(wide.base) !== print(narrow.base)) return false;
  const filter = (of: Binary) => [of.op, matchingKey(of), print(of.rhs)].join(' ');
  const filters = new Set(narrow.filters.map(filter));
  return wide.filters.every(f => filters.has(filter(f)));
}
