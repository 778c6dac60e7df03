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

/** The findings on an alert with these labels, as `id: text under the caret`. */
function found(expr: string, labels: Readonly<Record<string, string>> = { team: 'a' }): string[] {
  const rule = { alert: 'A', expr, for: '5m', labels };
  const text = JSON.stringify({ groups: [{ name: 'g', rules: [rule] }] });
  const { findings } = checkFiles([{ path: 'guide.json', text }], { world: world(metrics, recorded), site });
  return findings.map(({ id, source, span }) => (source && span ? `${id}: ${source.slice(span.from, span.to)}` : id));
}

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
    ['R12: complete service failure', 'up{job="victor"} == 0', ['alert/target-vanishes']],
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
  expect(found('rate(coordinator_errors_total[5m]) > 0', { severity: 'warning' })).toEqual(['alert/label-collision']);
});

test('R16: the buckets of the client libraries end at 10 s', () => {
  const slow = 'histogram_quantile(0.99, sum by (le) (rate(chat_latency_seconds_bucket[5m]))) > ';
  const [highest] = [...metrics.chatLatency.buckets].slice(-1);
  expect(found(`${slow}${highest}`)).toEqual([`expr/never-returns: ${slow}${highest}`]);
  expect(found(`${slow}10`)).toEqual([]);
});

test('R18: memory added up over its components', () => {
  const sum = 'sum by (job) (coordinator_memory_bytes)';
  expect(found(`${sum} > 5e8`)).toEqual([`sum/overlapping: ${sum}`]);
  expect(found('sum by (job) (coordinator_memory_bytes{component=~"coordinators|overhead"}) > 5e8')).toEqual([]);
  expect(found('sum by (job, component) (coordinator_memory_bytes) > 5e8')).toEqual([]);
});
