import { featureParity, pushTime, testCoverage } from '../catalog/metrics.js';
import site from '../catalog/site.js';
import {
  type AlertingRule,
  absentOverTime,
  alert,
  and,
  days,
  fires,
  group,
  guide,
  hours,
  type Limit,
  ladder,
  max,
  min,
  minutes,
  resolves,
  ruling,
  type Selector,
  select,
  sub,
  time,
} from '../src/index.js';

/** A report of CI that is too old, and one that is not there at all (ruling R22). */
function notReported<L extends string>(
  name: string,
  report: (job?: string) => Selector<L | 'job'>,
  limit: Limit<'warning'>,
  what: string,
  runbook: string,
): AlertingRule[] {
  const severity = 'warning';
  const pushed = max(and(select(pushTime), report(), { on: ['job'] }), { by: ['job'] });
  const common = { for: hours(1), runbook, dashboard: 'parity', source: ruling('R22') };
  return [
    ...ladder(name, {
      ...common,
      value: sub(time(), pushed),
      limit,
      labels: { report: 'old' },
      summary: `CI no longer reports ${what}`,
      description: `CI last reported ${what} of job {{ $labels.job }} {{ $value | humanizeDuration }} ago: what the parity dashboard shows is old.`,
      whenMissing: resolves('the second rule of this name fires when nothing was reported for two days'),
    }),
    ...Object.keys(site.jobs).map(job =>
      alert(name, {
        ...common,
        severity,
        labels: { report: 'none' },
        expr: absentOverTime(report(job), days(2)),
        summary: `CI does not report ${what}`,
        description: `Nothing has reported ${what} of job {{ $labels.job }} for two days.`,
        whenMissing: fires('it is about the series that is missing'),
      }),
    ),
  ];
}

const whileMissing = resolves('CI reports are watched by the NotReported alerts');

/** Is everything there that legacy had, and is it tested? Source: guide, Key Metrics 8 and 9; rulings R6, R22. */
export default group(
  'coordinator-parity',
  { every: minutes(5) },

  ...ladder('CoordinatorFeatureParityDrop', {
    value: min(select(featureParity), { by: ['feature_category', 'job'] }),
    limit: featureParity.limits.score,
    for: minutes(10),
    userFacing: true,
    summary: 'Features that worked in legacy do not work',
    description:
      'Only {{ $value | humanizePercentage }} of the {{ $labels.feature_category }} features work as in legacy (job {{ $labels.job }}).',
    runbook: 'feature-parity',
    dashboard: 'parity',
    whenMissing: whileMissing,
    source: guide('Key Metrics 8', 'Warning: Feature parity drop'),
  }),

  ...ladder('CoordinatorTestCoverageDrop', {
    value: min(select(testCoverage), { by: ['coordinator', 'job'] }),
    limit: testCoverage.limits.coverage,
    for: minutes(10),
    summary: 'Test coverage is below its target',
    description: 'Tests cover {{ $value | printf "%.1f" }} % of {{ $labels.coordinator }} (job {{ $labels.job }}).',
    runbook: 'test-coverage',
    dashboard: 'parity',
    whenMissing: whileMissing,
    source: guide('Key Metrics 9', 'Warning: Test coverage drop'),
  }),

  ...notReported(
    'CoordinatorFeatureParityNotReported',
    job => select(featureParity, job === undefined ? {} : { job }),
    featureParity.limits.age,
    'feature parity',
    'feature-parity-not-reported',
  ),
  ...notReported(
    'CoordinatorTestCoverageNotReported',
    job => select(testCoverage, job === undefined ? {} : { job }),
    testCoverage.limits.age,
    'test coverage',
    'test-coverage-not-reported',
  ),
);
