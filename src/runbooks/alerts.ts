import type { Priority } from '../catalog/severities.js';
import { compare } from '../core/findings.js';
import { once } from '../core/once.js';
import type { AlertingRule, RuleGroup } from '../prometheus/model.js';

/** Most urgent first. */
export const priorities: readonly Priority[] = ['P0', 'P1', 'P2', 'P3'];

/** All alerting rules, in the order in which the content has them. */
export const alertsOf = once((groups: readonly RuleGroup[]): readonly AlertingRule[] =>
  groups.flatMap(group => group.rules).filter((rule): rule is AlertingRule => rule.kind === 'alert'),
);

/** Rules by a name of theirs, names sorted; the rules of one name in the order of the content. */
export function rulesBy(rules: readonly AlertingRule[], key: 'name' | 'runbook'): Map<string, AlertingRule[]> {
  const found = new Map<string, AlertingRule[]>();
  for (const rule of rules) found.set(rule[key], [...(found.get(rule[key]) ?? []), rule]);
  return new Map([...found].sort(([a], [b]) => compare(a, b)));
}

/** The names of the alerts of some rules, each once. */
export const namesOf = (rules: readonly AlertingRule[]): string[] => [...new Set(rules.map(rule => rule.name))];

/** The most urgent priority among rules. */
export const mostUrgent = (rules: readonly AlertingRule[]): Priority =>
  priorities.find(priority => rules.some(rule => rule.priority === priority)) ?? 'P3';
