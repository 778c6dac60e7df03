import { chatLatency, initialization, interactions, toolExecution } from '../catalog/metrics.js';
import {
  chatBaseline,
  chatMargin,
  chatMarginByModel,
  chatMean,
  chatOverhead,
  chatOverheadByModel,
  interactionsRatio,
  toolBaseline,
  toolBaselineByTool,
  toolCalls,
  toolMargin,
  toolMean,
  toolOverhead,
  toolOverheadByTool,
} from '../catalog/recorded.js';
import {
  barGauge,
  column,
  dashboard,
  div,
  gt,
  labelVariable,
  max,
  mean,
  mul,
  quantile,
  rate,
  rateInterval,
  round,
  row,
  select,
  series,
  sub,
  sum,
  tablePanel,
  timeseries,
  topk,
  variable,
} from '../src/index.js';
import annotations from './annotations.js';
import { tiers } from './tiers.js';

/** The provider and the model that are chosen above. */
const chosen = { provider: variable('provider'), model: variable('model') };
const perModel = ['model', 'provider'] as const;

const window = rateInterval;

/** With less in an hour than this, a model or tool is not compared, and no alert speaks of it. */
const enough = {
  requests: chatLatency.limits.comparable.levels.target.value,
  calls: toolExecution.limits.comparable.levels.target.value,
};

const meanOf = (type: 'coordinator' | 'legacy') =>
  mean(chatLatency, [], { window, where: { orchestrator_type: type, ...chosen } });

const recordedMean = (type: 'coordinator' | 'legacy') =>
  max(select(chatMean, { orchestrator_type: type, ...chosen }), { by: perModel });

const byTool = ['tool_name'] as const;
const ofTools = { by: ['job', 'orchestrator_type'] } as const;
const toolSeconds = sum(mul(select(toolCalls), select(toolMean)), ofTools);

const started = { status: 'success' } as const;
const calls = rate(select(interactions), window);

/** Is the coordinator orchestrator as fast as legacy, and where does it lose time? Source: guide, Dashboard Views 2. */
export default dashboard('performance', {
  title: 'Coordinator / Performance',
  description: 'Is the coordinator orchestrator as fast as legacy, and where does it lose time?',
  tags: ['coordinator', 'victor'],
  refresh: tiers.performance,
  variables: [
    labelVariable(chatLatency.count, 'provider', { title: 'Provider' }),
    labelVariable(chatLatency.count, 'model', { title: 'Model', where: { provider: variable('provider') } }),
  ],
  annotations,
  rows: [
    row(
      'Chat',
      timeseries('Chat Latency Comparison', {
        why: 'Mean end-to-end latency of both architectures, and the baseline that the overhead is measured against. The gap between coordinator and baseline is what coordinators cost. Both lines up together: the provider is slow, not Victor. The baseline is over all models, whichever are chosen above.',
        series: [
          series('Coordinator', meanOf('coordinator')),
          series('Legacy', meanOf('legacy')),
          series('Baseline {{job}}', select(chatBaseline)),
        ],
        whenEmpty: 'No requests',
        min: 0,
      }),
      timeseries('Chat overhead against baseline', {
        why: `Coordinator mean as a share of the baseline, each model against itself: 100 % is as fast as legacy. What was measured in an hour is noisy; "surely" is less its margin of error, and is what alerts judge: past the first line investigate the bottleneck below, past the second roll back. The further the two lie apart, the fewer requests there are to judge by. No line: fewer than ${enough.requests} requests an hour with each model, and no alert on overhead can fire.`,
        series: [
          series('measured {{job}}', select(chatOverhead)),
          series('surely {{job}}', sub(select(chatOverhead), select(chatMargin))),
        ],
        limit: chatLatency.limits.overhead,
        whenEmpty: `Fewer than ${enough.requests} requests an hour with each model`,
      }),
      timeseries('Chat latency, percentiles', {
        why: 'The mean hides the slow tail: p99 up with p50 level means that few requests are very slow, often one model or one tool. The line is the target for a typical request (p50).',
        series: [0.5, 0.95, 0.99].map(phi =>
          series(
            `p${phi * 100} {{orchestrator_type}}`,
            quantile(phi, chatLatency, ['orchestrator_type'], { window, where: chosen }),
          ),
        ),
        limit: chatLatency.limits.typical,
        whenEmpty: 'No requests',
        min: 0,
      }),
      timeseries('Chat p95 by model', {
        why: 'One line up alone: that model or its provider is slow, and not the coordinators. All lines up: look at tools, initialisation and interactions below.',
        series: [
          series(
            '{{provider}} {{model}}',
            quantile(0.95, chatLatency, perModel, { window, where: { orchestrator_type: 'coordinator', ...chosen } }),
          ),
        ],
        whenEmpty: 'No requests to the coordinator orchestrator',
        min: 0,
      }),
      tablePanel('Chat by provider and model', {
        why: `Like against like: the overhead of each model against legacy on the same model, and how much of it is no chance. A red cell names the model to test with. Models with fewer than ${enough.requests} requests in the hour are left out.`,
        columns: [
          column('Coordinator', recordedMean('coordinator')),
          column('Legacy', recordedMean('legacy')),
          column('Overhead', max(select(chatOverheadByModel, chosen), { by: perModel })),
          column(
            'Surely',
            max(sub(select(chatOverheadByModel, chosen), select(chatMarginByModel, chosen)), { by: perModel }),
            {
              limit: chatLatency.limits.overhead,
            },
          ),
        ],
        labels: { provider: 'Provider', model: 'Model' },
        sortBy: { column: 'Surely', descending: true },
        whenEmpty: `Fewer than ${enough.requests} requests an hour with each model`,
        width: 24,
      }),
    ),
    row(
      'Tools',
      timeseries('Tool execution latency', {
        why: 'Coordinators must not slow tools down: the line of the coordinator should lie on the baseline, which is that of its own mix of tools. Legacy may call other tools, and lie elsewhere.',
        series: [
          series('{{orchestrator_type}} {{job}}', div(toolSeconds, gt(sum(select(toolCalls), ofTools), 0))),
          series('baseline {{job}}', select(toolBaseline)),
        ],
        whenEmpty: 'No tool was run',
        min: 0,
        width: 8,
      }),
      timeseries('Tool overhead against baseline', {
        why: `Tool latency of coordinator processes as a share of the baseline, each tool against itself: measured in an hour, and surely, less the margin of error. Past a line, find the tool in the table below; if all tools are slower, suspect ToolCoordinator. No line: fewer than ${enough.calls} calls an hour of each tool, and no alert on overhead can fire.`,
        series: [
          series('measured {{job}}', select(toolOverhead)),
          series('surely {{job}}', sub(select(toolOverhead), select(toolMargin))),
        ],
        limit: toolExecution.limits.overhead,
        whenEmpty: `Fewer than ${enough.calls} calls an hour of each tool`,
        width: 8,
      }),
      timeseries('Tool p95 by tool', {
        why: 'The slowest tools. A tool that waits for the network is slow by itself; compare with its past before blaming coordinators.',
        series: [series('{{tool_name}}', quantile(0.95, toolExecution, ['tool_name'], { window }))],
        whenEmpty: 'No tool was run',
        min: 0,
        width: 8,
      }),
      tablePanel('Tools against legacy', {
        why: `Each tool of coordinator processes against itself in legacy, over an hour. A cost per call shows in the fast tools first. Tools with fewer than ${enough.calls} calls are left out.`,
        columns: [
          column('Calls', round(sum(select(toolCalls, { orchestrator_type: 'coordinator' }), { by: byTool }))),
          column('Coordinator', max(select(toolMean, { orchestrator_type: 'coordinator' }), { by: byTool })),
          column('Baseline', max(select(toolBaselineByTool), { by: byTool })),
          column('Overhead', max(select(toolOverheadByTool), { by: byTool })),
        ],
        labels: { tool_name: 'Tool' },
        sortBy: { column: 'Overhead', descending: true },
        whenEmpty: 'No tool was run',
        width: 24,
      }),
    ),
    row(
      'Initialisation',
      barGauge('Initialisation by coordinator', {
        why: 'Mean time of the last start, in the slowest process. The bar past the line is the coordinator to look into when a process starts slowly.',
        series: [
          series(
            '{{coordinator}}',
            max(div(select(initialization.sum, started), gt(select(initialization.count, started), 0)), {
              by: ['coordinator'],
            }),
          ),
        ],
        limit: initialization.limits.each,
        whenEmpty: 'No process has started yet',
        width: 12,
        height: 12,
      }),
      timeseries('Initialisation by process', {
        why: 'What all coordinators of a process took together at its start; it changes only with a restart. Past a line, the bars beside name the coordinator.',
        series: [
          series(
            '{{instance}}',
            max(sum(select(initialization.sum), { by: ['instance', 'job'] }), { by: ['instance'] }),
          ),
        ],
        limit: initialization.limits.total,
        whenEmpty: 'No process has started yet',
        min: 0,
        height: 12,
      }),
    ),
    row(
      'Interactions',
      timeseries('Interactions per chat request', {
        why: 'How often each coordinator is called for one chat request. A line that rises at a release is new work per request: latency follows it.',
        series: [
          series(
            '{{target_coordinator}}',
            div(
              sum(calls, { by: ['target_coordinator'] }),
              gt(sum(rate(select(chatLatency.count, { orchestrator_type: 'coordinator' }), window), { by: [] }), 0),
              { on: [], groupLeft: [] },
            ),
          ),
        ],
        unit: 'none',
        whenEmpty: 'No requests to the coordinator orchestrator',
        min: 0,
        width: 8,
      }),
      tablePanel('Bottlenecks between coordinators', {
        why: 'The busiest calls from one coordinator to another. The top lines are where batching or caching pays.',
        columns: [
          column(
            'Calls per second',
            topk(20, sum(calls, { by: ['source_coordinator', 'target_coordinator', 'operation'] })),
          ),
        ],
        labels: { source_coordinator: 'From', target_coordinator: 'To', operation: 'Operation' },
        sortBy: { column: 'Calls per second', descending: true },
        whenEmpty: 'Coordinators do not call each other',
        width: 8,
      }),
      timeseries('Interactions against earlier days', {
        why: 'Calls between coordinators as a share of the same hour one day and one week earlier. Past the line, compare with requests on the overview: if those did not grow, a change made coordinators call each other more. Empty until there is a day of history.',
        series: [series('{{job}}', select(interactionsRatio))],
        limit: interactions.limits.spike,
        whenEmpty: 'No history yet',
        width: 8,
      }),
    ),
  ],
});
