import { featureParity, pushTime, testCoverage } from '../catalog/metrics.js';
import {
  barGauge,
  column,
  dashboard,
  days,
  gaugePanel,
  lt,
  max,
  min,
  row,
  select,
  series,
  stat,
  sub,
  tablePanel,
  time,
  timeseries,
} from '../src/index.js';
import annotations from './annotations.js';
import { migrationProgress } from './migration.js';
import { tiers } from './tiers.js';

const { score, age } = featureParity.limits;
const { coverage } = testCoverage.limits;

const parity = min(select(featureParity), { by: ['feature_category'] });
const covered = min(select(testCoverage), { by: ['coordinator'] });

/** Does the coordinator orchestrator do all that legacy did, is it tested, and how far is the move? Source: guide, Dashboard Views 5. */
export default dashboard('parity', {
  title: 'Coordinator / Feature parity',
  description: 'Does the coordinator orchestrator do all that legacy did, is it tested, and how far is the move?',
  tags: ['coordinator', 'victor'],
  refresh: tiers.business,
  span: days(7),
  annotations,
  rows: [
    row(
      'Parity',
      gaugePanel('Feature Parity Score', {
        why: 'Share of features that work as in legacy, by category, as CI last found. Yellow: gaps that nobody is paged for. Orange or red: fix the missing feature before more users move.',
        series: [series('{{feature_category}}', parity)],
        limit: score,
        whenEmpty: 'CI has not reported',
        width: 10,
        height: 8,
      }),
      tablePanel('Known gaps', {
        why: 'Categories below the target, and how much of each is missing. Each gap is a feature that people lose when they move.',
        columns: [
          column('Score', lt(parity, score.levels.target), { limit: score }),
          column('Missing', sub(score.levels.target, lt(parity, score.levels.target))),
        ],
        labels: { feature_category: 'Category' },
        sortBy: { column: 'Missing', descending: true },
        whenEmpty: 'No gap reported',
        width: 6,
      }),
      timeseries('Parity over time', {
        why: 'A step down is a run of CI that found something broken: look at what was merged just before.',
        series: [series('{{feature_category}}', parity)],
        limit: score,
        whenEmpty: 'CI has not reported',
        width: 8,
      }),
    ),
    row(
      'Tests',
      barGauge('Test coverage', {
        why: 'Coverage by coordinator, and over all of them. Orange or red: what changes there is not caught. Write tests before the next change to it.',
        series: [series('{{coordinator}}', covered)],
        limit: coverage,
        whenEmpty: 'CI has not reported',
        width: 12,
        height: 14,
      }),
      tablePanel('Below the coverage target', {
        why: 'The coordinators to write tests for, least covered first.',
        columns: [column('Coverage', lt(covered, coverage.levels.warning), { limit: coverage })],
        labels: { coordinator: 'Coordinator' },
        sortBy: { column: 'Coverage', descending: false },
        whenEmpty: 'None reported below the target',
        width: 12,
        height: 14,
      }),
    ),
    row(
      'Migration and reports',
      stat('Migration progress', {
        why: 'Share of chat requests that the coordinator orchestrator serves now. 100 %: legacy is no longer used and can go.',
        series: [series('{{job}}', migrationProgress())],
        whenEmpty: 'No requests',
        height: 8,
      }),
      stat('Age of the last CI report', {
        why: 'How old parity and coverage are. Orange: CI no longer pushes, so a drop would not show. Check the pipeline and the Pushgateway.',
        series: [series('{{job}}', sub(time(), max(select(pushTime), { by: ['job'] })))],
        limit: age,
        unit: 'dtdurations',
        whenEmpty: 'CI has not reported',
        height: 8,
      }),
      timeseries('Migration over time', {
        why: 'Rising: people move. A drop is a rollback; the marks tell which release or switch it followed.',
        series: [series('{{job}}', migrationProgress())],
        min: 0,
        max: 1,
        whenEmpty: 'No requests',
        width: 16,
      }),
    ),
  ],
});
