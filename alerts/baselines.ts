import { chatLatency, memory, orchestratorEnabled, toolExecution } from '../catalog/metrics.js';
import {
  baselineInForce,
  chatBaseline,
  chatBaselineByModel,
  chatExpectedByModel,
  chatLegacyLast,
  chatMargin,
  chatMarginByModel,
  chatMean,
  chatMedian,
  chatOverhead,
  chatOverheadByModel,
  chatP95,
  chatP99,
  chatRequests,
  memoryBaseline,
  memoryLegacyLast,
  memoryOverhead,
  requestRate,
  toolBaseline,
  toolBaselineByTool,
  toolCalls,
  toolExpectedByTool,
  toolLegacyLast,
  toolMargin,
  toolMarginByTool,
  toolMean,
  toolOverhead,
  toolOverheadByTool,
} from '../catalog/recorded.js';
import site from '../catalog/site.js';
import {
  and,
  avg,
  days,
  div,
  eq,
  ge,
  group,
  groupOf,
  hours,
  increase,
  lastOverTime,
  max,
  minutes,
  or,
  type Quantity,
  quantile,
  type RecordingRule,
  rate,
  record,
  select,
  sub,
  sum,
  unless,
  type Vector,
  vector,
  withLabel,
} from '../src/index.js';
import { comparison, type Measure } from './comparison.js';

const window = minutes(15);

/**
 * How far back means look that are compared. Requests differ widely, so a mean of few is off by more than the limits
 * allow for: an hour has enough of them, and what takes twice its time still shows within a quarter of it.
 */
const compared = hours(1);

/** How long a gap in the recording the last memory of legacy survives. */
const carriedFor = days(1);

const job = ['job'] as const;
const byType = ['job', 'orchestrator_type'] as const;
const byModel = ['job', 'model', 'orchestrator_type', 'provider'] as const;
const byTool = ['job', 'tool_name'] as const;

const chat: Measure = {
  name: 'chat',
  kinds: ['model', 'provider'],
  requests: chatRequests,
  mean: chatMean,
  last: chatLegacyLast,
  ofKind: {
    baseline: chatBaselineByModel,
    expected: chatExpectedByModel,
    overhead: chatOverheadByModel,
    margin: chatMarginByModel,
  },
  ofAll: { baseline: chatBaseline, overhead: chatOverhead, margin: chatMargin },
  inForce: baselineInForce,
};

const tool: Measure = {
  name: 'tool',
  kinds: ['tool_name'],
  requests: toolCalls,
  mean: toolMean,
  last: toolLegacyLast,
  ofKind: {
    baseline: toolBaselineByTool,
    expected: toolExpectedByTool,
    overhead: toolOverheadByTool,
    margin: toolMarginByTool,
  },
  ofAll: { baseline: toolBaseline, overhead: toolOverhead, margin: toolMargin },
  inForce: baselineInForce,
};

/**
 * One of the tool histogram's series over the processes of one architecture. Tools carry no orchestrator_type: the
 * feature flag of their process tells.
 */
function ofArchitecture(
  rates: Vector<keyof typeof toolExecution.sum.labels>,
  enabled: boolean,
): Vector<'job' | 'tool_name'> {
  const running = eq(max(select(orchestratorEnabled), { by: ['instance', 'job'] }), enabled ? 1 : 0);
  return sum(and(rates, running, { on: ['instance', 'job'] }), { by: byTool });
}

/** How many calls of each tool one architecture made, and how long they took in the mean. */
function toolMeans(type: 'coordinator' | 'legacy'): RecordingRule[] {
  const of = (growth: Vector<keyof typeof toolExecution.sum.labels>) => ofArchitecture(growth, type === 'coordinator');
  const labels = { orchestrator_type: type };
  const calls = ge(of(increase(select(toolExecution.count), compared)), toolExecution.limits.comparable.levels.target);
  return [
    record(toolCalls, calls, labels),
    record(toolMean, div(of(increase(select(toolExecution.sum), compared)), calls), labels),
  ];
}

/** The site's constant, as one series for each of its jobs. */
const pinned = (constant: Quantity): Vector<'job'> =>
  Object.keys(site.jobs)
    .map((name): Vector<'job'> => withLabel(vector(constant), 'job', name))
    .reduce((a, b) => or(a, b));

const coordinatorMemory = max(select(memory, { orchestrator_type: 'coordinator', component: 'total' }), { by: job });
const legacyMemory = avg(select(memory, { orchestrator_type: 'legacy', component: 'total' }), { by: job });

/** The three links of memory's baseline, and which of them is in force (ruling R20). */
const memoryChain: readonly RecordingRule[] = [
  record(memoryLegacyLast, or(legacyMemory, lastOverTime(select(memoryLegacyLast), carriedFor))),
  record(memoryBaseline, or(select(memoryLegacyLast), pinned(site.baselines.memory))),
  record(baselineInForce, groupOf(legacyMemory, { by: job }), { link: 'live', measure: 'memory' }),
  record(baselineInForce, groupOf(unless(select(memoryLegacyLast), legacyMemory), { by: job }), {
    link: 'carried',
    measure: 'memory',
  }),
  record(baselineInForce, groupOf(unless(select(memoryBaseline), select(memoryLegacyLast)), { by: job }), {
    link: 'pinned',
    measure: 'memory',
  }),
];

/** What "slower than legacy" means, also when legacy is gone. Source: rulings R5, R7, R20. */
export default group(
  'coordinator-baselines',
  { every: minutes(1) },

  record(requestRate, sum(rate(select(chatLatency.count), minutes(5)), { by: byType })),
  record(chatMedian, quantile(0.5, chatLatency, byType, { window })),
  record(chatP95, quantile(0.95, chatLatency, byType, { window })),
  record(chatP99, quantile(0.99, chatLatency, byType, { window })),

  record(
    chatRequests,
    ge(
      sum(increase(select(chatLatency.count), compared), { by: byModel }),
      chatLatency.limits.comparable.levels.target,
    ),
  ),
  record(chatMean, div(sum(increase(select(chatLatency.sum), compared), { by: byModel }), select(chatRequests))),
  ...comparison(chat, pinned(site.baselines.chatLatency)),

  ...toolMeans('coordinator'),
  ...toolMeans('legacy'),
  ...comparison(tool, pinned(site.baselines.toolLatency)),

  ...memoryChain,
  record(memoryOverhead, sub(coordinatorMemory, select(memoryBaseline))),
);
