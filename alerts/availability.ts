import { initialization, processStart, up } from '../catalog/metrics.js';
import site from '../catalog/site.js';
import {
  absent,
  alert,
  and,
  anyOf,
  eq,
  fires,
  group,
  guide,
  hours,
  ladder,
  lt,
  minutes,
  newObservations,
  oneOf,
  resolves,
  ruling,
  seconds,
  select,
  sub,
  sum,
  time,
} from '../src/index.js';

const [firstJob, ...otherJobs] = Object.keys(site.jobs) as [string, ...string[]];

/** How long after its start a process is judged by how it started (ruling R13). */
const startUp = hours(1);

/** One process does not answer. */
export const down = alert('CoordinatorDown', {
  severity: 'critical',
  expr: eq(select(up, { job: oneOf(firstJob, ...otherJobs) }), 0),
  for: minutes(1),
  summary: 'A Victor process does not answer its scrapes',
  description:
    'Prometheus has not reached {{ $labels.instance }} of job {{ $labels.job }} for a minute: the process is down, hung or cut off.',
  runbook: 'down',
  dashboard: 'overview',
  whenMissing: resolves('CoordinatorAbsent fires when the whole job has no target left'),
  source: guide('Critical: Complete service failure'),
});

/** absent() alone knows the job: a target that is no longer discovered has no `up` to be 0 (ruling R12). */
export const absentJobs = [firstJob, ...otherJobs].map(job =>
  alert('CoordinatorAbsent', {
    severity: 'critical',
    expr: absent(select(up, { job })),
    for: minutes(5),
    summary: 'No Victor process is being scraped',
    description:
      'Job {{ $labels.job }} has had no target for 5 minutes: nothing of it is monitored, and nothing of it can alert.',
    runbook: 'absent',
    dashboard: 'overview',
    whenMissing: fires('it is about the series that is missing'),
    source: ruling('R12'),
  }),
);

/** Is the service there, and did it start well? Source: guide, Critical Alerts; rulings R11–R13. */
export default group(
  'coordinator-availability',
  { every: seconds(30) },

  down,
  ...absentJobs,

  anyOf('CoordinatorInitializationFailed', {
    severity: 'critical',
    value: newObservations(initialization, ['coordinator', 'instance', 'job'], {
      where: { status: 'failure' },
      window: minutes(5),
      up,
    }),
    for: seconds(30),
    summary: 'A coordinator failed to initialise',
    description:
      'Failed initialisations of {{ $labels.coordinator }} in the last 5 minutes on {{ $labels.instance }} (job {{ $labels.job }}): {{ $value | printf "%.0f" }}. Victor may not start; roll back.',
    runbook: 'initialization-failure',
    dashboard: 'performance',
    whenMissing: resolves('CoordinatorDown fires when the process did not come up at all'),
    source: guide('Critical: Coordinator initialization failure'),
  }),

  ...ladder('CoordinatorInitializationSlow', {
    value: and(
      sum(select(initialization.sum), { by: ['instance', 'job'] }),
      lt(sub(time(), select(processStart)), startUp),
      { on: ['instance', 'job'] },
    ),
    limit: initialization.limits.total,
    for: minutes(1),
    summary: 'Victor was slow to start',
    description:
      'The coordinators of {{ $labels.instance }} (job {{ $labels.job }}) took {{ $value | humanizeDuration }} to initialise. Clears an hour after the start.',
    runbook: 'initialization-slow',
    dashboard: 'performance',
    whenMissing: resolves('how a process started no longer matters once it is gone'),
    source: guide('Key Metrics 2'),
  }),
);
