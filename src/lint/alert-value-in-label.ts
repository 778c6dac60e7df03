import type { RuleCheck } from './model.js';

/** `$value` in a label: with every new value one alert ends and another begins, so that none is ever pending for long. */
export const alertValueInLabel: RuleCheck = {
  id: 'alert/value-in-label',
  severity: 'warning',
  *find(rules) {
    for (const rule of rules) {
      if (rule.kind !== 'alert') continue;
      for (const [label, text] of Object.entries(rule.labels)) {
        if (!/\{\{[^}]*(?:\$value|\.Value)\b/.test(text)) continue;
        yield {
          place: rule.placeOf('labels', label),
          message: `the label "${label}" holds the value: whenever that changes, the alert starts anew`,
          fix: 'say the value in an annotation',
        };
      }
    }
  },
};
