import { compare, placeOf } from '../core/findings.js';
import type { Rule } from '../prometheus/model.js';
import type { SubjectCheck } from './model.js';
import { rulePlace } from './queries.js';

/** Two groups of one name, or two rules that write the same series or raise the same alert in the same way. */
export const ruleDuplicate: SubjectCheck = {
  id: 'rule/duplicate',
  severity: 'error',
  *find({ groups }) {
    const names = new Set<string>();
    const rules = new Set<string>();
    for (const group of groups) {
      if (names.has(group.name)) {
        yield {
          place: placeOf(group.site, group.name),
          message: `two groups are called "${group.name}"`,
          fix: 'rename one: it is the name of its file',
        };
      }
      names.add(group.name);
      for (const rule of group.rules) {
        const key = identity(rule);
        if (rules.has(key)) {
          yield {
            place: rulePlace(rule),
            message: 'this rule is there twice, with the same labels',
            fix: 'delete one, or tell them apart by a label',
          };
        }
        rules.add(key);
      }
    }
  },
};

function identity(rule: Rule): string {
  const labels = JSON.stringify(Object.entries(rule.labels).sort(([a], [b]) => compare(a, b)));
  if (rule.kind === 'record') return `record ${rule.series.name} ${labels}`;
  // Rules of one name and severity may differ in what they watch; the same expression twice is one too many.
  return `alert ${rule.name} ${rule.severity} ${labels} ${JSON.stringify(rule.expr)}`;
}
