import type { CheckedRule, RuleCheck } from './model.js';
import { pointAt, readsOf, recordersOf } from './reads.js';

/**
 * A rule that reads what a later rule of its group records: rules run in order, so it sees the value of the evaluation
 * before. What reads the past, or its own series, means to.
 */
export const recordOrder: RuleCheck = {
  id: 'record/order',
  severity: 'warning',
  *find(rules) {
    const recorders = recordersOf(rules);
    const positions = new Map(rules.map((rule, i) => [rule, i]));
    const comesLater = (rule: CheckedRule, other: CheckedRule) =>
      other.group === rule.group && (positions.get(other) ?? 0) > (positions.get(rule) ?? 0);
    for (const rule of rules) {
      const told = new Set([rule.name]);
      for (const { name, selector, past, range } of readsOf(rule.expr)) {
        const of = recorders.get(name);
        if (!of || past || range || told.has(name)) continue;
        if (!of.every(other => comesLater(rule, other))) continue;
        told.add(name);
        yield {
          ...pointAt(rule, selector),
          message: `${name} is recorded further down in this group, so this sees the value of the evaluation before`,
          fix: `move the rule that records ${name} above this one`,
        };
      }
    }
  },
};
