import { chatLatency, memory, orchestratorEnabled, toolExecution } from '../catalog/metrics.js';
import {
  baselineInForce,
  chatBaseline,
  chatLegacyLast,
  chatLegacyLastByModel,
  chatMean,
  chatMeanByModel,
  chatMedian,
  chatOverhead,
  chatOverheadByModel,
  chatP95,
  chatP99,
  chatSoundMean,
  chatSoundMeanByModel,
  memoryBaseline,
  memoryLegacyLast,
  memoryOverhead,
  requestRate,
  toolBaseline,
  toolLegacyLast,
  toolMean,
  toolOverhead,
  toolSoundMean,
} from '../catalog/recorded.js';
import site from '../catalog/site.js';
import {
  and,
  avg,
  count,
  days,
  div,
  eq,
  ge,
  group,
  groupOf,
  gt,
  increase,
  lastOverTime,
  max,
  mean,
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

/** A mean over fewer requests is noise: it moves by some per cent between two quarters of an hour that are alike. */
const enough = count(150);
const window = minutes(15);

/** How long a gap in the recording the last legacy value survives. */
const carriedFor = days(1);

const job = ['job'] as const;
const byType = ['job', 'orchestrator_type'] as const;
const byModel = ['job', 'model', 'orchestrator_type', 'provider'] as const;
const legacy = { orchestrator_type: 'legacy' } as const;
const coordinator = { orchestrator_type: 'coordinator' } as const;
const perModel = ['job', 'model', 'provider'] as const;

/** A mean that was recorded, where there were enough requests. */
const sound = <L extends string>(recordedMean: Vector<L>, requests: Vector<L>): Vector<L> =>
  and(recordedMean, ge(requests, enough));

/**
 * One of the tool histogram's series over the processes of one architecture. Tools carry no orchestrator_type: the
 * feature flag of their process tells.
 */
function ofArchitecture(rates: Vector<keyof typeof toolExecution.sum.labels>, enabled: boolean): Vector<'job'> {
  const running = eq(max(select(orchestratorEnabled), { by: ['instance', 'job'] }), enabled ? 1 : 0);
  return sum(and(rates, running, { on: ['instance', 'job'] }), { by: job });
}

/** Mean tool latency of one architecture, and where it is sound. */
function toolMeans(type: 'coordinator' | 'legacy'): RecordingRule[] {
  const enabled = type === 'coordinator';
  const total = ofArchitecture(rate(select(toolExecution.sum), window), enabled);
  const many = ofArchitecture(rate(select(toolExecution.count), window), enabled);
  const executions = ofArchitecture(increase(select(toolExecution.count), window), enabled);
  const labels = { orchestrator_type: type };
  return [
    record(toolMean, div(total, gt(many, 0)), labels),
    record(toolSoundMean, and(select(toolMean, labels), ge(executions, enough), { on: job }), labels),
  ];
}

/** The site's constant, as one series for each of its jobs. */
const pinned = (constant: Quantity): Vector<'job'> =>
  Object.keys(site.jobs)
    .map((name): Vector<'job'> => withLabel(vector(constant), 'job', name))
    .reduce((a, b) => or(a, b));

/** The three links of one measure's baseline, and which of them is in force (ruling R20). */
function chain(
  measure: 'chat' | 'tool' | 'memory',
  series: { readonly last: typeof chatLegacyLast; readonly baseline: typeof chatBaseline },
  live: Vector<'job'>,
  constant: Quantity,
): RecordingRule[] {
  const { last, baseline } = series;
  return [
    record(last, or(live, lastOverTime(select(last), carriedFor))),
    record(baseline, or(select(last), pinned(constant))),
    record(baselineInForce, groupOf(live, { by: job }), { link: 'live', measure }),
    record(baselineInForce, groupOf(unless(select(last), live), { by: job }), { link: 'carried', measure }),
    record(baselineInForce, groupOf(unless(select(baseline), select(last)), { by: job }), { link: 'pinned', measure }),
  ];
}

const coordinatorMemory = max(select(memory, { orchestrator_type: 'coordinator', component: 'total' }), { by: job });
const legacyMemory = avg(select(memory, { orchestrator_type: 'legacy', component: 'total' }), { by: job });
const requests = increase(select(chatLatency.count), window);

/** What "slower than legacy" means, also when legacy is gone. Source: rulings R5, R7, R20. */
export default group(
  'coordinator-baselines',
  { every: minutes(1) },

  record(requestRate, sum(rate(select(chatLatency.count), minutes(5)), { by: byType })),
  record(chatMean, mean(chatLatency, byType, { window })),
  record(chatSoundMean, sound(select(chatMean), sum(requests, { by: byType }))),
  record(chatMeanByModel, mean(chatLatency, byModel, { window })),
  record(chatSoundMeanByModel, sound(select(chatMeanByModel), sum(requests, { by: byModel }))),
  record(chatMedian, quantile(0.5, chatLatency, byType, { window })),
  record(chatP95, quantile(0.95, chatLatency, byType, { window })),
  record(chatP99, quantile(0.99, chatLatency, byType, { window })),
  ...toolMeans('coordinator'),
  ...toolMeans('legacy'),

  ...chain(
    'chat',
    { last: chatLegacyLast, baseline: chatBaseline },
    sum(select(chatSoundMean, legacy), { by: job }),
    site.baselines.chatLatency,
  ),
  ...chain(
    'tool',
    { last: toolLegacyLast, baseline: toolBaseline },
    sum(select(toolSoundMean, legacy), { by: job }),
    site.baselines.toolLatency,
  ),
  ...chain('memory', { last: memoryLegacyLast, baseline: memoryBaseline }, legacyMemory, site.baselines.memory),
  record(
    chatLegacyLastByModel,
    or(
      sum(select(chatSoundMeanByModel, legacy), { by: perModel }),
      lastOverTime(select(chatLegacyLastByModel), carriedFor),
    ),
  ),

  record(chatOverhead, div(sum(select(chatSoundMean, coordinator), { by: job }), select(chatBaseline))),
  record(
    chatOverheadByModel,
    div(sum(select(chatSoundMeanByModel, coordinator), { by: perModel }), select(chatLegacyLastByModel)),
  ),
  record(toolOverhead, div(sum(select(toolSoundMean, coordinator), { by: job }), select(toolBaseline))),
  record(memoryOverhead, sub(coordinatorMemory, select(memoryBaseline))),
);
