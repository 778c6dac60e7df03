import { factOf, possible } from '../infer/labels.js';
import { alertLabelsOf } from './alert-labels.js';
import type { SubjectCheck } from './model.js';
import { matchersOf } from './routing-matchers.js';

/** A value that routing looks for and that the label has on no alert. */
export const routingValueUnknown: SubjectCheck = {
  id: 'routing/value-unknown',
  severity: 'error',
  *find(subject) {
    if (!subject.routing) return;
    const alerts = alertLabelsOf(subject);
    for (const { matcher, place } of matchersOf(subject.routing)) {
      const { label, values } = matcher;
      // A label that nobody has is another check's business.
      if (!alerts.some(alert => factOf(alert, label))) continue;
      const can = alerts.map(alert => possible(factOf(alert, label)));
      if (can.includes(undefined)) continue;
      const known = [...new Set(can.flatMap(list => list ?? []))];
      for (const value of values) {
        if (known.includes(value)) continue;
        yield {
          place,
          message: value === '' ? `every alert has the label "${label}"` : `no alert has ${label}="${value}"`,
          fix: `use one of ${known.filter(v => v !== '').join(', ')}`,
        };
      }
    }
  },
};
