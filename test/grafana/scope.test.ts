import { expect, test } from 'vitest';
import { scope } from '../../src/grafana/scope.js';
import { print } from '../../src/promql/print.js';
import { shop } from '../support/shop.js';
import { promql } from './board.js';

test.each([
  ['shop_heap_bytes', 'shop_heap_bytes{instance=~"$instance", job=~"$job"}'],
  ['shop_heap_bytes{job="a"}', 'shop_heap_bytes{instance=~"$instance", job="a"}'],
  ['rate(shop_orders_total[5m])', 'rate(shop_orders_total{instance=~"$instance", job=~"$job"}[5m])'],
  ['shop_heap_bytes offset 1d', 'shop_heap_bytes{instance=~"$instance", job=~"$job"} offset 1d'],
  [
    'max_over_time(shop_heap_bytes[1h:5m])',
    'max_over_time(shop_heap_bytes{instance=~"$instance", job=~"$job"}[1h:5m])',
  ],
  ['job:shop_orders:rate5m', 'job:shop_orders:rate5m{job=~"$job"} and on (job) up{instance=~"$instance", job=~"$job"}'],
  [
    'max_over_time(job:shop_orders:rate5m[1h]) / 2',
    '(max_over_time(job:shop_orders:rate5m{job=~"$job"}[1h]) and on (job) up{instance=~"$instance", job=~"$job"}) / 2',
  ],
  ['ALERTS{alertstate="firing"}', 'ALERTS{alertstate="firing", instance=~"$instance|", job=~"$job|"}'],
  ['ALERTS_FOR_STATE', 'ALERTS_FOR_STATE{instance=~"$instance|", job=~"$job|"}'],
  ['absent(up{job="a"})', 'absent(up{job="a"})'],
  ['absent_over_time(job:shop_orders:rate5m[1h])', 'absent_over_time(job:shop_orders:rate5m[1h])'],
  ['sum(up) or absent(up)', 'sum(up{instance=~"$instance", job=~"$job"}) or absent(up)'],
  ['vector(1)', 'vector(1)'],
  ['elsewhere', 'elsewhere'],
])('%s → %s', (given, expected) => {
  expect(print(scope(promql(given), shop))).toBe(expected);
});
