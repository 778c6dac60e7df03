import * as catalog from '../../catalog/metrics.js';
import { coordinators } from '../../catalog/vocabulary.js';

/**
 * A rule file as mixins are: ratios of errors, quantiles of histograms, joins, offsets, absent series, recorded series,
 * with labels, annotations that are templates, and texts in every style that YAML has. All over the metrics of this
 * project's catalog, and no two rules alike.
 */
export function ruleFile(rules: number): string {
  const groups: string[] = ['groups:\n'];
  for (let i = 0; i < rules; i++) {
    if (i % perGroup === 0) groups.push(`- name: component-${i / perGroup}.rules\n  interval: 1m\n  rules:\n`);
    groups.push((shapes[i % shapes.length] as Shape)(i));
  }
  return groups.join('');
}

const perGroup = 20;

type Shape = (i: number) => string;

const { chatLatency, toolExecution, initialization, coordinatorErrors, interactions, memory, up } = catalog;
const { activeSessions, processCpu, processMemory, processStart, featureParity, compatibilityFailures } = catalog;

const model = (i: number) => `model="model-${i}"`;
const coordinator = (i: number) => coordinators[i % coordinators.length] as string;
/** A limit that no other rule has. */
const limit = (i: number) => (0.05 + i / 1e6).toFixed(6);

const shapes: readonly Shape[] = [
  i =>
    alert(i, 'ChatLatencyHigh', {
      expr: `histogram_quantile(0.99, sum by (job, le, provider) (rate(${chatLatency.bucket.name}{orchestrator_type="coordinator", ${model(i)}}[5m]))) > ${limit(i)}`,
      style: 'block',
      description: `The 99th percentile of model-${i} at {{ $labels.provider }} (job {{ $labels.job }}) is {{ $value | humanizeDuration }}.`,
    }),
  i =>
    alert(i, 'ToolErrors', {
      expr: `(
  sum by (job, tool_name) (rate(${toolExecution.count.name}{status="failure", tool_name!~"tool-${i}|tool-${i}-.+"}[5m]))
/
  sum by (job, tool_name) (rate(${toolExecution.count.name}{tool_name!~"tool-${i}|tool-${i}-.+"}[5m]))
) > ${limit(i)}`,
      style: 'block',
      description:
        '{{ $value | humanizePercentage }} of the calls of {{ $labels.tool_name }} fail in job {{ $labels.job }}.',
    }),
  i =>
    record(i, 'job_coordinator', 'coordinator_errors:rate5m', {
      expr: `sum by (job, coordinator) (rate(${coordinatorErrors.name}{error_type="type-${i}"}[5m]))`,
    }),
  i =>
    alert(i, 'ProcessAbsent', {
      expr: `absent(${up.name}{job="job-${i}"} == 1)`,
      style: 'plain',
      description: `No process of job-${i} has been seen for five minutes.`,
    }),
  i =>
    alert(i, 'MemoryGrows', {
      expr: `deriv(${memory.name}{component="total", job="job-${i}", orchestrator_type="coordinator"}[30m]) * 600 > ${10_000_000 + i}`,
      style: 'plain',
      description:
        '{{ $labels.instance }} grew by {{ $value | humanize1024 }}B in ten minutes (job {{ $labels.job }}).',
    }),
  i =>
    record(i, 'job_orchestrator_type', 'chat_latency_seconds:mean15m', {
      expr: `sum by (job, orchestrator_type) (rate(${chatLatency.sum.name}{${model(i)}}[15m]))
/
sum by (job, orchestrator_type) (rate(${chatLatency.count.name}{${model(i)}}[15m]))`,
    }),
  i =>
    alert(i, 'InteractionsSpike', {
      expr: `sum by (job, source_coordinator) (rate(${interactions.name}{operation="op-${i}"}[1h])) > 2 * sum by (job, source_coordinator) (rate(${interactions.name}{operation="op-${i}"}[1h] offset 1d)) and on (job) sum by (job) (rate(${chatLatency.count.name}[1h])) > 0.1`,
      style: 'single',
      description: '{{ $labels.source_coordinator }} calls others {{ $value | humanize }} times a second.',
    }),
  i =>
    alert(i, 'NewErrors', {
      expr: `sum by (job, coordinator) (increase(${coordinatorErrors.name}{coordinator="${coordinator(i)}", error_type=~"type-${i}.*"}[5m])) > ${i % 7} or sum by (job, coordinator) (${coordinatorErrors.name}{error_type=~"type-${i}.*"} unless ${coordinatorErrors.name} offset 5m) > 0`,
      style: 'folded',
      description: '{{ $labels.coordinator }} of {{ $labels.job }} met {{ printf "%.0f" $value }} new errors.',
    }),
  i =>
    alert(i, 'CpuPerSession', {
      expr: `sum(rate(${processCpu.name}{job="job-${i}",}[5m])) by (job, instance) / on (job, instance) group_left () max by (job, instance) (${activeSessions.name}{job="job-${i}"} > 0) > ${limit(i)}`,
      style: 'double',
      description: 'A session in {{ $labels.instance }} takes {{ $value | humanize }} CPU seconds per second.',
    }),
  i =>
    alert(i, 'MemoryPredicted', {
      expr: `predict_linear(${processMemory.name}{job="job-${i}"}[6h], 86400) > ${500_000_000 + i} and deriv(${processMemory.name}{job="job-${i}"}[6h]) > 0`,
      style: 'plain',
      description: '{{ $labels.instance }} will hold {{ $value | humanize1024 }}B tomorrow.',
    }),
  i =>
    record(i, 'job_le', 'chat_latency_seconds_bucket:rate5m', {
      expr: `sum without (instance, model, orchestrator_type, provider) (rate(${chatLatency.bucket.name}{${model(i)}}[5m]))`,
    }),
  i =>
    alert(i, 'SlowStart', {
      expr: `(sum by (job, instance) (${initialization.sum.name}{status="success", job="job-${i}"}) and on (job, instance) time() - ${processStart.name} < 3600) > ${limit(i)}`,
      style: 'block',
      description: '{{ $labels.instance }} took {{ $value | humanizeDuration }} to start.',
    }),
  i =>
    alert(i, 'ParityLow', {
      expr: `min by (feature_category) (${featureParity.name}{job="job-${i}"}) < ${(0.95 - i / 1e6).toFixed(6)}`,
      style: 'plain',
      description: 'Parity of {{ $labels.feature_category }} is {{ $value | humanizePercentage }}.',
    }),
  i =>
    alert(i, 'CompatibilityBroken', {
      expr: `topk(5, label_replace(sum by (job, api_version) (increase(${compatibilityFailures.name}{failure_type="kind-${i}"}[10m])), "version", "$1", "api_version", "v(.*)")) > 0`,
      style: 'single',
      description:
        '{{ range query "up" }}{{ .Labels.instance }} {{ end }}{{ $labels.api_version }} broke: {{ $value }}.',
    }),
];

interface AlertParts {
  readonly expr: string;
  readonly style: keyof typeof styles;
  readonly description: string;
}

function alert(i: number, name: string, { expr, style, description }: AlertParts): string {
  return `  - alert: ${name}${i}
    expr: ${styles[style](expr)}
    for: ${5 + (i % 11)}m
    labels:
      severity: ${i % 3 === 0 ? 'critical' : 'warning'}
      team: team-${i % 40}
    annotations:
      summary: ${name} of component ${Math.floor(i / perGroup)}.
      description: ${JSON.stringify(description)}
      runbook_url: https://runbooks.example.com/component-${Math.floor(i / perGroup)}/${name.toLowerCase()}
`;
}

function record(i: number, level: string, what: string, { expr }: { readonly expr: string }): string {
  return `  - record: ${level}:${what}_${i}
    expr: ${styles.block(expr)}
    labels:
      component: component-${Math.floor(i / perGroup)}
`;
}

/** The ways to write a text in YAML, at the indentation of a rule's field. */
const styles = {
  plain: (text: string) => text,
  single: (text: string) => `'${text.replaceAll("'", "''")}'`,
  double: (text: string) => JSON.stringify(text),
  block: (text: string) => `|\n      ${text.replaceAll('\n', '\n      ')}`,
  folded: (text: string) => `>-\n      ${text.replaceAll(' or ', '\n      or ')}`,
};
