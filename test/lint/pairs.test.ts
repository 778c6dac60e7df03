import { describe, expect, test } from 'vitest';
import { openWorld } from '../../src/catalog/world.js';
import { checkFiles } from '../../src/lint/files.js';
import { shop, shopSite } from '../support/shop.js';

type Known = Parameters<typeof checkFiles>[1];
const open: Known = { world: openWorld() };
const closed: Known = { world: shop, site: shopSite };

/** What is found in rules, as `severity id › what the caret stands under`. */
function found(rules: readonly object[], known: Known): string[] {
  const text = JSON.stringify({ groups: [{ name: 'g', rules }] });
  return checkFiles([{ path: 'rules.json', text }], known).findings.map(({ severity, id, source, span }) =>
    source !== undefined && span ? `${severity} ${id} › ${source.slice(span.from, span.to)}` : `${severity} ${id}`,
  );
}

/** Each check: an expression that it finds something in, and the nearest that is right. */
describe('in an open world', () => {
  test.each<[string, string, string, string]>([
    [
      'error quantile/out-of-range',
      'histogram_quantile(95, rate(x_bucket[5m])) > 1',
      '95',
      'histogram_quantile(0.95, rate(x_bucket[5m])) > 1',
    ],
    ['error quantile/out-of-range', 'quantile(-0.5, x) > 1', '-0.5', 'quantile(0.5, x) > 1'],
    [
      'error quantile/out-of-range',
      'quantile_over_time(50, x[5m]) > 1',
      '50',
      'quantile_over_time(scalar(y), x[5m]) > 1',
    ],
    ['error subquery/one-point', 'rate(x[1m:5m]) > 1', 'x[1m:5m]', 'rate(x[5m:1m]) > 1'],
    ['error subquery/one-point', 'deriv(x[1m:5m]) > 1', 'x[1m:5m]', 'deriv(x[10m:5m]) > 1'],
    [
      'error rate/of-rate',
      'increase(rate(x[5m])[1h:1m]) > 1',
      'increase(rate(x[5m])[1h:1m])',
      'max_over_time(rate(x[5m])[1h:1m]) > 1',
    ],
    ['warning rate/of-aggregation', 'rate(sum(x)[5m:1m]) > 1', 'rate(sum(x)[5m:1m])', 'sum(rate(x[5m])) > 1'],
    [
      'error join/label-not-there',
      'x * on (a) group_left (b) max by (a) (y) > 1',
      'x * on (a) group_left (b) max by (a) (y)',
      'x * on (a) group_left (b) max by (a, b) (y) > 1',
    ],
    [
      'error join/label-not-there',
      'max by (a) (y) * on (a) group_right (b) x > 1',
      'max by (a) (y) * on (a) group_right (b) x',
      'y * on (a) group_right (b) x > 1',
    ],
    ['error branch/dead', '(count(x) == 0) or y > 1', 'count(x) == 0', '(count(x) == 1) or y > 1'],
    ['error branch/dead', 'x > 1 unless count(y) < 1', 'count(y) < 1', 'x > 1 unless count(y) < 2'],
    ['info comparison/always', 'count by (a) (x) >= 1', 'count by (a) (x) >= 1', 'count by (a) (x) >= 2'],
    ['info comparison/always', 'abs(x) >= 0', 'abs(x) >= 0', 'abs(x) >= bool 0'],
    ['warning alert/topk', 'topk(3, x) > 1', 'topk(3, x)', 'x * on (a) group_left topk by (a) (1, y) > 1'],
    ['warning histogram/le-integer', 'x_bucket{le="1"} == 1', 'le="1"', 'x_bucket{le="1.0"} == 1'],
    [
      'warning or/swallows',
      'rate(a[5m]) or rate(b[5m])',
      'rate(a[5m]) or rate(b[5m])',
      'rate(a{x="1"}[5m]) or rate(b{x="2"}[5m])',
    ],
    ['warning or/swallows', 'rate(a[5m]) or rate(b[5m])', 'rate(a[5m]) or rate(b[5m])', 'a or b'],
    ['warning average/of-ratios', 'avg(a / b) > 1', 'avg(a / b)', 'avg(a / 2) > 1'],
    [
      'warning average/of-ratios',
      'avg(histogram_quantile(0.9, rate(x_bucket[5m]))) > 1',
      'avg(histogram_quantile(0.9, rate(x_bucket[5m])))',
      'histogram_quantile(0.9, sum by (le) (rate(x_bucket[5m]))) > 1',
    ],
  ])('%s: %s', (id, bad, at, good) => {
    expect(found([{ alert: 'A', expr: bad }], open)).toEqual([`${id} › ${at}`]);
    expect(found([{ alert: 'A', expr: good }], open)).toEqual([]);
  });

  test('topk is for dashboards and recording rules', () => {
    expect(found([{ record: 'a', expr: 'topk(3, x)' }], open)).toEqual([]);
  });
});

describe('counter/compared', () => {
  test.each<[string, boolean]>([
    ['shop_orders_total > 5', true],
    ['sum by (job) (shop_orders_total) >= 5', true],
    ['5 < shop_orders_total', true],
    ['increase(shop_orders_total[5m]) > 10', false],
    ['shop_heap_bytes > 5', false],
    ['shop_orders_total > shop_orders_total offset 5m', false],
    ['shop_orders_total == 5', false],
    ['(shop_orders_total and on (job) up > 0) > 5', false],
    ['(shop_orders_total unless shop_orders_total offset 5m) > 5', false],
  ])('%s: %s', (expr, wrong) => {
    expect(found([{ alert: 'A', expr }], closed)).toEqual(wrong ? [`error counter/compared › ${expr}`] : []);
    expect(found([{ alert: 'A', expr }], open)).toEqual([]);
  });
});

describe('ladder/order', () => {
  const rung = (severity: string, expr: string, alert = 'A') => ({ alert, expr, for: '1m', labels: { severity } });
  test.each<[string, string, boolean]>([
    ['x > 5', 'x > 10', false],
    ['x > 10', 'x > 5', true],
    ['x > 5', 'x > 5', true],
    ['x < 5', 'x < 10', true],
    ['x < 10', 'x < 5', false],
    ['x > 10', 'y > 5', false],
    ['x < 5', 'x > 3', false],
    ['sum(rate(x[5m])) > 0.1', 'sum(increase(x[5m])) > 10', true],
    ['sum(rate(x[5m])) > 0.1', 'sum(increase(x[5m])) > 31', false],
    ['sum(rate(x[5m])) > 0.1', 'sum(increase(x[1h])) > 10', false],
  ])('warning at %s, critical at %s: %s', (warning, critical, wrong) => {
    expect(found([rung('critical', critical), rung('warning', warning)], open)).toEqual(
      wrong ? ['warning ladder/order'] : [],
    );
  });
  test('other alerts have other ladders', () => {
    expect(found([rung('critical', 'x > 5'), rung('warning', 'x > 10', 'B')], open)).toEqual([]);
  });
});

describe('alert/value-in-label', () => {
  test.each<[string, boolean]>([
    ['at {{ $value }}', true],
    ['at {{ .Value | humanize }}', true],
    ['{{ $labels.value }}', false],
    ['value', false],
  ])('%s: %s', (text, wrong) => {
    expect(found([{ alert: 'A', expr: 'x > 1', labels: { at: text } }], open)).toEqual(
      wrong ? ['warning alert/value-in-label'] : [],
    );
  });
});
