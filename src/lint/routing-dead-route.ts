import { destinations, matches } from '../alertmanager/decide.js';
import { placeOf } from '../core/findings.js';
import { alertLabelsOf } from './alert-labels.js';
import type { SubjectCheck } from './model.js';

/** A route that no alert takes: it matches none, or others before it take all that it matches. */
export const routingDeadRoute: SubjectCheck = {
  id: 'routing/dead-route',
  severity: 'error',
  *find(subject) {
    const { routing } = subject;
    if (!routing) return;
    const alerts = alertLabelsOf(subject);
    const taken = new Set(alerts.flatMap(alert => destinations(routing, alert)));
    for (const route of routing.routes) {
      if (taken.has(route)) continue;
      const matched = alerts.filter(alert => matches(route.when, alert) !== 'never');
      const before = new Set(matched.flatMap(alert => destinations(routing, alert).map(({ name }) => name)));
      yield {
        place: placeOf(route.site, route.name),
        message:
          matched.length === 0
            ? 'no alert matches the route'
            : `every alert that the route matches is taken before it, by ${[...before].join(', ')}`,
        fix: matched.length === 0 ? 'correct its matchers, or delete it' : 'move it up, or delete it',
      };
    }
  },
};
