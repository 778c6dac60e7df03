import type { SideGroup } from '../side/model.js';
import type { Entry } from './model.js';
import type { Homed, RulePair } from './pair-rules.js';
import { identity, type Loss } from './state.js';

/** Which entries tell that alerts lose their state. */
export interface Resets {
  /** Of a group that is called otherwise, or lies elsewhere. */
  ofGroup(base: SideGroup): Pick<Entry, 'resets'>;
  /** Of a rule that comes or goes, and gives others of its name and labels another number. */
  ofNumber(at: Homed): Pick<Entry, 'resets'>;
  /** Of a group in which only the order of rules with one name and the same labels is another one. */
  ofOrder(base: SideGroup): Pick<Entry, 'resets'>;
}

/** `lost` are the alerts that lose their state; `unpaired` the rules that only one side has. */
export function resetsOf(
  lost: ReadonlyMap<RulePair, Loss>,
  unpaired: readonly Homed[],
  nameOf: (at: Homed) => string,
  idOf: (group: SideGroup) => number | undefined,
): Resets {
  const groups = new Map<SideGroup, string[]>();
  const numbers = new Map<string, string[]>();
  const orders = new Map<SideGroup, string[]>();
  const of = ({ group, rule }: Homed) => `${idOf(group)} ${identity(rule)}`;
  const comeOrGone = new Set(unpaired.filter(() => lost.size > 0).map(of));
  const add = <K>(map: Map<K, string[]>, at: K, name: string) => map.set(at, [...(map.get(at) ?? []), name]);
  for (const [{ base }, loss] of lost) {
    if (loss === 'group') add(groups, base.group, nameOf(base));
    if (loss === 'order' && comeOrGone.has(of(base))) add(numbers, of(base), nameOf(base));
    else if (loss === 'order') add(orders, base.group, nameOf(base));
  }
  const told = (names: readonly string[] | undefined): Pick<Entry, 'resets'> =>
    names ? { resets: [...names].sort() } : {};
  return {
    ofGroup: group => told(groups.get(group)),
    ofNumber: at => told(numbers.get(of(at))),
    ofOrder: group => told(orders.get(group)),
  };
}

/** An alert's own entries, with the one marked that makes it begin anew. */
export function markReset(entries: readonly Entry[], loss: Loss | undefined): Entry[] {
  const causes: Partial<Record<Loss, RegExp>> = { rule: /^(?:renamed|moved|severity$|label )/, labels: /^expression$/ };
  const cause = loss && causes[loss];
  const at = cause
    ? entries.findIndex(({ change, part }) => cause.test(change === 'changed' ? (part ?? '') : change))
    : -1;
  return entries.map((entry, i) => (i === at ? { ...entry, resets: ['itself'] } : entry));
}
