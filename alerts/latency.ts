import { chatLatency, toolExecution } from '../catalog/metrics.js';
import {
  chatMargin,
  chatMarginByModel,
  chatMedian,
  chatOverhead,
  chatOverheadByModel,
  toolMargin,
  toolOverhead,
} from '../catalog/recorded.js';
import { group, guide, ladder, minutes, resolves, ruling, select, sub } from '../src/index.js';

const noTraffic = resolves(
  'without traffic there is no latency; CoordinatorUsagePatternChanged tells when traffic drops, CoordinatorDown when the process is gone',
);

/** Is the coordinator orchestrator slower than it may be? Source: guide, Key Metrics 3 and 4; rulings R5, R20. */
export default group(
  'coordinator-latency',
  { every: minutes(1) },

  ...ladder('CoordinatorChatLatencyOverhead', {
    value: sub(select(chatOverhead), select(chatMargin)),
    limit: chatLatency.limits.overhead,
    for: minutes(10),
    keepFiringFor: minutes(10),
    userFacing: true,
    summary: 'Chat is slower than the legacy baseline',
    description:
      'Chat requests of job {{ $labels.job }} take at least {{ $value | humanizePercentage }} of the baseline mean, margin of error taken off. The performance dashboard shows which baseline is in force.',
    runbook: 'performance-degradation',
    dashboard: 'performance',
    whenMissing: noTraffic,
    source: guide('Key Metrics 3', 'Warning: Performance degradation'),
  }),

  // One slow model among many does not show in all of them (ruling R5).
  ...ladder('CoordinatorChatLatencyOverheadByModel', {
    value: sub(select(chatOverheadByModel), select(chatMarginByModel)),
    limit: chatLatency.limits.overhead,
    only: ['warning'],
    for: minutes(15),
    keepFiringFor: minutes(10),
    userFacing: true,
    summary: 'Chat with one model is slower than legacy was with it',
    description:
      'Chat requests to {{ $labels.model }} of {{ $labels.provider }} take at least {{ $value | humanizePercentage }} of the legacy mean for that model, margin of error taken off (job {{ $labels.job }}).',
    runbook: 'performance-degradation-by-model',
    dashboard: 'performance',
    whenMissing: noTraffic,
    source: ruling('R5'),
  }),

  ...ladder('CoordinatorChatLatencyHigh', {
    value: select(chatMedian, { orchestrator_type: 'coordinator' }),
    limit: chatLatency.limits.typical,
    for: minutes(10),
    keepFiringFor: minutes(10),
    userFacing: true,
    summary: 'A typical chat request takes too long',
    description: 'Half of the chat requests of job {{ $labels.job }} take longer than {{ $value | humanizeDuration }}.',
    runbook: 'chat-latency-high',
    dashboard: 'performance',
    whenMissing: noTraffic,
    source: guide('Key Metrics 3'),
  }),

  ...ladder('CoordinatorToolLatencyOverhead', {
    value: sub(select(toolOverhead), select(toolMargin)),
    limit: toolExecution.limits.overhead,
    for: minutes(10),
    keepFiringFor: minutes(10),
    userFacing: true,
    summary: 'Tools run slower than the legacy baseline',
    description:
      'Tool executions of job {{ $labels.job }} take at least {{ $value | humanizePercentage }} of the baseline mean, margin of error taken off. The performance dashboard shows which tools.',
    runbook: 'tool-latency',
    dashboard: 'performance',
    whenMissing: noTraffic,
    source: guide('Key Metrics 4'),
  }),
);
