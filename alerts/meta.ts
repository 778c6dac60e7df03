import { chatLatency, memory, orchestratorEnabled, toolExecution, up } from '../catalog/metrics.js';
import { chatBaseline, memoryBaseline, toolBaseline } from '../catalog/recorded.js';
import site from '../catalog/site.js';
import {
  alert,
  eq,
  fires,
  group,
  groupOf,
  hours,
  minutes,
  oneOf,
  resolves,
  ruling,
  select,
  unless,
  vector,
} from '../src/index.js';

const jobs = oneOf(...(Object.keys(site.jobs) as [string, ...string[]]));

/** What is compared with a baseline, and what shows that there is something to compare. */
const measures = [
  {
    measure: 'chat',
    has: groupOf(select(chatLatency.count, { orchestrator_type: 'coordinator' }), { by: ['job'] }),
    baseline: chatBaseline,
  },
  { measure: 'tool', has: groupOf(select(toolExecution.count), { by: ['job'] }), baseline: toolBaseline },
  {
    measure: 'memory',
    has: groupOf(select(memory, { orchestrator_type: 'coordinator' }), { by: ['job'] }),
    baseline: memoryBaseline,
  },
] as const;

/** Always firing: whoever waits for it learns that alerting is broken. */
export const watchdog = alert('CoordinatorWatchdog', {
  severity: 'info',
  expr: vector(1),
  for: minutes(1),
  summary: 'Alerting works',
  description: 'Always firing: when it stops arriving, Prometheus or Alertmanager is broken.',
  runbook: 'watchdog',
  dashboard: 'overview',
  whenMissing: fires('it reads no series'),
  source: ruling('R12'),
});

/** Does the monitoring itself work? Source: rulings R12, R20. */
export default group(
  'coordinator-meta',
  { every: minutes(1) },

  watchdog,

  alert('CoordinatorMetricsMissing', {
    severity: 'warning',
    expr: unless(eq(select(up, { job: jobs }), 1), select(orchestratorEnabled), { on: ['instance', 'job'] }),
    for: minutes(10),
    summary: 'A Victor process answers, but without its metrics',
    description:
      '{{ $labels.instance }} of job {{ $labels.job }} answers its scrapes without the metrics of the catalog: none of the other alerts can see it.',
    runbook: 'metrics-missing',
    dashboard: 'overview',
    whenMissing: resolves('CoordinatorDown or CoordinatorAbsent fires when the target itself is gone'),
    source: ruling('R12'),
  }),

  ...measures.map(({ measure, has, baseline }) =>
    alert('CoordinatorBaselineMissing', {
      severity: 'info',
      expr: unless(has, select(baseline), { on: ['job'] }),
      for: hours(1),
      labels: { measure },
      summary: 'There is no baseline to compare with',
      description: `Job {{ $labels.job }} has no ${measure} baseline: neither legacy, live or past, nor a constant in the site. Its overhead alerts cannot fire.`,
      runbook: 'baseline-missing',
      dashboard: 'performance',
      whenMissing: resolves('what is not measured needs no baseline'),
      source: ruling('R20'),
    }),
  ),
);
