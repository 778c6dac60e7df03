import type { Side } from '../side/model.js';
import { dashboardEntries } from './dashboards.js';
import type { Diff } from './model.js';
import { pairGroups, pairRules } from './pair-rules.js';
import { ruleEntries } from './rules.js';

/** What differs between two sides by what it means; formatting and order do not. */
export function diff(base: Side, head: Side): Diff {
  const groups = pairGroups(base.groups, head.groups);
  const rules = pairRules(base.groups, head.groups, groups);
  const entries = [...ruleEntries(rules, groups, base, head), ...dashboardEntries(base, head)];
  return {
    base: base.name,
    head: head.name,
    notes: [...base.notes.map(note => `${base.name}: ${note}`), ...head.notes.map(note => `${head.name}: ${note}`)],
    entries,
  };
}
