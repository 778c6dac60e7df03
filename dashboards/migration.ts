import { chatLatency } from '../catalog/metrics.js';
import { div, gt, mul, or, rate, rateInterval, ratio, select, sum, type Vector } from '../src/index.js';

/**
 * Share of chat requests that the coordinator orchestrator serves, per job: 0 while legacy serves all of them, 1 when
 * the migration is done. Empty without traffic. Source: guide, Dashboard Views 5; ruling R26.
 */
export function migrationProgress(): Vector<'job'> {
  const all = sum(rate(select(chatLatency.count), rateInterval), { by: ['job'] });
  const coordinator = sum(rate(select(chatLatency.count, { orchestrator_type: 'coordinator' }), rateInterval), {
    by: ['job'],
  });
  return div(or(coordinator, mul(all, ratio(0))), gt(all, 0));
}
