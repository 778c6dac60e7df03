import { describe, expect, test } from 'vitest';
import { withRecordings } from '../../src/catalog/world.js';
import { unitName } from '../../src/core/units.js';
import { infer } from '../../src/infer/infer.js';
import type { Inferred } from '../../src/infer/model.js';
import { parse } from '../../src/promql/parse.js';
import { shop } from '../support/shop.js';

function inferred(text: string): Inferred {
  const parsed = parse(text);
  if (!parsed.ok) throw new Error(parsed.error.message);
  return infer(parsed.node, shop);
}

/** `job instance status=ok|failed`; a `?` after what is not sure, `…` where others may follow. */
function labels(of: Inferred): string {
  const facts = [...of.labels].sort(([a], [b]) => (a < b ? -1 : 1));
  const text = facts.map(([name, f]) => `${name}${f.sure ? '' : '?'}${f.values ? `=${f.values.join('|')}` : ''}`);
  return [...text, ...(of.others ? ['…'] : [])].join(' ');
}

describe('labels', () => {
  test.each([
    ['shop_orders_total', 'country instance job status=ok|failed'],
    ['shop_orders_total{status="ok"}', 'country instance job status=ok'],
    ['shop_orders_total{status=~"o.*"}', 'country instance job status=ok'],
    ['shop_orders_total{status!="ok"}', 'country instance job status=failed'],
    ['shop_orders_total{country="de"}', 'country=de instance job status=ok|failed'],
    ['shop_checkout_seconds_bucket', 'instance job le=0.1|0.5|1.0|5.0|+Inf step=cart|pay'],
    ['sum(shop_orders_total)', ''],
    ['sum by (status) (shop_orders_total)', 'status=ok|failed'],
    ['sum by (nowhere) (shop_orders_total)', ''],
    ['sum without (country) (shop_orders_total)', 'instance job status=ok|failed'],
    ['topk(3, shop_heap_bytes)', 'instance job'],
    ['count_values by (job) ("size", shop_heap_bytes)', 'job size'],
    ['count_values without (job) ("job", shop_heap_bytes)', 'instance'],
    ['histogram_quantile(0.9, sum by (le, step) (rate(shop_checkout_seconds_bucket[5m])))', 'step=cart|pay'],
    ['absent(up{job="shop"})', 'job=shop'],
    ['absent(up{job="shop", job=~"s.*"})', ''],
    ['absent(up{job=~"shop"})', ''],
    ['vector(1)', ''],
    ['time() - up', 'instance job'],
    ['label_replace(up, "zone", "a", "", "")', 'instance job zone=a'],
    ['label_replace(up, "zone", "$1", "instance", "(.*)")', 'instance job zone'],
    ['label_replace(up, "zone", "$1", "instance", "(a).*")', 'instance job zone?'],
    ['label_replace(up, "zone", "$1", "__name__", "(.*)")', 'instance job zone?'],
    ['label_join(up, "both", "-", "job", "instance")', 'both instance job'],
    ['shop_cache_hit_ratio * on (job) up', 'job'],
    ['shop_cache_hit_ratio * on (job) group_left (instance) up', 'cache=page|image instance job'],
    ['shop_cache_hit_ratio * ignoring (cache) group_left () up', 'cache=page|image instance job'],
    ['shop_heap_bytes and on (job) up', 'instance job'],
    ['up unless shop_heap_bytes', 'instance job'],
    ['sum by (job, status) (shop_orders_total) or sum by (job) (shop_orders_total)', 'job status?=ok|failed'],
    ['shop_orders_total{status="ok"} or shop_orders_total{status="failed"}', 'country instance job status=ok|failed'],
  ])('%s → %s', (text, expected) => {
    expect(labels(inferred(text))).toBe(expected);
  });
});

describe('recorded series', () => {
  const rules: Readonly<Record<string, readonly [string, Readonly<Record<string, string>>?][]>> = {
    'job:orders:rate5m': [['sum by (job) (rate(shop_orders_total[5m]))', { zone: 'a', instance: '' }]],
    'orders:rate5m': [['job:orders:rate5m'], ['sum by (status) (rate(shop_orders_total[5m]))']],
    'job:heap:last': [['max by (job) (shop_heap_bytes) or last_over_time(job:heap:last[1d])']],
    limit: [['vector(5)']],
    nothing: [['up == 2']],
  };
  const recordings = new Map(
    Object.entries(rules).map(([name, of]) => [
      name,
      of.map(([text, set = {}]) => {
        const parsed = parse(text);
        if (!parsed.ok) throw new Error(parsed.error.message);
        return { expr: parsed.node, labels: set };
      }),
    ]),
  );
  const known = withRecordings(shop, recordings);
  const of = (text: string): Inferred => {
    const parsed = parse(text);
    if (!parsed.ok) throw new Error(parsed.error.message);
    return infer(parsed.node, known);
  };

  test.each([
    ['job:orders:rate5m', 'job zone=a', 'count/second', 'rate'],
    ['orders:rate5m', 'job? status?=ok|failed zone?=a', 'count/second', 'rate'],
    ['limit', '', 'unknown', 'gauge'],
    ['job:heap:last', 'job? …', 'unknown', 'unknown'],
  ])('%s', (text, expected, unit, motion) => {
    const result = of(text);
    expect(labels(result)).toBe(expected);
    expect(typeof result.unit === 'object' ? unitName(result.unit) : result.unit).toBe(unit);
    expect(result.motion).toBe(motion);
  });

  test.each([
    ['job:orders:rate5m{zone="b"}', true],
    ['job:orders:rate5m < 0', true],
    ['nothing', true],
    ['limit > 4', false],
    ['job:heap:last', false],
  ])('%s: nothing is returned: %s', (text, empty) => {
    expect(of(text).empty).toBe(empty);
  });

  test('two rules may each record a series with the same labels', () => {
    expect(of('limit').series).toBe(1);
    expect(of('orders:rate5m').names).toBe(1);
  });
});

describe('units', () => {
  test.each([
    ['shop_heap_bytes', 'bytes'],
    ['rate(shop_orders_total[5m])', 'count/second'],
    ['increase(shop_orders_total[5m])', 'count'],
    ['rate(shop_busy_seconds_total[5m])', 'ratio'],
    ['rate(shop_checkout_seconds_sum[5m]) / rate(shop_checkout_seconds_count[5m])', 'seconds'],
    ['histogram_quantile(0.9, rate(shop_checkout_seconds_bucket[5m]))', 'seconds'],
    ['deriv(shop_heap_bytes[5m])', 'bytes/second'],
    ['shop_heap_bytes - shop_heap_bytes offset 1d', 'bytes'],
    ['shop_heap_bytes / shop_heap_bytes offset 1d', 'ratio'],
    ['shop_heap_bytes * 1024', 'unknown'],
    ['shop_heap_bytes > 1000', 'bytes'],
    ['shop_heap_bytes > bool 1000', 'flag'],
    ['count(up)', 'count'],
    ['group(up)', 'flag'],
    ['time()', 'timestamp'],
    ['time() - timestamp(up)', 'seconds'],
    ['1 + 1', 'any'],
    ['shop_heap_bytes or shop_busy_seconds_total', 'unknown'],
  ])('%s is in %s', (text, expected) => {
    const { unit } = inferred(text);
    expect(typeof unit === 'object' ? unitName(unit) : unit).toBe(expected);
  });
});

describe('ranges', () => {
  test.each([
    ['shop_cache_hit_ratio', [0, 1]],
    ['1 - shop_cache_hit_ratio', [0, 1]],
    ['shop_cache_hit_ratio * 100', [0, 100]],
    ['-shop_cache_hit_ratio', [-1, -0]],
    ['1 / -(0 * up)', [-Infinity, Infinity]],
    ['1 / (-up >= 0)', [-Infinity, Infinity]],
    ['quantile(2, shop_cache_hit_ratio)', [-Infinity, Infinity]],
    ['quantile_over_time(0.5, shop_cache_hit_ratio[5m])', [0, 1]],
    ['quantile_over_time(-1, shop_cache_hit_ratio[5m])', [-Infinity, Infinity]],
    ['clamp_max(shop_cache_hit_ratio, scalar(-up))', [-1, -0]],
    ['clamp_min(shop_cache_hit_ratio, scalar(up * 2))', [0, 2]],
    ['vector(NaN) or up', [-Infinity, Infinity]],
    ['rate(shop_orders_total[5m])', [0, Infinity]],
    ['delta(shop_heap_bytes[5m])', [-Infinity, Infinity]],
    ['sum(shop_cache_hit_ratio)', [0, Infinity]],
    ['avg(shop_cache_hit_ratio)', [0, 1]],
    ['clamp(shop_heap_bytes, 5, 7)', [5, 7]],
    // scalar() of no series or of several is NaN, above which nothing lies.
    ['clamp(shop_cache_hit_ratio, Inf, scalar(up))', [Infinity, Infinity]],
    ['clamp(shop_cache_hit_ratio, 5, scalar(up))', [5, 5]],
    ['shop_cache_hit_ratio < 0.5', [0, 0.5]],
    ['0.5 > shop_cache_hit_ratio', [0, 0.5]],
    ['shop_cache_hit_ratio > bool 0.5', [0, 1]],
    ['shop_cache_hit_ratio or shop_heap_bytes', [0, Infinity]],
    ['absent(up)', [1, 1]],
    ['histogram_quantile(0.9, rate(shop_checkout_seconds_bucket[5m]))', [0, 5]],
    ['histogram_quantile(0.9, sum by (le) (rate(shop_checkout_seconds_bucket{le=~"0.1|.Inf"}[5m])))', [0, 0.1]],
    ['histogram_quantile(2, rate(shop_checkout_seconds_bucket[5m]))', [-Infinity, Infinity]],
    ['1 / (shop_heap_bytes > 4)', [0, 0.25]],
    ['shop_heap_bytes / (shop_heap_bytes - 5)', [-Infinity, Infinity]],
  ])('%s lies in %j', (text, expected) => {
    expect(inferred(text).range).toEqual(expected);
  });
});

describe('emptiness', () => {
  test.each([
    'shop_nothing',
    'shop_checkout_seconds',
    'shop_orders_total{status="lost"}',
    'shop_orders_total{status=~"x.*"}',
    'shop_orders_total{colour="red"}',
    'shop_orders_total{status="ok", status="failed"}',
    'shop_cache_hit_ratio > 1',
    'shop_cache_hit_ratio < 0',
    '2 < shop_cache_hit_ratio',
    'rate(shop_orders_total[5m]) < 0',
    'shop_orders_total{status="ok"} / shop_orders_total{status="failed"}',
    'shop_heap_bytes / shop_cache_hit_ratio',
    'sum by (status) (shop_orders_total) and sum by (job) (up)',
    'shop_nothing or shop_heap_bytes < 0',
    'shop_heap_bytes and shop_nothing',
    'shop_nothing unless up',
    'histogram_quantile(0.9, sum(rate(shop_checkout_seconds_bucket[5m])))',
    'sum(rate(shop_nothing[5m]))',
  ])('%s never returns anything', text => {
    expect(inferred(text).empty).toBe(true);
  });

  test.each([
    'shop_orders_total{status!="lost"}',
    'shop_orders_total{colour=""}',
    'shop_orders_total{status="$status"}',
    'shop_cache_hit_ratio >= 1',
    'shop_cache_hit_ratio > bool 1',
    'absent(shop_nothing)',
    'up unless shop_nothing',
    'shop_nothing or up',
    'vector(1) > 0',
    'shop_orders_total{status="ok"} / ignoring (status) shop_orders_total{status="failed"}',
    'shop_heap_bytes / on (job, instance) group_right () shop_cache_hit_ratio',
    '{job="shop"}',
  ])('%s may return something', text => {
    expect(inferred(text).empty).toBe(false);
  });
});

describe('how many series', () => {
  const buckets = 'rate(shop_checkout_seconds_bucket[5m])';
  test.each<[string, number]>([
    ['shop_orders_total', Infinity],
    ['sum(shop_orders_total)', 1],
    ['sum by (status) (shop_orders_total)', 2],
    ['sum by (status) (shop_orders_total{status!="ok"})', 1],
    ['sum by (country) (shop_orders_total{country="de"})', 1],
    ['sum by (status, country) (shop_orders_total)', Infinity],
    ['sum by (step, le) (shop_checkout_seconds_bucket)', 10],
    ['sum without (instance, job) (shop_checkout_seconds_bucket)', 10],
    [`histogram_quantile(0.9, sum by (step, le) (${buckets}))`, 2],
    ['topk(7, shop_orders_total)', 7],
    ['topk by (status) (7, shop_orders_total)', 14],
    ['topk(7, sum by (status) (shop_orders_total))', 2],
    ['topk(scalar(up), shop_orders_total)', 1],
    ['topk(scalar(shop_heap_bytes), shop_orders_total)', Infinity],
    ['max_over_time(topk(7, shop_orders_total)[1h:1m])', Infinity],
    ['count_values("size", sum by (status) (shop_orders_total))', 2],
    ['sum by (status) (shop_orders_total) > 3', 2],
    ['sum by (status) (shop_orders_total) / on () group_left () sum(up)', 2],
    ['sum(up) / on () group_right () sum by (status) (shop_orders_total)', 2],
    ['sum by (status) (shop_orders_total) / on (status) sum by (status, country) (shop_orders_total)', 2],
    ['sum by (status) (shop_orders_total) or sum by (step) (shop_checkout_seconds_count)', 4],
    ['sum by (status) (shop_orders_total) or sum by (status) (up)', 3],
    ['sum by (status) (shop_orders_total) unless on () up', 2],
    ['shop_orders_total and on () up', Infinity],
    ['label_replace(sum by (status) (shop_orders_total), "country", "$1", "country", "(.*)")', 2],
    // The two keep their names, and may come one after the other.
    ['last_over_time((up{instance="a", job="b"} or shop_heap_bytes{instance="a", job="b"})[1h:1m])', 2],
    // These lose them, and Prometheus refuses two series with the same labels.
    ['max_over_time((up{instance="a", job="b"} or shop_heap_bytes{instance="a", job="b"})[1h:1m])', 1],
    ['vector(1)', 1],
    ['absent(up)', 1],
    ['1 + 2', 1],
    ['sum by (status) (shop_orders_total{status="no"})', 0],
    ['{job="a"}', Infinity],
  ])('%s', (text, most) => {
    expect(inferred(text).series).toBe(most);
  });
});
