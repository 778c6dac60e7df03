import { closed, guide, recorded, ruling } from '../src/index.js';
import { chatLatency, coordinatorErrors, interactions, memory, toolExecution } from './metrics.js';
import { coordinator, model, orchestratorType, provider } from './vocabulary.js';

/**
 * The series that our recording rules write: what dashboards and alerts read instead of computing it again.
 * Names are `level:metric:operations`; the level lists the labels. The rules are in alerts/.
 */

const { job } = chatLatency.count.labels;

/** Mean chat latency of either architecture. Unit: seconds. */
export const chatMean = recorded('job_orchestrator_type:chat_latency_seconds:mean15m', {
  help: 'Mean chat latency over 15 minutes.',
  unit: 'seconds',
  range: [0, Infinity],
  labels: { job, orchestrator_type: orchestratorType },
  source: ruling('R5'),
});

/** Mean chat latency of either architecture, per model. Unit: seconds. */
export const chatMeanByModel = recorded('job_model_orchestrator_type_provider:chat_latency_seconds:mean15m', {
  help: 'Mean chat latency over 15 minutes, per provider and model.',
  unit: 'seconds',
  range: [0, Infinity],
  labels: { job, model, orchestrator_type: orchestratorType, provider },
  source: ruling('R5'),
});

/** The mean where it rests on enough requests to be compared. Unit: seconds. */
export const chatSoundMean = recorded('job_orchestrator_type:chat_latency_seconds:sound_mean15m', {
  help: 'Mean chat latency over 15 minutes, where there were enough requests to compare it.',
  unit: 'seconds',
  range: [0, Infinity],
  labels: { job, orchestrator_type: orchestratorType },
  source: ruling('R20'),
});

/** The same per model. Unit: seconds. */
export const chatSoundMeanByModel = recorded(
  'job_model_orchestrator_type_provider:chat_latency_seconds:sound_mean15m',
  {
    help: 'Mean chat latency over 15 minutes per provider and model, where there were enough requests to compare it.',
    unit: 'seconds',
    range: [0, Infinity],
    labels: { job, model, orchestrator_type: orchestratorType, provider },
    source: ruling('R20'),
  },
);

/** Median chat latency: the typical request. Unit: seconds. */
export const chatMedian = recorded('job_orchestrator_type:chat_latency_seconds:p50', {
  help: 'Median chat latency over 15 minutes.',
  unit: 'seconds',
  range: [0, Infinity],
  labels: { job, orchestrator_type: orchestratorType },
  source: guide('Key Metrics 3'),
});

/** 95th percentile of chat latency. Unit: seconds. */
export const chatP95 = recorded('job_orchestrator_type:chat_latency_seconds:p95', {
  help: '95th percentile of chat latency over 15 minutes.',
  unit: 'seconds',
  range: [0, Infinity],
  labels: { job, orchestrator_type: orchestratorType },
  source: guide('Dashboard Views 2'),
});

/** 99th percentile of chat latency. Unit: seconds. */
export const chatP99 = recorded('job_orchestrator_type:chat_latency_seconds:p99', {
  help: '99th percentile of chat latency over 15 minutes.',
  unit: 'seconds',
  range: [0, Infinity],
  labels: { job, orchestrator_type: orchestratorType },
  source: guide('Dashboard Views 2'),
});

/** The last legacy mean that was measured on enough traffic, carried forward. Unit: seconds. */
export const chatLegacyLast = recorded('job:chat_latency_seconds:legacy_last', {
  help: 'Last mean chat latency of legacy that rested on enough traffic.',
  unit: 'seconds',
  range: [0, Infinity],
  labels: { job },
  source: ruling('R20'),
});

/** The same per model. Unit: seconds. */
export const chatLegacyLastByModel = recorded('job_model_provider:chat_latency_seconds:legacy_last', {
  help: 'Last mean chat latency of legacy that rested on enough traffic, per provider and model.',
  unit: 'seconds',
  range: [0, Infinity],
  labels: { job, model, provider },
  source: ruling('R20'),
});

/** What chat latency is compared with. Unit: seconds. */
export const chatBaseline = recorded('job:chat_latency_seconds:baseline', {
  help: 'Chat latency to compare with: live legacy, the last legacy, or the constant of the site.',
  unit: 'seconds',
  range: [0, Infinity],
  labels: { job },
  source: ruling('R20'),
});

/** Coordinator mean over baseline: 1.1 is ten per cent slower. Unit: ratio. */
export const chatOverhead = recorded('job:chat_latency_seconds:overhead_ratio', {
  help: 'Mean chat latency of the coordinator orchestrator as a ratio to the baseline.',
  unit: 'ratio',
  range: [0, Infinity],
  labels: { job },
  limits: { overhead: chatLatency.limits.overhead },
  source: ruling('R5', 'R20'),
});

/** The same per model, against legacy on the same model. Unit: ratio. */
export const chatOverheadByModel = recorded('job_model_provider:chat_latency_seconds:overhead_ratio', {
  help: 'Mean chat latency of the coordinator orchestrator as a ratio to legacy on the same model.',
  unit: 'ratio',
  range: [0, Infinity],
  labels: { job, model, provider },
  limits: { overhead: chatLatency.limits.overhead },
  source: ruling('R5'),
});

/** Chat requests per second of either architecture. */
export const requestRate = recorded('job_orchestrator_type:chat_requests:rate5m', {
  help: 'Chat requests per second.',
  unit: 'count/second',
  range: [0, Infinity],
  labels: { job, orchestrator_type: orchestratorType },
  source: ruling('R7'),
});

/** Mean tool latency of either architecture, told apart by the feature flag of the process. Unit: seconds. */
export const toolMean = recorded('job_orchestrator_type:tool_execution_seconds:mean15m', {
  help: 'Mean tool latency over 15 minutes.',
  unit: 'seconds',
  range: [0, Infinity],
  labels: { job, orchestrator_type: orchestratorType },
  source: guide('Key Metrics 4'),
});

/** The mean where it rests on enough executions to be compared. Unit: seconds. */
export const toolSoundMean = recorded('job_orchestrator_type:tool_execution_seconds:sound_mean15m', {
  help: 'Mean tool latency over 15 minutes, where there were enough executions to compare it.',
  unit: 'seconds',
  range: [0, Infinity],
  labels: { job, orchestrator_type: orchestratorType },
  source: ruling('R20'),
});

/** The last tool latency of legacy that rested on enough traffic. Unit: seconds. */
export const toolLegacyLast = recorded('job:tool_execution_seconds:legacy_last', {
  help: 'Last mean tool latency of legacy that rested on enough traffic.',
  unit: 'seconds',
  range: [0, Infinity],
  labels: { job },
  source: ruling('R20'),
});

/** What tool latency is compared with. Unit: seconds. */
export const toolBaseline = recorded('job:tool_execution_seconds:baseline', {
  help: 'Tool latency to compare with: live legacy, the last legacy, or the constant of the site.',
  unit: 'seconds',
  range: [0, Infinity],
  labels: { job },
  source: ruling('R20'),
});

/** Coordinator tool latency over baseline. Unit: ratio. */
export const toolOverhead = recorded('job:tool_execution_seconds:overhead_ratio', {
  help: 'Mean tool latency of the coordinator orchestrator as a ratio to the baseline.',
  unit: 'ratio',
  range: [0, Infinity],
  labels: { job },
  limits: { overhead: toolExecution.limits.overhead },
  source: guide('Key Metrics 4'),
});

/** The last memory of legacy. Unit: bytes. */
export const memoryLegacyLast = recorded('job:coordinator_memory_bytes:legacy_last', {
  help: 'Last mean memory of the legacy processes.',
  unit: 'bytes',
  range: [0, Infinity],
  labels: { job },
  source: ruling('R7', 'R20'),
});

/** What memory is compared with. Unit: bytes. */
export const memoryBaseline = recorded('job:coordinator_memory_bytes:baseline', {
  help: 'Memory to compare with: live legacy, the last legacy, or the constant of the site.',
  unit: 'bytes',
  range: [0, Infinity],
  labels: { job },
  source: ruling('R7', 'R20'),
});

/** Memory of the largest coordinator process above the baseline. Unit: bytes. */
export const memoryOverhead = recorded('job:coordinator_memory_bytes:overhead', {
  help: 'Memory of the largest coordinator process above the baseline.',
  unit: 'bytes',
  labels: { job },
  limits: { overhead: memory.limits.overhead },
  source: guide('Key Metrics 6', 'Warning: Memory overhead high'),
});

/** Which link of the baseline's chain is in force: 1 for the one that is (ruling R20). */
export const baselineInForce = recorded('job_link_measure:coordinator_baseline:in_force', {
  help: '1 for the link of the baseline chain that is in force.',
  unit: 'flag',
  range: [0, 1],
  labels: { job, link: closed('live', 'carried', 'pinned'), measure: closed('chat', 'tool', 'memory') },
  source: ruling('R20'),
});

/** New errors of one coordinator in 5 minutes, births included. */
export const errorsIncrease = recorded('coordinator_job:coordinator_errors:new5m', {
  help: 'Errors of a coordinator in the last 5 minutes.',
  unit: 'count',
  range: [0, Infinity],
  labels: { coordinator, job },
  limits: { burst: coordinatorErrors.limits.burst },
  source: ruling('R8', 'R14'),
});

/** Errors of all coordinators per second. */
export const errorRate = recorded('job:coordinator_errors:rate5m', {
  help: 'Errors of all coordinators per second.',
  unit: 'count/second',
  range: [0, Infinity],
  labels: { job },
  limits: { rate: coordinatorErrors.limits.rate },
  source: guide('Warning: Elevated error rate'),
});

/** Calls between coordinators against the same hour of an earlier day: 2 is twice as many. Unit: ratio. */
export const interactionsRatio = recorded('job:coordinator_interactions:ratio_to_past', {
  help: 'Coordinator interactions as a ratio to the same hour one day or one week earlier, whichever was busier.',
  unit: 'ratio',
  range: [0, Infinity],
  labels: { job },
  limits: { spike: interactions.limits.spike },
  source: ruling('R20'),
});

/** Chat requests against the same hour of an earlier day: 1.5 is half as many again. Unit: ratio. */
export const requestsRatio = recorded('job:chat_requests:ratio_to_past', {
  help: 'Chat requests as a ratio to the same hour one day or one week earlier, whichever was busier.',
  unit: 'ratio',
  range: [0, Infinity],
  labels: { job },
  limits: { surge: chatLatency.limits.surge },
  source: ruling('R20'),
});

/** The same against the quieter of the two: 0.5 is half as many. Unit: ratio. */
export const requestsRatioToQuieter = recorded('job:chat_requests:ratio_to_quieter_past', {
  help: 'Chat requests as a ratio to the same hour one day or one week earlier, whichever was quieter.',
  unit: 'ratio',
  range: [0, Infinity],
  labels: { job },
  limits: { drop: chatLatency.limits.drop },
  source: ruling('R20'),
});

/** One part of the health score: 1 is on target, 0 at the critical limit or worse. */
export const healthPart = recorded('job_part:coordinator_health:score', {
  help: 'Health of one part, 1 on target, 0 at the critical limit or worse.',
  unit: 'ratio',
  range: [0, 1],
  labels: { job, part: closed('availability', 'errors', 'latency', 'memory', 'parity') },
  source: ruling('R26'),
});

/** The health score: as healthy as the sickest part. */
export const healthScore = recorded('job:coordinator_health:score', {
  help: 'Overall health, that of the sickest part.',
  unit: 'ratio',
  range: [0, 1],
  labels: { job },
  source: ruling('R26'),
});
