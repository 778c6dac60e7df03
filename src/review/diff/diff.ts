import type { Side } from '../side/model.js';
import { newBlindSpots } from './blind.js';
import { catalogEntries } from './catalog.js';
import { dashboardEntries } from './dashboards.js';
import type { Diff } from './model.js';
import { pairGroups, pairRules } from './pair-rules.js';
import { withReaders } from './readers.js';
import { risksOf } from './risks.js';
import { routingEntries } from './routing.js';
import { ruleEntries, ruleItem } from './rules.js';
import { lostStates } from './state.js';

/** What differs between two sides by what it means; formatting and order do not. */
export function diff(base: Side, head: Side): Diff {
  const groups = pairGroups(base.groups, head.groups);
  const rules = pairRules(base.groups, head.groups, groups);
  const lost = lostStates(rules, groups, base, head);
  const entries = [
    ...withReaders(ruleEntries(rules, groups, lost, base, head), base, head),
    ...routingEntries(base, head),
    ...dashboardEntries(base, head),
    ...catalogEntries(base, head),
  ];
  return {
    base: base.name,
    head: head.name,
    notes: [...base.notes.map(note => `${base.name}: ${note}`), ...head.notes.map(note => `${head.name}: ${note}`)],
    entries,
    risks: risksOf(
      entries,
      {
        blind: newBlindSpots(rules, base, head).map(ruleItem),
        resets: [...lost.keys()].map(({ head: at }) => ruleItem(at)),
      },
      base,
      head,
    ),
  };
}
