import { openWorld } from '../../catalog/world.js';
import { infer } from '../../infer/infer.js';
import { factOf } from '../../infer/labels.js';
import type { Inferred } from '../../infer/model.js';
import type { Side, SideGroup, SideRule } from '../side/model.js';
import { meaningOf } from './expressions.js';
import type { Homed, PairedGroups, RulePair } from './pair-rules.js';
import { key, type Pairing } from './pairs.js';

/** Why Prometheus forgets since when an alert is true, and whether it fires: its `for` begins anew. */
export type Loss =
  /** Its group has another name, or lies in another file. */
  | 'group'
  /** It lies in another group, has another name, or its rule sets other labels. */
  | 'rule'
  /** Its expression returns other labels: what is true now is another alert. */
  | 'labels'
  /** Of rules with one name and the same labels the first takes over from the first: it has another number now. */
  | 'order';

/**
 * The alerts of which a reload of the rules loses the state, and why. As Prometheus' `Group.CopyState` has it: state is
 * taken over within a group of the same file and name, by rules' names and labels; all else of a group or a rule may
 * change. (Only a start restores it from `ALERTS_FOR_STATE`.) Alerts that wait for nothing have none to lose.
 */
export function lostStates(
  rules: Pairing<Homed>,
  groups: PairedGroups,
  base: Side,
  head: Side,
): ReadonlyMap<RulePair, Loss> {
  const number = { base: numbering(), head: numbering() };
  const lost = new Map<RulePair, Loss>();
  for (const pair of rules.pairs) {
    const { base: one, head: other } = pair;
    if (other.rule.kind !== 'alert' || (!waits(one.rule) && !waits(other.rule))) continue;
    const loss = lossOf(pair, groups, base, head) ?? (number.base(one) === number.head(other) ? undefined : 'order');
    if (loss) lost.set(pair, loss);
  }
  return lost;
}

const waits = (rule: SideRule): boolean => [rule.for, rule.keepFiringFor].some(text => !/^(?:0[a-z]*)?$/.test(text));

function lossOf({ base: one, head: other }: RulePair, groups: PairedGroups, base: Side, head: Side): Loss | undefined {
  if (groups.idOf.get(one.group) !== groups.idOf.get(other.group)) return 'rule';
  if (identity(one.rule) !== identity(other.rule)) return 'rule';
  if (one.group.name !== other.group.name || (groups.byFile && one.group.file !== other.group.file)) return 'group';
  return returnsOthers(one.rule, other.rule, base, head) ? 'labels' : undefined;
}

/** What Prometheus tells rules of a group by. */
export const identity = ({ name, labels }: SideRule): string =>
  key(
    name,
    Object.entries(labels).sort(([a], [b]) => (a < b ? -1 : 1)),
  );

/** Whether the alerts of two rules surely have other labels: one side has a label that the other never has. */
function returnsOthers(one: SideRule, other: SideRule, base: Side, head: Side): boolean {
  if (one.expr === other.expr) return false;
  const of = ({ expr }: SideRule, { world }: Side) => {
    const { node } = meaningOf(expr);
    return node && infer(node, world ?? openWorld());
  };
  const [from, to] = [of(one, base), of(other, head)];
  if (!from || !to) return false;
  const lacks = (some: Inferred, others: Inferred) =>
    [...some.labels].some(([label, { sure }]) => sure && !(label in other.labels) && !factOf(others, label));
  return lacks(from, to) || lacks(to, from);
}

/** Tells the number of a rule among those of its group that have its name and labels. */
function numbering(): (at: Homed) => number {
  const known = new Map<SideGroup, ReadonlyMap<SideRule, number>>();
  return ({ rule, group }) => {
    let numbers = known.get(group);
    if (!numbers) {
      numbers = numbersIn(group);
      known.set(group, numbers);
    }
    return numbers.get(rule) ?? 0;
  };
}

function numbersIn({ rules }: SideGroup): ReadonlyMap<SideRule, number> {
  const numbers = new Map<SideRule, number>();
  const names = new Set<string>();
  const twice = new Set<string>();
  for (const { name } of rules) (names.has(name) ? twice : names).add(name);
  if (twice.size === 0) return numbers;
  const seen = new Map<string, number>();
  for (const rule of rules) {
    if (!twice.has(rule.name)) continue;
    const id = identity(rule);
    const count = seen.get(id) ?? 0;
    numbers.set(rule, count);
    seen.set(id, count + 1);
  }
  return numbers;
}
