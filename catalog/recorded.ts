import { closed, guide, recorded, ruling } from '../src/index.js';
import { chatLatency, coordinatorErrors, interactions, memory, toolExecution } from './metrics.js';
import { coordinator, model, orchestratorType, provider } from './vocabulary.js';

/**
 * The series that our recording rules write: what dashboards and alerts read instead of computing it again.
 * Names are `level:metric:operations`; the level lists the labels. The rules are in alerts/.
 */

const { job } = chatLatency.count.labels;
const { tool_name: toolName } = toolExecution.count.labels;

/** Requests in an hour, per model, where there are enough to compare. */
export const chatRequests = recorded('job_model_orchestrator_type_provider:chat_latency_seconds:count1h', {
  help: 'Requests in an hour, per model, where there are enough to compare.',
  unit: 'count',
  range: [0, Infinity],
  labels: { job, model, orchestrator_type: orchestratorType, provider },
  source: ruling('R5'),
});

/** Their mean latency. Unit: seconds. */
export const chatMean = recorded('job_model_orchestrator_type_provider:chat_latency_seconds:mean1h', {
  help: 'Mean latency of the requests of an hour, per model, where there are enough to compare.',
  unit: 'seconds',
  range: [0, Infinity],
  labels: { job, model, orchestrator_type: orchestratorType, provider },
  source: ruling('R5'),
});

/** What legacy usually took while it had traffic, carried forward. Unit: seconds. */
export const chatLegacyLast = recorded('job_model_provider:chat_latency_seconds:legacy_last', {
  help: 'Median over a day of the mean latency of legacy, per model, from when it last had enough traffic.',
  unit: 'seconds',
  range: [0, Infinity],
  labels: { job, model, provider },
  source: ruling('R20'),
});

/** What is compared with, per model: legacy in the same hour, or what it usually took. Unit: seconds. */
export const chatBaselineByModel = recorded('job_model_provider:chat_latency_seconds:baseline', {
  help: 'Mean latency to compare with, per model: legacy in the same hour, or the last of legacy.',
  unit: 'seconds',
  range: [0, Infinity],
  labels: { job, model, provider },
  source: ruling('R20'),
});

/** What the requests of coordinators would have taken at the baseline, all together: their weight. Unit: requests times seconds. */
export const chatExpectedByModel = recorded('job_model_provider:chat_latency_seconds:expected1h', {
  help: 'Time that the requests of the coordinator orchestrator of an hour would take at the baseline, per model.',
  unit: 'count·seconds',
  range: [0, Infinity],
  labels: { job, model, provider },
  source: ruling('R5'),
});

/** Coordinator mean over baseline, per model: 1.1 is ten per cent slower. Unit: ratio. */
export const chatOverheadByModel = recorded('job_model_provider:chat_latency_seconds:overhead_ratio', {
  help: 'Mean latency of the coordinator orchestrator as a ratio to the baseline, per model.',
  unit: 'ratio',
  range: [0, Infinity],
  labels: { job, model, provider },
  limits: { overhead: chatLatency.limits.overhead },
  source: ruling('R5'),
});

/** How much of that ratio may be chance. Unit: ratio. */
export const chatMarginByModel = recorded('job_model_provider:chat_latency_seconds:overhead_margin', {
  help: 'Margin of error of the overhead ratio, per model.',
  unit: 'ratio',
  range: [0, Infinity],
  labels: { job, model, provider },
  source: ruling('R5'),
});

/** What latency is compared with, in the present mix. Unit: seconds. */
export const chatBaseline = recorded('job:chat_latency_seconds:baseline', {
  help: 'Mean latency to compare with: live legacy, the last of legacy, or the constant of the site.',
  unit: 'seconds',
  range: [0, Infinity],
  labels: { job },
  source: ruling('R20'),
});

/** Coordinator over baseline: each model with itself, weighted by the time that it should take. Unit: ratio. */
export const chatOverhead = recorded('job:chat_latency_seconds:overhead_ratio', {
  help: 'Latency of the coordinator orchestrator as a ratio to the baseline, like compared with like.',
  unit: 'ratio',
  range: [0, Infinity],
  labels: { job },
  limits: { overhead: chatLatency.limits.overhead },
  source: ruling('R5', 'R20'),
});

/** How much of that ratio may be chance: alerts judge what is left. Unit: ratio. */
export const chatMargin = recorded('job:chat_latency_seconds:overhead_margin', {
  help: 'Margin of error of the overhead ratio.',
  unit: 'ratio',
  range: [0, Infinity],
  labels: { job },
  source: ruling('R5', 'R20'),
});

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

/** Chat requests per second of either architecture. */
export const requestRate = recorded('job_orchestrator_type:chat_requests:rate5m', {
  help: 'Chat requests per second.',
  unit: 'count/second',
  range: [0, Infinity],
  labels: { job, orchestrator_type: orchestratorType },
  source: ruling('R7'),
});

/** Calls in an hour, per tool, where there are enough to compare. */
export const toolCalls = recorded('job_orchestrator_type_tool_name:tool_execution_seconds:count1h', {
  help: 'Calls in an hour, per tool, where there are enough to compare.',
  unit: 'count',
  range: [0, Infinity],
  labels: { job, orchestrator_type: orchestratorType, tool_name: toolName },
  source: guide('Key Metrics 4'),
});

/** Their mean latency. Unit: seconds. */
export const toolMean = recorded('job_orchestrator_type_tool_name:tool_execution_seconds:mean1h', {
  help: 'Mean latency of the calls of an hour, per tool, where there are enough to compare.',
  unit: 'seconds',
  range: [0, Infinity],
  labels: { job, orchestrator_type: orchestratorType, tool_name: toolName },
  source: guide('Key Metrics 4'),
});

/** What legacy usually took while it had traffic, carried forward. Unit: seconds. */
export const toolLegacyLast = recorded('job_tool_name:tool_execution_seconds:legacy_last', {
  help: 'Median over a day of the mean latency of legacy, per tool, from when it last had enough traffic.',
  unit: 'seconds',
  range: [0, Infinity],
  labels: { job, tool_name: toolName },
  source: ruling('R20'),
});

/** What is compared with, per tool: legacy in the same hour, or what it usually took. Unit: seconds. */
export const toolBaselineByTool = recorded('job_tool_name:tool_execution_seconds:baseline', {
  help: 'Mean latency to compare with, per tool: legacy in the same hour, or the last of legacy.',
  unit: 'seconds',
  range: [0, Infinity],
  labels: { job, tool_name: toolName },
  source: ruling('R20'),
});

/** What the calls of coordinators would have taken at the baseline, all together: their weight. Unit: requests times seconds. */
export const toolExpectedByTool = recorded('job_tool_name:tool_execution_seconds:expected1h', {
  help: 'Time that the calls of the coordinator orchestrator of an hour would take at the baseline, per tool.',
  unit: 'count·seconds',
  range: [0, Infinity],
  labels: { job, tool_name: toolName },
  source: ruling('R5'),
});

/** Coordinator mean over baseline, per tool: 1.1 is ten per cent slower. Unit: ratio. */
export const toolOverheadByTool = recorded('job_tool_name:tool_execution_seconds:overhead_ratio', {
  help: 'Mean latency of the coordinator orchestrator as a ratio to the baseline, per tool.',
  unit: 'ratio',
  range: [0, Infinity],
  labels: { job, tool_name: toolName },
  limits: { overhead: toolExecution.limits.overhead },
  source: guide('Key Metrics 4'),
});

/** How much of that ratio may be chance. Unit: ratio. */
export const toolMarginByTool = recorded('job_tool_name:tool_execution_seconds:overhead_margin', {
  help: 'Margin of error of the overhead ratio, per tool.',
  unit: 'ratio',
  range: [0, Infinity],
  labels: { job, tool_name: toolName },
  source: guide('Key Metrics 4'),
});

/** What latency is compared with, in the present mix. Unit: seconds. */
export const toolBaseline = recorded('job:tool_execution_seconds:baseline', {
  help: 'Mean latency to compare with: live legacy, the last of legacy, or the constant of the site.',
  unit: 'seconds',
  range: [0, Infinity],
  labels: { job },
  source: ruling('R20'),
});

/** Coordinator over baseline: each tool with itself, weighted by the time that it should take. Unit: ratio. */
export const toolOverhead = recorded('job:tool_execution_seconds:overhead_ratio', {
  help: 'Latency of the coordinator orchestrator as a ratio to the baseline, like compared with like.',
  unit: 'ratio',
  range: [0, Infinity],
  labels: { job },
  limits: { overhead: toolExecution.limits.overhead },
  source: guide('Key Metrics 4'),
});

/** How much of that ratio may be chance: alerts judge what is left. Unit: ratio. */
export const toolMargin = recorded('job:tool_execution_seconds:overhead_margin', {
  help: 'Margin of error of the overhead ratio.',
  unit: 'ratio',
  range: [0, Infinity],
  labels: { job },
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
