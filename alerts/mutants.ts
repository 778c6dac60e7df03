import {
  baselineInForce,
  chatLegacyLast,
  chatMargin,
  chatOverhead,
  interactionsRatio,
  memoryLegacyLast,
  requestsRatio,
  requestsRatioToQuieter,
  toolCalls,
  toolLegacyLast,
  toolMargin,
  toolMean,
  toolOverhead,
} from '../catalog/recorded.js';
import { type Waiver, waive } from '../src/index.js';

/** Changes of rules that no test notices, and why none has to: `telltale test --mutate`. */

const renewed =
  'the rule renews its own series with every evaluation, so the window only bridges times in which Prometheus does not run; promtool cannot stop it';

const flags =
  'the flag is 0 or 1, so the sum over a process is 0 exactly when the highest is; a NaN, which would tell them apart, is never exported';

const endsAlone =
  'it shows only where the past of one model or tool slides out of the day while legacy still serves another; the tests of rules let all of them end together, test/content/rulings.test.ts has one that ends alone';

const otherKinds =
  'it shows only where legacy serves what coordinators do not; the tests of rules have both serve the same, test/content/rulings.test.ts has not';

const otherJobs =
  'it shows only where another job has legacy beside the one of the site that has none; test/content/rulings.test.ts puts both side by side';

const together = 'a process reports all components from its first scrape to its last: none is there without the total';

const waivers: readonly Waiver[] = [
  ...[chatLegacyLast, toolLegacyLast, memoryLegacyLast].flatMap(series => [
    waive(series, '[1d] → [12h]', renewed),
    waive(series, '[1d] → [2d]', renewed),
  ]),
  ...[toolMean, toolCalls].map(series => waive(series, 'max → sum', flags, { in: 'orchestrator_enabled' })),
  waive('CoordinatorMemoryLeak', 'component="total" → none', together, { in: 'offset 30m' }),
  waive('CoordinatorMemoryTrend', 'component="total" → none', together, { in: 'offset 6h' }),
  waive(baselineInForce, 'component="total" → none', together),
  waive(
    'CoordinatorBaselineMissing',
    'orchestrator_type="coordinator" → none',
    'a legacy process that reports its memory is the baseline itself',
    { in: 'memory' },
  ),
  waive(
    baselineInForce,
    'none → ignoring (job)',
    'one function writes the chains of all three measures, and the tests of the chat chain notice the change',
  ),
  ...[chatLegacyLast, toolLegacyLast].flatMap(series =>
    ['job', 'model', 'orchestrator_type', 'provider', 'tool_name']
      .filter(label => label in series.labels || label === 'orchestrator_type')
      .map(label => waive(series, `none → ignoring (${label})`, endsAlone, { in: 'quantile_over_time' })),
  ),
  ...[chatOverhead, chatMargin, toolOverhead, toolMargin].map(series =>
    waive(series, 'orchestrator_type="coordinator" → none', otherKinds),
  ),
  ...[chatOverhead, chatMargin, toolOverhead].map(series =>
    waive(series, 'none → ignoring (job)', otherJobs, { in: 'vector' }),
  ),
  waive(
    baselineInForce,
    'orchestrator_type="legacy" → none',
    'it shows only where coordinators go on when legacy ends; alerts/scenarios/migration-day.ts and test/content/rulings.test.ts have that',
    { in: 'chat_latency_seconds:mean1h' },
  ),
  ...['CoordinatorChatLatencyOverhead', 'CoordinatorChatLatencyOverheadByModel', 'CoordinatorToolLatencyOverhead'].map(
    alert => waive(alert, '> → >=', 'a ratio less a root is rounded, and never stands exactly on the limit'),
  ),
  waive(
    'CoordinatorMemoryTrend',
    '> → >=',
    'the forecast is a fitted line, which rounding keeps from ever standing exactly on the limit',
    { in: 'predict_linear' },
  ),
  ...[interactionsRatio, requestsRatio].map(series =>
    waive(series, '> → >=', 'where yesterday and last week are equal, either gives the same ratio', {
      in: 'offset 1w',
    }),
  ),
  waive(requestsRatioToQuieter, '< → <=', 'where yesterday and last week are equal, either gives the same ratio'),
];

export default waivers;
