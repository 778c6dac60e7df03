import { compatibilityFailures, coordinatorErrors, sessionCorruption, up } from '../catalog/metrics.js';
import { errorRate, errorsIncrease } from '../catalog/recorded.js';
import {
  alert,
  allow,
  anyOf,
  group,
  guide,
  ladder,
  minutes,
  newEvents,
  rate,
  record,
  resolves,
  ruling,
  seconds,
  select,
  sum,
} from '../src/index.js';

/** How far back "any failure" looks: an alert clears this long after the last one (ruling R8). */
const recently = minutes(5);

/** Errors of one coordinator: any, and many. */
export const errors = ladder('CoordinatorErrors', {
  value: select(errorsIncrease),
  limit: coordinatorErrors.limits.burst,
  for: minutes(1),
  userFacing: true,
  summary: 'A coordinator reports errors',
  description:
    'Errors of {{ $labels.coordinator }} (job {{ $labels.job }}) in the last 5 minutes: {{ $value | printf "%.0f" }}.',
  runbook: 'errors',
  dashboard: 'errors',
  whenMissing: resolves('CoordinatorMetricsMissing or CoordinatorDown fires when errors are no longer reported'),
  source: guide('Key Metrics 5'),
});

/** A steady rate over all coordinators; many errors of one of them say more. */
export const errorRateElevated = alert('CoordinatorErrorRateElevated', {
  severity: 'warning',
  value: select(errorRate),
  above: coordinatorErrors.limits.rate.levels.warning,
  for: minutes(5),
  keepFiringFor: minutes(5),
  userFacing: true,
  summary: 'The coordinators of a job report errors at a steady rate',
  description:
    'Job {{ $labels.job }} has reported {{ $value | humanize }} errors per second over all coordinators for 5 minutes.',
  runbook: 'error-rate-elevated',
  dashboard: 'errors',
  whenMissing: resolves('CoordinatorMetricsMissing or CoordinatorDown fires when errors are no longer reported'),
  source: guide('Warning: Elevated error rate'),
});

/** What goes wrong, and how much of it. Source: guide, Key Metrics 5 and 10; rulings R8, R10, R11, R14. */
export default group(
  'coordinator-errors',
  { every: seconds(30) },

  record(errorsIncrease, newEvents(coordinatorErrors, ['coordinator', 'job'], { window: recently, up })),
  record(errorRate, sum(rate(select(coordinatorErrors), minutes(5)), { by: ['job'] })),

  ...errors,
  errorRateElevated,

  anyOf('CoordinatorCriticalErrors', {
    severity: 'critical',
    value: newEvents(coordinatorErrors, ['coordinator', 'job'], {
      where: { severity: 'critical' },
      window: recently,
      up,
    }),
    for: seconds(30),
    summary: 'A coordinator reports critical errors',
    description:
      'Critical errors of {{ $labels.coordinator }} (job {{ $labels.job }}) in the last 5 minutes: {{ $value | printf "%.0f" }}.',
    runbook: 'critical-errors',
    dashboard: 'errors',
    whenMissing: resolves('CoordinatorMetricsMissing or CoordinatorDown fires when errors are no longer reported'),
    source: ruling('R11'),
  }),

  anyOf('CoordinatorBackwardCompatibilityBroken', {
    severity: 'critical',
    value: newEvents(compatibilityFailures, ['api_version', 'failure_type', 'job'], { window: recently, up }),
    for: seconds(30),
    summary: 'Clients of an API version fail',
    description:
      'Calls of API {{ $labels.api_version }} that failed in the last 5 minutes on job {{ $labels.job }} ({{ $labels.failure_type }}): {{ $value | printf "%.0f" }}. A release broke compatibility; roll back.',
    runbook: 'backward-compatibility',
    dashboard: 'errors',
    whenMissing: resolves(
      'a client that no longer calls does not fail either; CoordinatorDown fires when nothing is reported',
    ),
    source: guide('Critical: Backward compatibility failure'),
  }),

  anyOf('CoordinatorSessionCorruption', {
    severity: 'critical',
    value: newEvents(sessionCorruption, ['instance', 'job'], { window: recently, up }),
    for: seconds(0),
    allow: [allow('alert/no-for', 'data is being lost: a minute of waiting is a minute of loss (ruling R15)')],
    summary: 'Sessions are being corrupted',
    description:
      'Corrupted sessions that {{ $labels.instance }} (job {{ $labels.job }}) found in the last 5 minutes: {{ $value | printf "%.0f" }}. Data is being lost; roll back.',
    runbook: 'session-corruption',
    dashboard: 'errors',
    whenMissing: resolves('CoordinatorDown fires when the process that reports it is gone'),
    source: guide('Critical: Data corruption'),
  }),
);
