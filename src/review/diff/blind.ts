import type { Node, VectorSelector } from '../../promql/ast.js';
import { print } from '../../promql/print.js';
import type { Side } from '../side/model.js';
import { meaningOf } from './expressions.js';
import type { Homed } from './pair-rules.js';
import type { Pairing } from './pairs.js';
import { judgedBy, notices, speaksOfNothing, watchedBy } from './vanishing.js';

/** The alerts that fall silent now when their series vanish, where before they fired or another one watched. */
export function newBlindSpots(rules: Pairing<Homed>, base: Side, head: Side): Homed[] {
  const before = watchers(base);
  const after = watchers(head);
  const lost = [...before].flatMap(([expr, watched]) => (after.has(expr) ? [] : watched()));
  return rules.pairs.flatMap(({ base: { rule: one }, head: other }) => {
    if (other.rule.kind !== 'alert') return [];
    if (one.expr === other.rule.expr && !lost.some(watched => mayConcern(watched, one.expr))) return [];
    const [from, to] = [meaningOf(one.expr).node, meaningOf(other.rule.expr).node];
    if (!from || !to || (lost.length === 0 && sameSight(from, to))) return [];
    return isWatched(from, before) && !isWatched(to, after) ? [other] : [];
  });
}

/** The expressions of alerts that ask whether something is absent, each with what it watches. */
type Watchers = ReadonlyMap<string, () => readonly VectorSelector[]>;

function watchers({ groups }: Side): Watchers {
  const found = new Map<string, () => readonly VectorSelector[]>();
  for (const { rules } of groups)
    for (const { kind, expr } of rules)
      if (kind === 'alert' && expr.includes('absent')) found.set(expr, watching(expr));
  return found;
}

/** Parsed when somebody asks: mostly nobody does. */
function watching(expr: string): () => readonly VectorSelector[] {
  let known: readonly VectorSelector[] | undefined;
  return () => {
    const { node } = meaningOf(expr);
    known ??= node ? watchedBy(node) : [];
    return known;
  };
}

/** Whether an expression can have lost this watcher, told by its text. */
const mayConcern = ({ name, matchers }: VectorSelector, expr: string): boolean =>
  (name !== undefined && expr.includes(name)) ||
  (name === 'up' && matchers.some(({ label, value }) => label === 'job' && expr.includes(value)));

/** Whether two expressions judge the same, and say the same of nothing. */
const sameSight = (one: Node, other: Node): boolean =>
  speaksOfNothing(one) === speaksOfNothing(other) && sight(one) === sight(other);
const sight = (node: Node): string => judgedBy(node).map(print).sort().join();

/** Whether somebody hears of it when what an alert judges is gone. What judges nothing has nothing to lose. */
function isWatched(expr: Node, watched: Watchers): boolean {
  const judged = judgedBy(expr);
  if (judged.length === 0 || speaksOfNothing(expr)) return true;
  return [...watched.values()].some(of => of().some(selector => judged.some(gone => notices(selector, gone))));
}
