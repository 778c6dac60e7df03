import { describe, expect, test } from 'vitest';
import * as metrics from '../../catalog/metrics.js';
import * as recorded from '../../catalog/recorded.js';
import site from '../../catalog/site.js';
import { world } from '../../src/catalog/world.js';
import { checkFiles } from '../../src/lint/files.js';

/*
 * What the monitoring guide asks for, as it is written there, against this project's catalog: each expression that
 * cannot work is found at the part that is wrong. Where it stops at a syntax error, the row below it is the same with
 * that mended.
 */

/** The findings on a file of rules, as `id: text under the caret`, or the line of the file that it points to. */
function foundIn(rules: readonly object[]): string[] {
  const fields = (rule: object) => Object.entries(rule).map(([key, value]) => `${key}: ${JSON.stringify(value)}`);
  const text = `groups:\n- name: g\n  rules:\n${rules.map(rule => `  - ${fields(rule).join('\n    ')}\n`).join('')}`;
  return checkFiles([{ path: 'guide.yaml', text }], { world: world(metrics, recorded), site }).findings.map(
    ({ id, source, span, place: { line = 0 } }) =>
      `${id}: ${source && span ? source.slice(span.from, span.to) : (text.split('\n')[line - 1] ?? '').replace(/^[ -]+/, '')}`,
  );
}

/** The findings on an alert with these labels. */
const found = (expr: string, labels: Readonly<Record<string, string>> = { team: 'a' }): string[] =>
  foundIn([{ alert: 'A', expr, for: '5m', labels, annotations: { summary: 'It is a test' } }]).filter(
    text => !/^alert\/(?:no-|runbook)/.test(text),
  );

const sums = `rate(chat_latency_seconds_sum{orchestrator_type="coordinator"}[5m])
/
rate(chat_latency_seconds_sum{orchestrator_type="legacy"}[5m])`;
const memories =
  'coordinator_memory_bytes{orchestrator_type="coordinator"} - coordinator_memory_bytes{orchestrator_type="legacy"}';

describe('Key Metrics', () => {
  test.each<[string, string, string[]]>([
    ['R4, R5: chat latency', sums, [`join/never-matches: ${sums}`, `ratio/of-sums: ${sums}`]],
    [
      'R5: with its labels mended',
      sums.replaceAll('rate', 'sum by (job) (rate').replaceAll('[5m])', '[5m]))'),
      [`ratio/of-sums: ${sums.replaceAll('rate', 'sum by (job) (rate').replaceAll('[5m])', '[5m]))')}`],
    ],
    ['coordinator errors', 'rate(coordinator_errors_total[5m]) > 0', []],
  ])('%s', (_, expr, expected) => {
    expect(found(expr)).toEqual(expected);
  });
});

describe('Critical Alerts', () => {
  test.each<[string, string, string[]]>([
    [
      'R8: initialization failure',
      'coordinator_errors_total{severity="critical"} > 0',
      ['counter/compared: coordinator_errors_total{severity="critical"} > 0'],
    ],
    ['R12: complete service failure', 'up{job="victor"} == 0', ['alert/target-vanishes: alert: "A"']],
    ['R1: memory leak', 'rate(coordinator_memory_bytes[10m]) > 10MB', ['expr/syntax: 10MB']],
    [
      'R9: memory leak, with a number',
      'rate(coordinator_memory_bytes[10m]) > 10e6',
      ['rate/on-gauge: rate(coordinator_memory_bytes[10m])'],
    ],
    [
      'R8: compatibility failure',
      'backward_compatibility_failures_total > 0',
      ['counter/compared: backward_compatibility_failures_total > 0'],
    ],
    ['R8: data corruption', 'session_corruption_total > 0', ['counter/compared: session_corruption_total > 0']],
  ])('%s', (_, expr, expected) => {
    expect(found(expr)).toEqual(expected);
  });
});

describe('Warning Alerts', () => {
  test.each<[string, string, string[]]>([
    ['R1: performance degradation', 'chat_latency_seconds > baseline × 1.10', ['expr/syntax: ×']],
    [
      'R2, R3: performance degradation, multiplied',
      'chat_latency_seconds > baseline * 1.10',
      ['histogram/bare-name: chat_latency_seconds', 'metric/unknown: baseline'],
    ],
    ['R2: elevated error rate', 'rate(coordinator_errors_total[5m]) > 0.1/second', ['metric/unknown: second']],
    ['R1: memory overhead', 'coordinator_memory_bytes - legacy_memory_bytes > 100MB', ['expr/syntax: 100MB']],
    [
      'R7: memory overhead, with a number',
      'coordinator_memory_bytes - legacy_memory_bytes > 100e6',
      ['metric/unknown: legacy_memory_bytes'],
    ],
    ['feature parity drop', 'feature_parity_score < 0.95', []],
    [
      'R6: feature parity drop, of a percentage',
      'feature_parity_score < 95',
      ['threshold/outside: feature_parity_score < 95'],
    ],
    ['test coverage drop', 'coordinator_test_coverage_percent < 85', []],
  ])('%s', (_, expr, expected) => {
    expect(found(expr)).toEqual(expected);
  });
});

describe('Info Alerts', () => {
  test.each<[string, string, string[]]>([
    ['R1: interactions spike', 'rate(coordinator_interactions_total[5m]) > baseline × 2', ['expr/syntax: ×']],
    [
      'R2: interactions spike, multiplied',
      'rate(coordinator_interactions_total[5m]) > baseline * 2',
      ['metric/unknown: baseline'],
    ],
    [
      'R2, R19: resource usage trend',
      'predict_linear(coordinator_memory_bytes[1h], 86400) > limit',
      ['metric/unknown: limit', 'trend/too-far: predict_linear(coordinator_memory_bytes[1h], 86400)'],
    ],
    ['R7: usage pattern', 'request_rate', ['metric/unknown: request_rate']],
  ])('%s', (_, expr, expected) => {
    expect(found(expr)).toEqual(expected);
  });
});

test('R4: memory overhead of the dashboard', () => {
  expect(found(memories)).toEqual([`join/never-matches: ${memories}`]);
});

test('R10: the alert has a severity, and so have the errors', () => {
  expect(found('rate(coordinator_errors_total[5m]) > 0', { severity: 'warning' })).toEqual([
    'alert/label-collision: labels: {"severity":"warning"}',
  ]);
});

describe('R11, R13: initialization', () => {
  test('any critical error is no failed initialization, and a counter besides', () => {
    // Which failure is meant nobody can see in an expression; that it never clears is found, and R11's own works.
    const meant = 'increase(coordinator_initialization_seconds_count{status="failure"}[5m]) > 0';
    expect(found(meant)).toEqual([]);
  });

  const quantile = 'histogram_quantile(0.95, sum by (job, le) (rate(coordinator_initialization_seconds_bucket[5m])))';
  const mean = 'rate(coordinator_initialization_seconds_sum[5m]) / rate(coordinator_initialization_seconds_count[5m])';
  test.each([
    ['a quantile of what happens once a start', quantile, [`histogram/at-start: ${quantile}`]],
    ['its mean', mean, [`histogram/at-start: ${mean}`]],
    ['the sum itself', 'sum by (job, instance) (coordinator_initialization_seconds_sum) > 0.5', ['counter/compared']],
    [
      'the sum itself, while the process is young',
      '(sum by (job, instance) (coordinator_initialization_seconds_sum) and on (job, instance) (time() - process_start_time_seconds < 3600)) > 0.5',
      [],
    ],
  ])('%s', (_, expr, expected) => {
    const above = expr.includes('>') ? expr : `${expr} > 0.5`;
    expect(found(above).map(text => (expected.includes(text) ? text : text.split(':')[0]))).toEqual(expected);
  });
});

test('R14: a warning that stands above the critical, whether it counts or rates', () => {
  const rule = (severity: string, expr: string) => ({
    alert: 'CoordinatorErrors',
    expr,
    for: '5m',
    labels: { severity },
    annotations: { summary: 'Errors' },
  });
  const ladder = (warning: string, critical: string) =>
    foundIn([rule('warning', warning), rule('critical', critical)]).filter(text => text.startsWith('ladder/'));
  const sum = (of: string) => `sum by (job) (${of}(coordinator_errors_total[5m]))`;
  expect(ladder(`${sum('rate')} > 0.1`, `${sum('increase')} > 10`)).toEqual([
    'ladder/order: alert: "CoordinatorErrors"',
  ]);
  expect(ladder(`${sum('increase')} > 0`, `${sum('increase')} > 10`)).toEqual([]);
  expect(ladder(`${sum('rate')} > 0.1`, `${sum('increase')} > 31`)).toEqual([]);
});

test('R15: an alert that pages after one evaluation', () => {
  const rule = { alert: 'Down', expr: 'up == 0', labels: { severity: 'critical' }, annotations: { summary: 'Down' } };
  const holds = (more: object) => foundIn([{ ...rule, ...more }]).filter(text => text.startsWith('alert/no-for'));
  expect(holds({})).toEqual(['alert/no-for: alert: "Down"']);
  expect(holds({ for: '1m' })).toEqual([]);
  expect(holds({ labels: { severity: 'warning' } })).toEqual([]);
  expect(holds({ expr: 'vector(1)' })).toEqual([]);
});

test('R17, R25: the dashboard of the guide, panel by panel', () => {
  const panel = (title: string, type: string, ...targets: [expr: string, legendFormat?: string][]) => ({
    title,
    targets: targets.map(([expr, legendFormat]) => ({ expr, ...(legendFormat && { legendFormat }) })),
    type,
  });
  const mean = (of: string) =>
    `rate(chat_latency_seconds_sum{orchestrator_type="${of}"}[5m]) / rate(chat_latency_seconds_count{orchestrator_type="${of}"}[5m])`;
  const text = JSON.stringify(
    {
      dashboard: {
        title: 'Coordinator Orchestrator Monitoring',
        panels: [
          panel('Feature Flag Status', 'stat', ['coordinator_orchestrator_enabled']),
          panel('Chat Latency Comparison', 'graph', [mean('coordinator'), 'Coordinator'], [mean('legacy'), 'Legacy']),
          panel('Coordinator Errors', 'graph', ['rate(coordinator_errors_total[5m])', '{{coordinator}}']),
          panel('Memory Overhead', 'graph', [memories, 'Overhead']),
          panel('Feature Parity Score', 'gauge', ['feature_parity_score', '{{feature_category}}']),
        ],
      },
    },
    null,
    1,
  );
  const { findings } = checkFiles([{ path: 'guide.json', text }], { world: world(metrics, recorded), site });
  const lines = text.split('\n').map(line => line.trim());
  expect(
    findings.map(({ id, place: { item, line = 0 } }) => `${id} ${item ?? ''}: ${lines[line - 1]?.slice(0, 40)}`).sort(),
  ).toEqual([
    `join/never-matches Memory Overhead › 1: "expr": "coordinator_memory_bytes{orches`,
    'legend/ambiguous Chat Latency Comparison › 1: "legendFormat": "Coordinator"',
    'legend/ambiguous Chat Latency Comparison › 2: "legendFormat": "Legacy"',
    'legend/ambiguous Coordinator Errors › 1: "legendFormat": "{{coordinator}}"',
    'legend/ambiguous Feature Parity Score › 1: "legendFormat": "{{feature_category}}"',
    'panel/rate-window Chat Latency Comparison › 1: "expr": "rate(chat_latency_seconds_sum{o',
    'panel/rate-window Chat Latency Comparison › 2: "expr": "rate(chat_latency_seconds_sum{o',
    'panel/rate-window Coordinator Errors › 1: "expr": "rate(coordinator_errors_total[5',
    ...Array.from({ length: 3 }, () => 'schema/removed-panel : "type": "graph"'),
  ]);
});

test('R16: the buckets of the client libraries end at 10 s', () => {
  const slow = 'histogram_quantile(0.99, sum by (le) (rate(chat_latency_seconds_bucket[5m]))) > ';
  const [highest] = [...metrics.chatLatency.buckets].slice(-1);
  expect(found(`${slow}${highest}`)).toEqual([`histogram/limit-beyond-buckets: ${slow}${highest}`]);
  expect(found(`${slow}10`)).toEqual(['threshold/not-a-limit: 10']);
});

test('R18: memory added up over its components', () => {
  const sum = 'sum by (job) (coordinator_memory_bytes)';
  expect(found(`${sum} > 5e8`)).toEqual([`sum/overlapping: ${sum}`]);
  expect(found('sum by (job) (coordinator_memory_bytes{component=~"coordinators|overhead"}) > 5e8')).toEqual([]);
  expect(found('sum by (job, component) (coordinator_memory_bytes) > 5e8')).toEqual([]);
});
