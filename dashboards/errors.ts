import { compatibilityFailures, coordinatorErrors, initialization, sessionCorruption, up } from '../catalog/metrics.js';
import { errorRate, errorsIncrease } from '../catalog/recorded.js';
import {
  column,
  count,
  dashboard,
  dashboardRange,
  eq,
  gt,
  increase,
  logsPanel,
  mul,
  or,
  pieChart,
  rate,
  rateInterval,
  round,
  row,
  type Selector,
  select,
  series,
  stat,
  sum,
  tablePanel,
  timeseries,
} from '../src/index.js';
import annotations from './annotations.js';
import { tiers } from './tiers.js';

/** Nothing, as long as there is a process that could have counted something: silence is not health. */
const zero = mul(sum(eq(select(up), 1)), count(0));

/** How many of them in the time that the dashboard shows. */
const inRange = (counter: Selector) => or(round(sum(increase(counter, dashboardRange))), zero);

/** Any is too many. */
const none = { values: { 0: ['None', 'green'] }, otherwise: 'red', whenEmpty: 'Not reported' } as const;

const errors = select(coordinatorErrors);
const compatibility = ['api_version', 'failure_type'] as const;

/** What fails, where, how badly, and what do the logs say? Source: guide, Dashboard Views 3. */
export default dashboard('errors', {
  title: 'Coordinator / Errors',
  description: 'What fails, where, how badly, and what do the logs say?',
  tags: ['coordinator', 'victor'],
  refresh: tiers.health,
  annotations,
  rows: [
    row(
      'In the time shown',
      stat('Critical errors', {
        why: 'Errors that the application calls critical. Any is a reason to roll back; the tables below name the coordinator. The first error of a kind that a process has never had before shows here only with the second: the log below has it at once.',
        series: [series('critical errors', inRange(select(coordinatorErrors, { severity: 'critical' })))],
        ...none,
        width: 5,
      }),
      stat('Initialisation failures', {
        why: 'Coordinators that did not come up. Any means that Victor may not start: roll back, then read the log of the start.',
        series: [series('failures', inRange(select(initialization.count, { status: 'failure' })))],
        ...none,
        width: 5,
        opens: 'performance',
      }),
      stat('Compatibility failures', {
        why: 'Clients that failed because something incompatible changed. Any is a broken release: roll back, then see which API version and which kind below. As with critical errors, the first of a kind shows only with the second.',
        series: [series('failures', inRange(select(compatibilityFailures)))],
        ...none,
        width: 5,
      }),
      stat('Corrupted sessions', {
        why: 'Sessions found damaged. Data is being lost: roll back at once, and keep the damaged sessions for the analysis.',
        series: [series('sessions', inRange(select(sessionCorruption)))],
        ...none,
        width: 5,
      }),
      stat('Error rate', {
        why: 'Errors of all coordinators together. Orange for five minutes raises an alert: find the coordinator below.',
        series: [series('{{job}}', select(errorRate))],
        limit: coordinatorErrors.limits.rate,
        sparkline: true,
        whenEmpty: 'Not reported',
      }),
    ),
    row(
      'Coordinators',
      timeseries('Coordinator Errors', {
        why: 'Error rate by coordinator. One line up: that coordinator, or what it depends on. All lines up at once: something that they share, such as a provider, the disk or the network.',
        series: [series('{{coordinator}}', sum(rate(errors, rateInterval), { by: ['coordinator'] }))],
        whenEmpty: 'No errors reported',
        min: 0,
      }),
      timeseries('Errors in 5 minutes', {
        why: 'What the alert looks at, fractions included: Prometheus extrapolates. Above zero it warns, past the line it is critical: one coordinator fails over and over.',
        series: [series('{{coordinator}} {{job}}', select(errorsIncrease))],
        limit: coordinatorErrors.limits.burst,
        whenEmpty: 'No errors reported',
        min: 0,
      }),
      pieChart('Error types distribution', {
        why: 'What kind of error it is, in the time shown. One kind dominates: look for one cause. Many kinds: look for what changed, usually a release.',
        series: [series('{{error_type}}', gt(round(sum(increase(errors, dashboardRange), { by: ['error_type'] })), 0))],
        whenEmpty: 'No errors reported',
      }),
      timeseries('Errors by severity', {
        why: 'How bad the application finds them. Infos are handled and may stay; criticals never.',
        series: [series('{{severity}}', sum(rate(errors, rateInterval), { by: ['severity'] }))],
        stacked: true,
        whenEmpty: 'No errors reported',
        min: 0,
        width: 8,
      }),
      tablePanel('Errors by coordinator and type', {
        why: 'What to search the log for, most frequent first, in the time shown.',
        columns: [
          column(
            'Errors',
            gt(round(sum(increase(errors, dashboardRange), { by: ['coordinator', 'error_type', 'severity'] })), 0),
          ),
        ],
        labels: { coordinator: 'Coordinator', error_type: 'Type', severity: 'Severity' },
        colors: { severity: { critical: 'red', warning: 'orange', info: 'blue' } },
        sortBy: { column: 'Errors', descending: true },
        whenEmpty: 'No errors reported',
        width: 8,
      }),
    ),
    row(
      'Users and their data',
      timeseries('Backward compatibility failures', {
        why: 'Which clients fail, and how. It should be empty or flat at zero; what rises at a release was broken by it.',
        series: [
          series(
            '{{api_version}} {{failure_type}}',
            round(sum(increase(select(compatibilityFailures), rateInterval), { by: compatibility })),
          ),
        ],
        whenEmpty: 'No failures reported',
        min: 0,
      }),
      timeseries('Session corruption', {
        why: 'When sessions were found damaged, and on which process. Stop that process before it damages more.',
        series: [
          series('{{instance}}', round(sum(increase(select(sessionCorruption), rateInterval), { by: ['instance'] }))),
        ],
        whenEmpty: 'No corruption reported',
        min: 0,
      }),
    ),
    row(
      'Logs',
      logsPanel('Recent error log', {
        why: "What failed, in its own words. Covers the guide's log format (success false), the event bus (topics error.raised and tool.error, data.success false) and a plain level field. Open a line for its fields, and search for its session in the whole log.",
        whenEmpty: 'No errors in the log',
        pipeline:
          '| json | success="false" or data_success="false" or topic=~"error[.].+|.+[.]error" or event_type=~".*error.*" or level=~"(?i)error|critical|fatal"',
      }),
    ),
  ],
});
