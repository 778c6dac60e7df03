import { memory } from '../catalog/metrics.js';
import { memoryOverhead } from '../catalog/recorded.js';
import {
  and,
  days,
  deriv,
  group,
  gt,
  guide,
  hours,
  ladder,
  max,
  minutes,
  mul,
  offset,
  predictLinear,
  range,
  resolves,
  ruling,
  select,
} from '../src/index.js';

const total = select(memory, { component: 'total' });
const process = ['instance', 'job', 'orchestrator_type'] as const;
const gone = resolves('the memory of a process that is gone is free; CoordinatorDown fires');

/** Memory against legacy, its size and its growth. Source: guide, Key Metrics 6; rulings R7, R9, R19. */
export default group(
  'coordinator-memory',
  { every: minutes(1) },

  ...ladder('CoordinatorMemoryLeak', {
    // deriv() follows the trend; rate() would read every drop of a gauge as a reset (ruling R9).
    // Where there was no process half an hour ago, what grows is one that warms up.
    value: and(
      mul(max(deriv(total, minutes(30)), { by: process }), minutes(10)),
      max(offset(total, minutes(30)), { by: process }),
    ),
    limit: memory.limits.growth,
    for: minutes(15),
    keepFiringFor: minutes(10),
    summary: 'Victor leaks memory',
    description:
      'The {{ $labels.orchestrator_type }} process {{ $labels.instance }} (job {{ $labels.job }}) has been growing by {{ $value | humanize }}B every 10 minutes for a quarter of an hour.',
    runbook: 'memory-leak',
    dashboard: 'resources',
    whenMissing: gone,
    source: guide('Critical: Memory leak'),
  }),

  ...ladder('CoordinatorMemoryOverhead', {
    value: select(memoryOverhead),
    limit: memory.limits.overhead,
    for: minutes(10),
    keepFiringFor: minutes(10),
    summary: 'Victor holds more memory than legacy did',
    description:
      'The largest coordinator process of job {{ $labels.job }} holds {{ $value | humanize }}B more than the baseline.',
    runbook: 'memory-overhead',
    dashboard: 'resources',
    whenMissing: gone,
    source: guide('Key Metrics 6', 'Warning: Memory overhead high'),
  }),

  ...ladder('CoordinatorMemoryAboveTarget', {
    value: max(total, { by: process }),
    limit: memory.limits.total,
    for: minutes(30),
    summary: 'A Victor process is larger than its target',
    description:
      'The {{ $labels.orchestrator_type }} process {{ $labels.instance }} (job {{ $labels.job }}) holds {{ $value | humanize }}B.',
    runbook: 'memory-above-target',
    dashboard: 'resources',
    whenMissing: gone,
    source: guide('Key Metrics 6'),
  }),

  ...ladder('CoordinatorMemoryTrend', {
    value: and(
      and(
        max(predictLinear(range(total, hours(6)), days(1)), { by: process }),
        gt(max(deriv(total, hours(6)), { by: process }), 0),
      ),
      max(offset(total, hours(6)), { by: process }),
    ),
    limit: memory.limits.total,
    measured: 'total of a process in a day',
    for: hours(1),
    summary: 'Memory is on its way above the target',
    description:
      'At the pace of the last 6 hours the {{ $labels.orchestrator_type }} process {{ $labels.instance }} (job {{ $labels.job }}) will hold {{ $value | humanize }}B tomorrow.',
    runbook: 'memory-trend',
    dashboard: 'resources',
    whenMissing: gone,
    source: ruling('R19'),
  }),
);
