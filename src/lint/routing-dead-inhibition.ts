import { equalLabels, inhibitedPairs, matches } from '../alertmanager/decide.js';
import { placeOf } from '../core/findings.js';
import { factOf } from '../infer/labels.js';
import { alertLabelsOf } from './alert-labels.js';
import type { SubjectCheck } from './model.js';

/** An inhibition that cannot hold anything back, or compares a label that one side never has. */
export const routingDeadInhibition: SubjectCheck = {
  id: 'routing/dead-inhibition',
  severity: 'error',
  *find(subject) {
    const alerts = alertLabelsOf(subject);
    const external = Object.keys(subject.site.externalLabels);
    for (const inhibition of subject.routing?.inhibitions ?? []) {
      const { name, site, source, target } = inhibition;
      const place = placeOf(site, name);
      const sides = { source, target };
      const matched = Object.entries(sides).map(
        ([side, when]) => [side, alerts.filter(alert => matches(when, alert) !== 'never')] as const,
      );
      const [missing] = matched.filter(([, found]) => found.length === 0);
      if (missing) {
        yield { place, message: `no alert matches its ${missing[0]}`, fix: 'correct the matchers, or delete it' };
        continue;
      }
      const compared = equalLabels(inhibition, alerts, external);
      // A label that no alert has at all is another check's business.
      if (!compared.every(label => alerts.some(alert => factOf(alert, label)))) continue;
      const absent = compared.flatMap(label =>
        matched.filter(([, found]) => !found.some(alert => factOf(alert, label))).map(([side]) => ({ label, side })),
      );
      for (const { label, side } of absent) {
        yield {
          place,
          message: `it compares "${label}", which no alert of its ${side} has`,
          fix: 'compare labels that both sides have',
        };
      }
      if (absent.length === 0 && inhibitedPairs(inhibition, alerts, external).next().done) {
        yield {
          place,
          message: 'no alert of its target can agree with one of its source',
          fix: 'correct the matchers or the labels that it compares, or delete it',
        };
      }
    }
  },
};
