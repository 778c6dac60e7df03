import type { CheckedRule, RuleCheck } from './model.js';

/** Annotations of which one has to say what is wrong. */
const saying = ['summary', 'description', 'message', 'title'];

/** An alert that says nothing, where others do: who is called sees a name and some labels. */
export const alertNoSummary: RuleCheck = {
  id: 'alert/no-summary',
  severity: 'warning',
  *find(rules) {
    const alerts = rules.filter(rule => rule.kind === 'alert');
    if (!alerts.some(says)) return;
    for (const rule of alerts) {
      if (says(rule)) continue;
      yield {
        place: rule.place,
        message: 'no annotation says what is wrong, as others do',
        fix: 'add a summary, and a description with the figure',
      };
    }
  },
};

const says = ({ annotations }: CheckedRule): boolean => saying.some(name => annotations[name]?.trim());
