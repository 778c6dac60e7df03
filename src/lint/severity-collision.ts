import { infer } from '../infer/infer.js';
import { factOf } from '../infer/labels.js';
import type { SubjectCheck } from './model.js';
import { rulePlace, rulesOf } from './queries.js';

/** A label of the alert that its series have too: Prometheus overwrites theirs, and two series become one (ruling R10). */
export const severityCollision: SubjectCheck = {
  id: 'alert/label-collision',
  severity: 'error',
  *find(subject) {
    for (const rule of rulesOf(subject)) {
      if (rule.kind !== 'alert') continue;
      const result = infer(rule.expr, subject.world);
      for (const label of ['severity', 'priority', ...Object.keys(rule.labels)]) {
        if (!factOf(result, label) || result.others) continue;
        yield {
          place: rulePlace(rule),
          message: `the alert sets the label "${label}", which its series have too: theirs is lost, and series that differ only there collide`,
          fix: `aggregate ${label} away before alerting`,
        };
      }
    }
  },
};
