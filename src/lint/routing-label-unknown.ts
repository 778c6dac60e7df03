import { sameSeries } from '../alertmanager/model.js';
import { type Place, placeOf } from '../core/findings.js';
import { nearest } from '../core/nearest.js';
import { alertLabelsOf } from './alert-labels.js';
import type { SubjectCheck } from './model.js';
import { matchersOf } from './routing-matchers.js';

/** A label that routing asks for and no alert has. */
export const routingLabelUnknown: SubjectCheck = {
  id: 'routing/label-unknown',
  severity: 'error',
  *find(subject) {
    const { routing } = subject;
    const alerts = alertLabelsOf(subject);
    if (!routing || alerts.some(({ others }) => others)) return;
    const known = [...new Set(alerts.flatMap(({ labels }) => [...labels.keys()]))].sort();
    const uses: { label: string; place: Place; use: string }[] = [
      ...matchersOf(routing).map(({ matcher, place }) => ({ label: matcher.label, place, use: 'looks at' })),
      ...[...routing.routes, routing.fallback].flatMap(({ groupBy, site, name }) =>
        groupBy.map(label => ({ label, place: placeOf(site, name), use: 'groups by' })),
      ),
      ...routing.inhibitions.flatMap(({ equal, site, name }) =>
        (equal === sameSeries ? [] : equal).map(label => ({ label, place: placeOf(site, name), use: 'compares' })),
      ),
    ];
    for (const { label, place, use } of uses) {
      if (known.includes(label)) continue;
      const near = nearest(label, known);
      yield {
        place,
        message: `it ${use} the label "${label}", which no alert has`,
        fix: near ? `write ${near}` : `use one of ${known.join(', ')}`,
      };
    }
  },
};
