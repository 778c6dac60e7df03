import type { RuleCheck } from './model.js';
import { selectorsOf } from './selectors.js';

/** Severities that wake somebody. */
const paging = new Set(['critical', 'page']);

/** An alert that pages after a single evaluation: a failed scrape or a short peak is enough (ruling R15). */
export const alertNoFor: RuleCheck = {
  id: 'alert/no-for',
  severity: 'info',
  *find(rules) {
    for (const { kind, expr, labels, place, for: hold } of rules) {
      if (kind !== 'alert' || hold.ms > 0 || !paging.has(labels.severity ?? '')) continue;
      // What reads nothing, such as a watchdog, has no peaks.
      if (selectorsOf({ expr }).length === 0) continue;
      yield {
        place,
        message: 'one evaluation raises this alert: a short peak wakes somebody',
        fix: 'say with `for` how long it has to hold; where every event counts, waive this and say why',
      };
    }
  },
};
