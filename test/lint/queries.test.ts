import { describe, expect, test } from 'vitest';
import type { Finding } from '../../src/core/findings.js';
import { alert, group, minutes, type Node, rate, record, resolves, select, sum } from '../../src/index.js';
import { lint } from '../../src/lint/index.js';
import { parse } from '../../src/promql/parse.js';
import { orderRate, orders, shop, shopSite, up } from '../support/shop.js';

/** The findings on one alert with this expression. */
function findings(text: string): Finding[] {
  const parsed = parse(text, { macros: true });
  if (!parsed.ok) throw new Error(parsed.error.message);
  return check(parsed.node);
}

function check(expr: Node): Finding[] {
  const groups = [group('shop', { every: minutes(1) }, record(orderRate, recorded), trouble(expr))];
  // That nobody looks at `up` here is another matter: test/lint/blind-spot.test.ts.
  return lint({ world: shop, site: shopSite, groups, dashboards: [] }).filter(f => f.id !== 'alert/blind-spot');
}

const recorded = sum(rate(select(orders), minutes(5)), { by: ['job'] });

const trouble = (expr: Node) =>
  alert('ShopTrouble', {
    severity: 'info',
    expr,
    for: minutes(5),
    summary: 'Trouble',
    description: 'Trouble.',
    runbook: 'trouble',
    dashboard: 'shop',
    whenMissing: resolves('it is a test'),
    source: up.source,
  });

/** What the caret stands under. */
const marked = ({ source, span }: Finding): string => (source && span ? source.slice(span.from, span.to) : '');

describe('an expression that cannot be right', () => {
  test.each([
    [
      'metric/unknown',
      'sum(shop_order_total) > 1',
      'shop_order_total',
      /no metric "shop_order_total"/,
      /shop_orders_total/,
    ],
    ['metric/unknown', 'rate(shop_orders_total[5m]) > 0.1 / second', 'second', /no metric "second"/, /number; limits/],
    [
      'histogram/bare-name',
      'shop_checkout_seconds > 1',
      'shop_checkout_seconds',
      /no samples/,
      /_bucket for quantiles/,
    ],
    ['label/unknown', 'shop_heap_bytes{jobb="a"} > 1', 'jobb="a"', /no label "jobb"/, /write job/],
    ['label/unknown', 'shop_heap_bytes{zone!="a"} > 1', 'zone!="a"', /no effect/, /instance, /],
    ['label/value-unknown', 'shop_orders_total{status="failure"} > 1', 'status="failure"', /"failure"/, /failed/],
    ['label/value-unknown', 'shop_orders_total{status=~"x|y"} > 1', 'status=~"x|y"', /"x\|y"/, /ok, failed/],
    ['label/value-unknown', 'shop_orders_total{status!="no"} > 1', 'status!="no"', /no effect/, /ok/],
    [
      'grouping/unknown',
      'sum by (state) (shop_orders_total) > 1',
      'sum by (state) (shop_orders_total)',
      /"state"/,
      /status/,
    ],
    ['rate/on-gauge', 'rate(shop_heap_bytes[5m]) > 1', 'rate(shop_heap_bytes[5m])', /counter reset/, /deriv/],
    ['rate/on-gauge', 'increase(shop_heap_bytes[5m]) > 1', 'increase(shop_heap_bytes[5m])', /counter reset/, /delta/],
    ['trend/on-counter', 'deriv(shop_orders_total[5m]) > 1', 'deriv(shop_orders_total[5m])', /restart/, /rate/],
    [
      'histogram/no-buckets',
      'histogram_quantile(0.9, sum(rate(shop_checkout_seconds_bucket[5m]))) > 1',
      'sum(rate(shop_checkout_seconds_bucket[5m]))',
      /"le"/,
      /sum by \(le\)/,
    ],
    [
      'join/never-matches',
      'shop_orders_total{status="ok"} / shop_orders_total{status="failed"} > 1',
      'shop_orders_total{status="ok"} / shop_orders_total{status="failed"}',
      /status is "ok" on the left and "failed" on the right/,
      /aggregate both sides/,
    ],
    [
      'join/never-matches',
      'shop_heap_bytes + shop_cache_hit_ratio > 1',
      'shop_heap_bytes + shop_cache_hit_ratio',
      /cache is missing on the left/,
      /aggregate/,
    ],
    [
      'unit/mismatch',
      'sum by (job) (shop_heap_bytes) > sum by (job) (rate(shop_orders_total[5m]))',
      'sum by (job) (shop_heap_bytes) > sum by (job) (rate(shop_orders_total[5m]))',
      /bytes > count\/second/,
      /convert/,
    ],
    ['range/too-short', 'rate(shop_orders_total[30s]) > 1', 'shop_orders_total[30s]', /four scrapes/, /at least 1m/],
    ['range/beyond-retention', 'delta(shop_heap_bytes[5w]) > 1', 'shop_heap_bytes[5w]', /further back/, /shorten/],
    ['range/beyond-retention', 'shop_heap_bytes offset 1y > 1', 'shop_heap_bytes offset 1y', /further back/, /shorten/],
    [
      'histogram/limit-beyond-buckets',
      'histogram_quantile(0.9, sum by (le) (rate(shop_checkout_seconds_bucket[5m]))) > 5',
      'histogram_quantile(0.9, sum by (le) (rate(shop_checkout_seconds_bucket[5m]))) > 5',
      /ends at 5/,
      /less than 5/,
    ],
    [
      'rule/macro',
      'rate(shop_orders_total[$__rate_interval]) > 1',
      'shop_orders_total[$__rate_interval]',
      /dashboards only/,
      /fixed duration/,
    ],
    ['expr/never-returns', 'shop_cache_hit_ratio > 1', 'shop_cache_hit_ratio > 1', /never return/, /outside/],
    [
      'expr/never-returns',
      'sum by (job) (shop_cache_hit_ratio < 0)',
      'shop_cache_hit_ratio < 0',
      /never return/,
      /outside/,
    ],
  ])('%s: %s', (id, text, at, message, fix) => {
    const found = findings(text);
    expect(found.map(f => f.id)).toContain(id);
    const finding = found.find(f => f.id === id) as Finding;
    expect(finding.severity).toBe('error');
    expect(marked(finding)).toBe(at);
    expect(finding.message).toMatch(message);
    expect(finding.fix).toMatch(fix);
    expect(finding.place.item).toBe('ShopTrouble');
  });

  test('a quantile may be as high as the highest bucket', () => {
    const found = findings('histogram_quantile(0.9, sum by (le) (rate(shop_checkout_seconds_bucket[5m]))) >= 5');
    expect(found.map(f => f.id)).toEqual([]);
  });

  test('that it is empty is not said again when the cause was found', () => {
    expect(findings('shop_nothing > 1').map(f => f.id)).toEqual(['metric/unknown']);
  });

  test('what does not type-check is not examined further', () => {
    const broken = {
      kind: 'call',
      func: 'rate',
      args: [{ kind: 'selector', name: 'shop_nothing', matchers: [] }],
    } as const;
    expect(check(broken).map(f => f.id)).toEqual(['expr/type']);
  });
});

describe('an expression that works', () => {
  test.each([
    'sum by (job) (rate(shop_orders_total{status="failed"}[5m])) / sum by (job) (rate(shop_orders_total[5m])) > 0.1 and sum by (job) (rate(shop_orders_total[5m])) > 1',
    'histogram_quantile(0.9, sum by (job, le) (rate(shop_checkout_seconds_bucket{step="pay"}[5m]))) > 1',
    'shop_heap_bytes / on (job) group_left () sum by (job) (shop_heap_bytes) > 0.5',
    'deriv(shop_heap_bytes[30m]) * 600 > 1e7',
    'up == 0',
    'absent(up{job="shop"})',
    'time() - timestamp(up) > 600',
    'job:shop_orders:rate5m > 1',
    'shop_orders_total{status=~"ok|failed"} unless shop_orders_total offset 5m',
    'predict_linear(shop_heap_bytes[6h], 86400) > 5e8',
    'max_over_time(sum by (job) (rate(shop_orders_total[5m]))[1h:1m]) > 1',
  ])('%s', text => {
    expect(findings(text)).toEqual([]);
  });
});

/** What is found, the expression, what the caret stands under, and the nearest expression in which it is not found. */
const suspicions: readonly (readonly [id: string, fires: string, at: string, quiet: string])[] = [
  [
    'label/alternative-unknown',
    'shop_orders_total{status=~"ok|faild"} unless shop_orders_total offset 5m',
    'status=~"ok|faild"',
    'shop_orders_total{status=~"ok|failed"} unless shop_orders_total offset 5m',
  ],
  [
    'join/needs-group',
    'rate(shop_orders_total[5m]) / on (job, instance) up > 1',
    'rate(shop_orders_total[5m]) / on (job, instance) up',
    'rate(shop_orders_total[5m]) / on (job, instance) group_left () up > 1',
  ],
  [
    'join/needs-group',
    'up / on (job) (up > 0) > 1',
    'up / on (job) (up > 0)',
    'sum by (job) (up) / on (job) sum by (job) (up) > 1',
  ],
  [
    'join/needs-group',
    'up * ignoring (status, country) rate(shop_orders_total[5m]) > 1',
    'up * ignoring (status, country) rate(shop_orders_total[5m])',
    'up * ignoring (status, country) sum by (instance, job) (rate(shop_orders_total[5m])) > 1',
  ],
  [
    'join/many-to-many',
    'rate(shop_orders_total[5m]) / on (job) group_left () up > 1',
    'rate(shop_orders_total[5m]) / on (job) group_left () up',
    'rate(shop_orders_total[5m]) / on (job) group_left () max by (job) (up) > 1',
  ],
  [
    'join/many-to-many',
    'rate(shop_orders_total[5m]) / on (job) up > 1',
    'rate(shop_orders_total[5m]) / on (job) up',
    'rate(shop_orders_total[5m]) / on (job) group_left () topk by (job) (1, up) > 1',
  ],
  [
    'join/many-to-many',
    'up * on (job) group_right () up > 1',
    'up * on (job) group_right () up',
    'up * on (job) group_right (instance) group by (job) (up) > 1 or vector(3)',
  ],
  [
    'join/label-overwritten',
    'shop_cache_hit_ratio * on (job) group_left (instance) topk by (job) (1, up) > 1',
    'shop_cache_hit_ratio * on (job) group_left (instance) topk by (job) (1, up)',
    'max by (job, cache) (shop_cache_hit_ratio) * on (job) group_left (instance) topk by (job) (1, up) > 1',
  ],
  [
    'join/on-unknown',
    'sum by (job) (up) unless on (cluster) sum by (job) (shop_heap_bytes)',
    'sum by (job) (up) unless on (cluster) sum by (job) (shop_heap_bytes)',
    'sum by (job) (up) unless on (job) sum by (job) (shop_heap_bytes)',
  ],
  [
    'histogram/raw-buckets',
    'histogram_quantile(0.9, sum by (le) (shop_checkout_seconds_bucket)) > 1',
    'shop_checkout_seconds_bucket',
    'histogram_quantile(0.9, sum by (le) (rate(shop_checkout_seconds_bucket[5m]))) > 1',
  ],
  ['offset/future', 'shop_heap_bytes offset -5m > 5', 'shop_heap_bytes offset -5m', 'shop_heap_bytes offset 5m > 5'],
  [
    'offset/too-short',
    'shop_heap_bytes - shop_heap_bytes offset 10s > 5',
    'shop_heap_bytes offset 10s',
    'shop_heap_bytes - shop_heap_bytes offset 15s > 5',
  ],
  ['time/fixed', 'shop_heap_bytes @ 1600000000 > 5', 'shop_heap_bytes @ 1600000000.000', 'shop_heap_bytes @ end() > 5'],
  [
    'subquery/step',
    'max_over_time(shop_heap_bytes[1m:5m]) > 1',
    'shop_heap_bytes[1m:5m]',
    'max_over_time(shop_heap_bytes[5m:1m]) > 1',
  ],
  [
    'subquery/step',
    'max_over_time(rate(shop_orders_total[1m])[1h:5m]) > 1',
    'rate(shop_orders_total[1m])[1h:5m]',
    'max_over_time(rate(shop_orders_total[5m])[1h:5m]) > 1',
  ],
  [
    'subquery/step',
    'max_over_time(sum(shop_heap_bytes)[1h:5s]) > 1',
    'sum(shop_heap_bytes)[1h:5s]',
    'max_over_time(sum(shop_heap_bytes)[1h:15s]) > 1',
  ],
  [
    'subquery/default-step',
    'count_over_time((shop_heap_bytes > 5)[1h:]) > 1',
    '(shop_heap_bytes > 5)[1h:]',
    'max_over_time((shop_heap_bytes > 5)[1h:]) > 1',
  ],
  [
    'range/exact-multiple',
    'delta(sum(shop_heap_bytes)[5m:5m]) > 1',
    'sum(shop_heap_bytes)[5m:5m]',
    'delta(sum(shop_heap_bytes)[10m:5m]) > 1',
  ],
  [
    'range/exact-multiple',
    'count_over_time(up[5m]) <= 20',
    'count_over_time(up[5m]) <= 20',
    'count_over_time(up[5m]) <= 19',
  ],
  [
    'range/exact-multiple',
    'count_over_time(up[5m]) > 20',
    'count_over_time(up[5m]) > 20',
    'count_over_time(up[310s]) > 20',
  ],
  [
    'ratio/nan',
    'sum(rate(shop_checkout_seconds_sum[5m]) / rate(shop_checkout_seconds_count[5m])) > 1',
    'rate(shop_checkout_seconds_sum[5m]) / rate(shop_checkout_seconds_count[5m])',
    'sum(rate(shop_checkout_seconds_sum[5m]) / (rate(shop_checkout_seconds_count[5m]) > 0)) > 1',
  ],
  [
    'ratio/nan',
    'avg_over_time((rate(shop_checkout_seconds_sum[5m]) / rate(shop_checkout_seconds_count[5m]))[1h:5m]) > 1',
    'rate(shop_checkout_seconds_sum[5m]) / rate(shop_checkout_seconds_count[5m])',
    'max_over_time((rate(shop_checkout_seconds_sum[5m]) / rate(shop_checkout_seconds_count[5m]))[1h:5m]) > 1',
  ],
  [
    'ratio/nan',
    'avg(rate(shop_checkout_seconds_sum[5m]) / rate(shop_checkout_seconds_count[5m]) * 1000) > 1',
    'rate(shop_checkout_seconds_sum[5m]) / rate(shop_checkout_seconds_count[5m])',
    'max(rate(shop_checkout_seconds_sum[5m]) / rate(shop_checkout_seconds_count[5m]) * 1000) > 1',
  ],
  [
    'ratio/no-traffic-guard',
    'sum(rate(shop_orders_total{status="failed"}[5m])) / sum(rate(shop_orders_total[5m])) > 0.1',
    'sum(rate(shop_orders_total{status="failed"}[5m])) / sum(rate(shop_orders_total[5m]))',
    'sum(rate(shop_orders_total{status="failed"}[5m])) / sum(rate(shop_orders_total[5m])) > 0.1 and sum(rate(shop_orders_total[5m])) > 1',
  ],
  [
    'ratio/no-traffic-guard',
    '1 - sum(rate(shop_orders_total{status="ok"}[5m])) / sum(rate(shop_orders_total[5m])) > 0.1',
    'sum(rate(shop_orders_total{status="ok"}[5m])) / sum(rate(shop_orders_total[5m]))',
    '1 - sum(rate(shop_orders_total{status="ok"}[5m])) / (sum(rate(shop_orders_total[5m])) > 1) > 0.1',
  ],
  [
    'average/of-ratios',
    'sum(histogram_quantile(0.9, rate(shop_checkout_seconds_bucket[5m])) * 1000) > 1',
    'sum(histogram_quantile(0.9, rate(shop_checkout_seconds_bucket[5m])) * 1000)',
    'max(histogram_quantile(0.9, rate(shop_checkout_seconds_bucket[5m])) * 1000) > 1',
  ],
  ['alert/count-of-none', 'count(up == 1) < 2', 'count(up == 1)', 'sum(up == bool 1) < 2'],
  ['alert/count-of-none', '3 > count by (job) (up > 0)', 'count by (job) (up > 0)', 'count(up == 0) < 3'],
  ['alert/count-of-none', 'count(up == 1) <= 2', 'count(up == 1)', 'count(up == 1) <= 2 or absent(up == 1)'],
  [
    'threshold/not-a-limit',
    'histogram_quantile(0.9, sum by (le) (rate(shop_checkout_seconds_bucket[5m]))) > 2',
    '2',
    'histogram_quantile(0.9, sum by (le) (rate(shop_checkout_seconds_bucket[5m]))) > 1',
  ],
  [
    'threshold/not-a-limit',
    'increase(shop_orders_total{status="failed"}[5m]) > 100',
    '100',
    'increase(shop_orders_total{status="failed"}[5m]) > 10',
  ],
];

describe('an expression that is hardly meant so', () => {
  test.each(suspicions)('%s: %s', (id, fires, at) => {
    const finding = findings(fires).find(f => f.id === id);
    expect(finding && marked(finding)).toBe(at);
    expect(finding?.severity).not.toBe('error');
    expect(finding?.fix).toMatch(/\w/);
  });

  test.each(suspicions)('%s: not in %s, but in its neighbour', (id, _fires, _at, quiet) => {
    expect(findings(quiet).map(f => f.id)).not.toContain(id);
  });
});
