import {
  baselineInForce,
  chatLegacyLast,
  chatLegacyLastByModel,
  interactionsRatio,
  memoryLegacyLast,
  requestsRatio,
  requestsRatioToQuieter,
  toolLegacyLast,
  toolMean,
  toolSoundMean,
} from '../catalog/recorded.js';
import { type Waiver, waive } from '../src/index.js';

/** Changes of rules that no test notices, and why none has to: `telltale test --mutate`. */

const renewed =
  'the rule renews its own series with every evaluation, so the window only bridges times in which Prometheus does not run; promtool cannot stop it';

const flags =
  'the flag is 0 or 1, so the sum over a process is 0 exactly when the highest is; a NaN, which would tell them apart, is never exported';

const together = 'a process reports all components from its first scrape to its last: none is there without the total';

const waivers: readonly Waiver[] = [
  ...[chatLegacyLast, chatLegacyLastByModel, toolLegacyLast, memoryLegacyLast].flatMap(series => [
    waive(series, '[1d] → [12h]', renewed),
    waive(series, '[1d] → [2d]', renewed),
  ]),
  ...[toolMean, toolSoundMean].map(series => waive(series, 'max → sum', flags, { in: 'orchestrator_enabled' })),
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
