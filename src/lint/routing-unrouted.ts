import { destinations } from '../alertmanager/decide.js';
import { alertLabelsOf } from './alert-labels.js';
import type { SubjectCheck } from './model.js';
import { rulePlace, rulesOf } from './queries.js';

/** An alert that no route surely takes: it would end with the fallback, where nobody looks for it. */
export const routingUnrouted: SubjectCheck = {
  id: 'routing/unrouted',
  severity: 'error',
  *find(subject) {
    const { routing } = subject;
    if (!routing) return;
    const rules = rulesOf(subject).filter(rule => rule.kind === 'alert');
    for (const [i, alert] of alertLabelsOf(subject).entries()) {
      const rule = rules[i];
      if (!rule || !destinations(routing, alert).includes(routing.fallback)) continue;
      yield {
        place: rulePlace(rule),
        message: `no route surely takes the alert of severity ${rule.severity} and priority ${rule.priority}`,
        fix: 'add a route that matches its labels, or correct the one that should',
      };
    }
  },
};
