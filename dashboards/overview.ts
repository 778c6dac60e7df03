import { activeSessions, chatLatency, orchestratorEnabled, up } from '../catalog/metrics.js';
import {
  baselineInForce,
  healthPart,
  healthScore,
  requestsRatio,
  requestsRatioToQuieter,
} from '../catalog/recorded.js';
import {
  alertsPanel,
  barGauge,
  column,
  dashboard,
  eq,
  max,
  min,
  rate,
  rateInterval,
  row,
  select,
  series,
  stat,
  stateTimeline,
  sum,
  tablePanel,
  timeseries,
} from '../src/index.js';
import annotations from './annotations.js';
import { migrationProgress } from './migration.js';
import { tiers } from './tiers.js';

const job = ['job'] as const;

/** On target, in between, at the critical limit or worse. */
const health = { values: { 0: ['', 'red'], 1: ['', 'green'] }, otherwise: 'yellow' } as const;

const architecture = { 0: ['Legacy', 'blue'], 1: ['Coordinator', 'green'] } as const;

const requests = rate(select(chatLatency.count), rateInterval);

/** Is Victor well, which architecture serves, and what calls for somebody? Source: guide, Dashboard Views 1. */
export default dashboard('overview', {
  title: 'Coordinator / Overview',
  description: 'Is Victor well, which architecture serves, and what calls for somebody?',
  tags: ['coordinator', 'victor'],
  refresh: tiers.health,
  annotations,
  rows: [
    row(
      'Now',
      stat('Health score', {
        why: 'As healthy as the sickest part: 100 % is on target, 0 % is at a critical limit. Below 100 %, look at the parts beside it for which one, then open its dashboard.',
        series: [series('{{job}}', select(healthScore))],
        ...health,
        sparkline: true,
        whenEmpty: 'Not computed: see Targets down',
        height: 5,
        min: 0,
        max: 1,
      }),
      barGauge('Health by part', {
        why: 'The shortest bar decides the health score. errors → Errors, latency → Performance, memory → Resources, parity → Parity, availability → Targets down.',
        series: [series('{{part}} {{job}}', select(healthPart))],
        ...health,
        whenEmpty: 'Not computed: see Targets down',
        width: 8,
        height: 5,
      }),
      stat('Feature Flag Status', {
        why: 'Which architecture processes of that version run, and where the setting comes from. Coordinator shows as soon as one process has it on; "Architecture by process" shows each. If the flag is not what you set, another source overrides it.',
        series: [series('{{version}}, {{source}}', max(select(orchestratorEnabled), { by: ['source', 'version'] }))],
        values: architecture,
        whenEmpty: 'Not reported',
        height: 5,
      }),
      stat('Targets down', {
        why: 'Processes that Prometheus cannot reach. Red: they are down, hung or cut off; restart, then look at their logs. No target at all means that nothing is monitored.',
        series: [series('{{job}}', sum(eq(select(up), 0, { bool: true }), { by: job }))],
        unit: 'none',
        values: { 0: ['None', 'green'] },
        otherwise: 'red',
        whenEmpty: 'No target',
        height: 5,
      }),
      stat('Migration progress', {
        why: 'Share of chat requests that the coordinator orchestrator serves. It drops to 0 % after a rollback; if nobody rolled back, check the feature flag.',
        series: [series('{{job}}', migrationProgress())],
        sparkline: true,
        whenEmpty: 'No requests',
        height: 5,
        opens: 'parity',
      }),
    ),
    row(
      'Traffic',
      stat('Active sessions', {
        why: 'Sessions open now: how many people a restart interrupts.',
        series: [series('{{job}}', sum(select(activeSessions), { by: job }))],
        sparkline: true,
        whenEmpty: 'Not reported',
        height: 8,
      }),
      stat('Request rate', {
        why: 'Chat requests per second. A sudden zero with targets up means that clients cannot get in: look for an outage in front of Victor.',
        series: [series('{{job}}', sum(requests, { by: job }))],
        unit: 'reqps',
        sparkline: true,
        whenEmpty: 'Not reported',
        height: 8,
        opens: 'performance',
      }),
      timeseries('Requests by architecture', {
        why: 'Who serves. During a migration one area grows at the cost of the other; together they should stay what they were.',
        series: [series('{{orchestrator_type}}', sum(requests, { by: ['orchestrator_type'] }))],
        unit: 'reqps',
        stacked: true,
        whenEmpty: 'Not reported',
        min: 0,
        width: 8,
      }),
      timeseries('Requests against earlier days', {
        why: 'Chat requests as a share of the same hour one day and one week earlier. With the quieter one below the lower line, or the busier one above the upper, people use Victor differently than usual: find out why, and document the new normal. Empty until there is a day of history.',
        series: [
          series('{{job}}, to the busier', select(requestsRatio)),
          series('{{job}}, to the quieter', select(requestsRatioToQuieter)),
        ],
        limit: [requestsRatioToQuieter.limits.drop, requestsRatio.limits.surge],
        whenEmpty: 'No history yet',
        width: 8,
      }),
    ),
    row(
      'What calls for somebody',
      alertsPanel('Firing alerts', {
        why: 'What fires, how many of each, and since when the oldest condition holds. Start with critical, and follow the runbook that the notification links. The watchdog always fires: when even that is missing, alerting itself is broken.',
        whenEmpty: 'Nothing fires, not even the watchdog: check Prometheus',
      }),
      stateTimeline('Architecture by process', {
        why: 'When each process switched. Compare with where an alert began: an incident that starts at a switch is a reason to switch back.',
        series: [series('{{instance}}', min(select(orchestratorEnabled), { by: ['instance'] }))],
        values: architecture,
        whenEmpty: 'Not reported',
        height: 8,
      }),
      tablePanel('Baselines in force', {
        why: 'What "vs legacy" means right now. live: legacy serves enough traffic to compare with. carried: the last such value. pinned: the constant of the site. A measure that is missing here has no baseline, and its overhead alerts are silent.',
        columns: [
          column('In force', max(select(baselineInForce), { by: ['measure', 'link', 'job'] }), { unit: 'bool_yes_no' }),
        ],
        labels: { measure: 'Measure', link: 'Baseline', job: 'Job' },
        sortBy: { column: 'Measure', descending: false },
        whenEmpty: 'No baseline',
        width: 24,
        height: 6,
      }),
    ),
  ],
});
