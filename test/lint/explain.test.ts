import { expect, test } from 'vitest';
import { openWorld } from '../../src/catalog/world.js';
import { explain } from '../../src/lint/explain.js';
import { shop, shopSite } from '../support/shop.js';

const closed = { world: shop, site: shopSite };
const open = { world: openWorld() };

test('a good expression in a closed world', () => {
  expect(explain('sum by (job, status) (rate(shop_orders_total[$__rate_interval]))', closed)).toEqual({
    valid: true,
    type: 'vector',
    labels: { sure: ['job', 'status'], maybe: [], absent_others: true, values: { status: ['ok', 'failed'] } },
    unit: 'count/second',
    range: [0, null],
    empty: false,
    series: { max: null },
    findings: [],
  });
});

test('a bad one, with its place', () => {
  const explained = explain('sum(shop_order_total) > 1', closed);
  expect(explained).toMatchObject({ valid: true, empty: true });
  expect(explained.valid && explained.findings).toMatchObject([
    { id: 'metric/unknown', severity: 'error', from: 4, to: 20, fix: expect.stringContaining('shop_orders_total') },
  ]);
});

test('what is no expression', () => {
  expect(explain('sum(x', closed)).toEqual({ valid: false, error: { message: expect.any(String), from: 3, to: 4 } });
});

test('an open world knows only the text', () => {
  expect(explain('a{b="c", d=~"e|f"} > 5', open)).toEqual({
    valid: true,
    type: 'vector',
    labels: { sure: ['b', 'd'], maybe: [], absent_others: false, values: { b: ['c'] } },
    unit: null,
    range: [5, null],
    empty: false,
    series: { max: null },
    findings: [],
  });
});

test('how many series there are at most', () => {
  expect(explain('sum by (status) (shop_orders_total)', closed)).toMatchObject({ series: { max: 2 } });
  expect(explain('sum by (status) (shop_orders_total{status="no"})', closed)).toMatchObject({ series: { max: 0 } });
});

test('numbers and texts have types too', () => {
  expect(explain('1 + 2', open)).toMatchObject({ type: 'scalar', unit: 'any', range: [3, 3] });
  expect(explain('"x"', open)).toMatchObject({ type: 'string' });
  expect(explain('x[5m]', open)).toMatchObject({ type: 'matrix' });
});
