import { infer } from '../infer/infer.js';
import type { RuleCheck } from './model.js';

/** A label of the alert that its series have too: Prometheus overwrites theirs, and two series become one (ruling R10). */
export const severityCollision: RuleCheck = {
  id: 'alert/label-collision',
  severity: 'error',
  *find(rules, { world }) {
    for (const rule of rules) {
      if (rule.kind !== 'alert') continue;
      const result = infer(rule.expr, world);
      for (const label of Object.keys(rule.labels)) {
        const fact = result.labels.get(label);
        if (!fact || result.others || (world.open && !fact.sure)) continue;
        yield {
          place: rule.placeOf('labels', label),
          message: `the alert sets the label "${label}", which its series have too: theirs is lost, and series that differ only there collide`,
          fix: `aggregate ${label} away before alerting`,
        };
      }
    }
  },
};
