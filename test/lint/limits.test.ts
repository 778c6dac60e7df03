import { describe, expect, test } from 'vitest';
import { gauge, standard, wholeAndParts, world } from '../../src/index.js';
import { checkFiles } from '../../src/lint/files.js';
import { metrics } from '../support/shop.js';

const room = gauge('shop_disk_bytes', {
  help: 'Disk in use.',
  unit: 'bytes',
  range: [0, Infinity],
  labels: { part: wholeAndParts('total', 'orders', 'images') },
  source: standard('the shop'),
});
const known = { world: world(metrics, { room }) };

/** The findings on rules with these alerts. */
function found(...exprs: string[]): string[] {
  const rules = exprs.map((expr, i) => ({ alert: `A${i}`, expr, for: '5m' }));
  const text = JSON.stringify({ groups: [{ name: 'g', rules }] });
  return checkFiles([{ path: 'a', text }], known).findings.map(f => `${f.severity} ${f.id} ${f.place.item}`);
}

describe('what fires for another reason than it says', () => {
  test.each<[string, string, string[]]>([
    ['a sum over the whole and its parts', 'sum(shop_disk_bytes) > 1', ['error sum/overlapping A0']],
    ['an average', 'avg without (part) (shop_disk_bytes) > 1', ['error sum/overlapping A0']],
    ['of the whole and one part', 'sum(shop_disk_bytes{part!="images"}) > 1', ['error sum/overlapping A0']],
    [
      'after or',
      'sum(shop_disk_bytes{part="total"} or shop_disk_bytes{part="orders"}) > 1',
      ['error sum/overlapping A0'],
    ],
    ['a sum of sums', 'sum(sum by (part) (shop_disk_bytes)) > 1', ['error sum/overlapping A0']],
    ['a sum of the parts', 'sum(shop_disk_bytes{part!="total"}) > 1', []],
    ['of the whole', 'sum(shop_disk_bytes{part="total"}) > 1', []],
    ['a sum that keeps them apart', 'sum by (part) (shop_disk_bytes) > 1', []],
    ['the greatest', 'max(shop_disk_bytes) > 1', []],
    ['a sum of the greatest', 'sum(max by (job) (shop_disk_bytes)) > 1', []],

    [
      'times of two steps',
      'sum(increase(shop_checkout_seconds_sum{step="pay"}[5m])) / sum(rate(shop_checkout_seconds_sum{step="cart"}[5m])) > 2',
      ['warning ratio/of-sums A0'],
    ],
    [
      'a share of the time',
      'sum(rate(shop_checkout_seconds_sum{step="pay"}[5m])) / sum(rate(shop_checkout_seconds_sum[5m])) > 0.5',
      [],
    ],
    [
      'a mean',
      'sum(rate(shop_checkout_seconds_sum{step="pay"}[5m])) / sum(rate(shop_checkout_seconds_count{step="cart"}[5m])) > 1',
      [],
    ],

    ['an hour drawn out to a day', 'predict_linear(shop_heap_bytes[1h], 24 * 3600) > 1', ['warning trend/too-far A0']],
    ['six hours drawn out to four days', 'predict_linear(shop_heap_bytes[6h], 4 * 24 * 3600) > 1', []],

    ['a percentage of a ratio', 'shop_cache_hit_ratio < 95', ['warning threshold/outside A0']],
    ['the number first', '95 > shop_cache_hit_ratio', ['warning threshold/outside A0']],
    ['the greatest value itself', 'shop_cache_hit_ratio <= 1', ['info comparison/always A0']],
    ['a count that is there', 'count(shop_heap_bytes) > 0', ['info comparison/always A0']],
    ['more than there can be', 'shop_cache_hit_ratio > 95', ['error expr/never-returns A0']],
    ['within', 'shop_cache_hit_ratio < 0.95', []],

    [
      'a quantile above the buckets',
      'histogram_quantile(0.9, rate(shop_checkout_seconds_bucket[5m])) > 5',
      ['error histogram/limit-beyond-buckets A0'],
    ],
    ['a quantile at the highest edge', 'histogram_quantile(0.9, rate(shop_checkout_seconds_bucket[5m])) >= 5', []],
    [
      'one that may be infinite',
      'histogram_quantile(1.1, rate(shop_checkout_seconds_bucket[5m])) > 5',
      ['error quantile/out-of-range A0'],
    ],
  ])('%s', (_, expr, expected) => {
    expect(found(expr)).toEqual(expected);
  });
});

test('alert/target-vanishes: a target that is down, and nobody who misses it', () => {
  expect(found('up{job="shop"} == 0')).toEqual(['info alert/target-vanishes A0']);
  expect(found('up{job="shop"} < 1', 'absent(up{job="other"})')).toEqual(['info alert/target-vanishes A0']);
  expect(found('up{job="shop"} == 0', 'absent(up{job="shop"})')).toEqual([]);
  expect(found('up{job="shop"} == 0', 'absent_over_time(up{job="shop"}[5m])')).toEqual([]);
  expect(found('up == 0')).toEqual([]);
});
