import type { RuleCheck } from './model.js';

/**
 * An alert without a severity, where others have one: routes and inhibitions that go by it pass it over. Who sorts alerts by
 * other labels throughout is left alone.
 */
export const alertNoSeverity: RuleCheck = {
  id: 'alert/no-severity',
  severity: 'warning',
  *find(rules) {
    const alerts = rules.filter(rule => rule.kind === 'alert');
    if (!alerts.some(({ labels }) => 'severity' in labels)) return;
    for (const { labels, place } of alerts) {
      if ('severity' in labels) continue;
      yield {
        place,
        message: 'the alert has no label "severity", and others have: routes that go by it pass this one over',
        fix: 'say how urgent it is: severity: critical, warning or info',
      };
    }
  },
};
