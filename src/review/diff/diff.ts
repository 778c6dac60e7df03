import type { Side } from '../side/model.js';
import { catalogEntries } from './catalog.js';
import { dashboardEntries } from './dashboards.js';
import type { Diff } from './model.js';
import { pairGroups, pairRules } from './pair-rules.js';
import { withReaders } from './readers.js';
import { risksOf } from './risks.js';
import { routingEntries } from './routing.js';
import { ruleEntries } from './rules.js';

/** What differs between two sides by what it means; formatting and order do not. */
export function diff(base: Side, head: Side): Diff {
  const groups = pairGroups(base.groups, head.groups);
  const rules = pairRules(base.groups, head.groups, groups);
  const entries = [
    ...withReaders(ruleEntries(rules, groups, base, head), base, head),
    ...routingEntries(base, head),
    ...dashboardEntries(base, head),
    ...catalogEntries(base, head),
  ];
  return {
    base: base.name,
    head: head.name,
    notes: [...base.notes.map(note => `${base.name}: ${note}`), ...head.notes.map(note => `${head.name}: ${note}`)],
    entries,
    risks: risksOf(entries, base, head),
  };
}
