import { chatLatency, coordinatorErrors, featureParity, memory, up } from '../catalog/metrics.js';
import {
  chatMargin,
  chatOverhead,
  errorsIncrease,
  healthPart,
  healthScore,
  memoryOverhead,
} from '../catalog/recorded.js';
import site from '../catalog/site.js';
import {
  avg,
  clamp,
  div,
  group,
  type Limit,
  max,
  min,
  minutes,
  oneOf,
  quantity,
  record,
  select,
  sub,
  type Vector,
} from '../src/index.js';

const job = ['job'] as const;

/** 1 at `good` or better, 0 at the limit's critical rung or worse, straight in between. */
function part(value: Vector<'job'>, good: number, limit: Limit<'critical'>): Vector<'job'> {
  const { critical } = limit.levels;
  const span = quantity(Number(Math.abs(critical.value - good).toPrecision(9)), critical.unit);
  return clamp(div(limit.direction === 'above' ? sub(critical, value) : sub(value, critical), span), 0, 1);
}

/**
 * The health score: as healthy as the sickest part. A mean would let four good parts hide an outage.
 * Parts that nothing reports are left out. Source: guide, Dashboard Views 1; ruling R26.
 */
export default group(
  'coordinator-health',
  { every: minutes(1) },

  record(
    healthPart,
    avg(select(up, { job: oneOf(...(Object.keys(site.jobs) as [string, ...string[]])) }), { by: job }),
    { part: 'availability' },
  ),
  record(
    healthPart,
    part(
      max(select(errorsIncrease), { by: job }),
      coordinatorErrors.limits.burst.levels.warning.value,
      coordinatorErrors.limits.burst,
    ),
    {
      part: 'errors',
    },
  ),
  record(healthPart, part(sub(select(chatOverhead), select(chatMargin)), 1, chatLatency.limits.overhead), {
    part: 'latency',
  }),
  record(
    healthPart,
    part(select(memoryOverhead), memory.limits.overhead.levels.warning.value, memory.limits.overhead),
    { part: 'memory' },
  ),
  record(
    healthPart,
    part(
      min(select(featureParity), { by: job }),
      featureParity.limits.score.levels.target.value,
      featureParity.limits.score,
    ),
    {
      part: 'parity',
    },
  ),
  record(healthScore, min(select(healthPart), { by: job })),
);
