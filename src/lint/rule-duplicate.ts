import { compare } from '../core/findings.js';
import { print } from '../promql/print.js';
import type { CheckedRule, RuleCheck } from './model.js';

/** Two rules that write the same series, or raise the same alert for the same reason. */
export const ruleDuplicate: RuleCheck = {
  id: 'rule/duplicate',
  severity: 'error',
  *find(rules) {
    const seen = new Set<string>();
    for (const rule of rules) {
      const key = identity(rule);
      if (seen.has(key)) {
        yield {
          place: rule.place,
          message: 'this rule is there twice, with the same labels',
          fix: 'delete one, or tell them apart by a label',
        };
      }
      seen.add(key);
    }
  },
};

function identity({ kind, name, labels, expr }: CheckedRule): string {
  const given = JSON.stringify(Object.entries(labels).sort(([a], [b]) => compare(a, b)));
  // Alerts of one name may differ in what they watch, recording rules of one name in nothing but their labels.
  return kind === 'record' ? `record ${name} ${given}` : `alert ${name} ${given} ${print(expr)}`;
}
