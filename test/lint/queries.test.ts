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
  return lint({ world: shop, site: shopSite, groups, dashboards: [] });
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
    'sum by (job) (rate(shop_orders_total{status="failed"}[5m])) / sum by (job) (rate(shop_orders_total[5m])) > 0.1',
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
