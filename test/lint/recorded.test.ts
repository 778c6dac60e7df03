import { describe, expect, test } from 'vitest';
import { openWorld, type World } from '../../src/catalog/world.js';
import { checkFiles } from '../../src/lint/files.js';
import { shop } from '../support/shop.js';

/** The findings on an alert that reads what these rules record, without what is asked of every alert. */
function found(recorded: Readonly<Record<string, string>>, expr: string, world: World = openWorld()): string[] {
  const records = Object.entries(recorded).map(([record, of]) => ({ record, expr: of }));
  const rules = [...records, { alert: 'A', expr, annotations: { summary: 'In {{ $labels.job }}' } }];
  const text = JSON.stringify({ groups: [{ name: 'g', rules }] });
  return checkFiles([{ path: 'a.json', text }], { world })
    .findings.filter(({ place: { item }, severity }) => item === 'A' && severity !== 'info')
    .map(
      ({ severity, id, source, span }) => `${severity} ${id}${span ? `: ${source?.slice(span.from, span.to)}` : ''}`,
    );
}

const rates = { 'job:x:rate5m': 'sum by (job) (rate(x_total[5m]))' };

describe('in an open world, what other rules record is what their expressions make of it', () => {
  test.each<[string, Readonly<Record<string, string>>, string, string[]]>([
    ['a label that is there', rates, 'max by (job) (job:x:rate5m) > 1', []],
    [
      'a label that is aggregated away',
      rates,
      'max by (job, instance) (job:x:rate5m) > 1',
      ['warning grouping/unknown: max by (job, instance) (job:x:rate5m)'],
    ],
    ['a label that the annotation names', rates, 'max(job:x:rate5m) > 1', ['error alert/template']],
    [
      'a label that it is chosen by',
      rates,
      'job:x:rate5m{instance="a"} > 1',
      ['warning label/unrecorded: instance="a"'],
    ],
    ['a label that it must not have', rates, 'job:x:rate5m{instance=""} > 1', []],
    ['no buckets', rates, 'histogram_quantile(0.9, job:x:rate5m) > 1', ['warning histogram/no-buckets: job:x:rate5m']],
    [
      'buckets',
      { 'job_le:x:rate5m': 'sum by (job, le) (rate(x_bucket[5m]))' },
      'histogram_quantile(0.9, job_le:x:rate5m) > 1',
      [],
    ],
    ['a rate', rates, 'increase(job:x:rate5m[1h]) > 1', ['warning rate/of-rate: increase(job:x:rate5m[1h])']],
    ['no rate', { 'job:x:max': 'max by (job) (x)' }, 'deriv(job:x:max[1h]) > 1', []],
    [
      'a sum of counters',
      { 'job:x:sum': 'sum by (job) (x_total)' },
      'rate(job:x:sum[5m]) > 1',
      ['warning rate/of-aggregation: rate(job:x:sum[5m])'],
    ],
    ['a number that it can have', { 'job:x:up': 'min by (job) (up) < bool 1' }, 'job:x:up == 1', []],
    [
      'a number that it never has',
      { 'job:x:up': 'min by (job) (up) < bool 1' },
      'job:x:up > 1',
      ['warning expr/never-returns: job:x:up > 1'],
    ],
    [
      'two rules, each with labels of its own',
      { 'job:x:a': 'sum by (job) (x) or sum by (job, a) (y)', 'job:x:b': 'job:x:a' },
      'max by (job, a) (job:x:b) > 1',
      [],
    ],
    [
      'made of itself',
      { 'job:x:last': 'sum by (job) (x) or last_over_time(job:x:last[1d])' },
      'max by (job, a) (job:x:last) > 1',
      [],
    ],
  ])('%s', (_, recorded, expr, expected) => {
    expect(found(recorded, expr)).toEqual(expected);
  });

  test('an error is one whatever others record', () => {
    expect(found(rates, 'sum by (job) (job:x:rate5m) / sum by (job) (job:x:rate5m) > 1')).toEqual([]);
    expect(found(rates, 'sum by (job) (job:x:rate5m) == 1 and count(job:x:rate5m) < 1')).toContain(
      'error expr/never-returns: count(job:x:rate5m) < 1',
    );
  });
});

test('two rules that record one series: what either has may be there', () => {
  const rules = [
    { record: 'job:x:max', expr: 'max by (job) (x)', labels: { of: 'x' } },
    { record: 'job:x:max', expr: 'max by (job, zone) (y)', labels: { of: 'y' } },
    { record: 'zone_of:x:max', expr: 'max by (zone, of) (job:x:max)' },
    { record: 'a', expr: 'max by (zone, cell) (job:x:max)' },
    { record: 'b', expr: 'job:x:max{of="z"}' },
  ];
  const text = JSON.stringify({ groups: [{ name: 'g', rules }] });
  const { findings } = checkFiles([{ path: 'a.json', text }], { world: openWorld() });
  expect(findings.map(({ id, place }) => `${id} ${place.item}`)).toEqual([
    'grouping/unknown a',
    'expr/never-returns b',
  ]);
});

test('in a closed world unit and movement are known too, and an error is one', () => {
  const recorded = {
    'job:heap:max': 'max by (job) (shop_heap_bytes)',
    'job:busy:rate5m': 'sum by (job) (rate(shop_busy_seconds_total[5m]))',
  };
  expect(found(recorded, 'rate(job:heap:max[5m]) > 1', shop)).toEqual(['error rate/on-gauge: rate(job:heap:max[5m])']);
  expect(found(recorded, 'job:heap:max + job:busy:rate5m > 1', shop)).toEqual([
    'error unit/mismatch: job:heap:max + job:busy:rate5m',
  ]);
  expect(found(recorded, 'max by (job, zone) (job:heap:max) > 1', shop)).toEqual([
    'error grouping/unknown: max by (job, zone) (job:heap:max)',
  ]);
});

test('a dashboard is checked with the rules beside it', () => {
  const rules = JSON.stringify({ groups: [{ name: 'g', rules: [{ record: 'job:x:max', expr: 'max by (job) (x)' }] }] });
  const target = (expr: string) => ({ expr, legendFormat: '{{job}} {{instance}}', refId: 'A' });
  const board = (expr: string) =>
    JSON.stringify({
      title: 'B',
      panels: [
        {
          id: 1,
          type: 'timeseries',
          title: 'P',
          datasource: { type: 'prometheus', uid: 'p' },
          targets: [target(expr)],
        },
      ],
      templating: { list: [{ name: 'cluster', type: 'query' }] },
    });
  const of = (expr: string) =>
    checkFiles(
      [
        { path: 'r.json', text: rules },
        { path: 'b.json', text: board(expr) },
      ],
      { world: openWorld() },
    )
      .findings.filter(({ id }) => id !== 'variable/unused')
      .map(({ severity, id }) => `${severity} ${id}`);
  expect(of('job:x:max')).toEqual(['warning legend/label-lost']);
  expect(of('x')).toEqual([]);
  // Whoever chooses by a label that the rule does not have knows where it comes from.
  expect(of('sum by (instance, job) (job:x:max{instance=~"$cluster"})')).toEqual([]);
});

test('a chain of recorded series is as long as it likes', () => {
  const rules = Array.from({ length: 5_000 }, (_, i) => ({
    record: `r${i}`,
    expr: i === 4_999 ? 'sum by (a) (x)' : `r${i + 1}`,
  }));
  const text = JSON.stringify({
    groups: [{ name: 'g', rules: [...rules, { record: 'end', expr: 'sum by (b) (r0)' }] }],
  });
  const { findings } = checkFiles([{ path: 'a.json', text }], { world: openWorld() });
  expect(findings.filter(({ place }) => place.item === 'end').map(({ id }) => id)).toContain('grouping/unknown');
});
