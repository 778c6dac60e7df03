import { describe, expect, test } from 'vitest';
import { openWorld, world } from '../../src/catalog/world.js';
import { alert, allow, eq, group, gt, minutes, pushedGauge, rate, resolves, select, sum } from '../../src/index.js';
import { checkFiles } from '../../src/lint/files.js';
import { lint } from '../../src/lint/index.js';
import { applyWaivers } from '../../src/lint/waivers.js';
import { contentWaivers } from '../../src/lint/waivers-in-content.js';
import { metrics, orders, shop, shopSite, up } from '../support/shop.js';

const score = pushedGauge('shop_test_score', { help: 'Score.', unit: 'ratio', range: [0, 1], source: up.source });
const pushTime = pushedGauge('push_time_seconds', { help: 'Push.', unit: 'timestamp', source: up.source });
const known = world(metrics, { score, pushTime });

/** The blind spots of files with an alert on each of these, as `item: message`. */
function found(exprs: readonly string[], records: Readonly<Record<string, string>> = {}): string[] {
  const rules = [
    ...Object.entries(records).map(([record, expr]) => ({ record, expr })),
    ...exprs.map((expr, i) => ({ alert: `A${i}`, expr, for: '5m' })),
  ];
  const text = JSON.stringify({ groups: [{ name: 'g', rules }] });
  const { findings } = checkFiles([{ path: 'a.json', text }], { world: known, site: shopSite });
  return findings.filter(f => f.id === 'alert/blind-spot').map(f => `${f.place.item}: ${f.message}`);
}

const failures = 'sum by (job) (rate(shop_orders_total{job="shop"}[5m])) > 1';
const gone = (job: string) => [expect.stringMatching(new RegExp(`^A1: when the targets of job "${job}" are gone, A1`))];

describe('whoever notices that the targets of a job are gone', () => {
  test.each<[string, string, unknown[]]>([
    ['up', 'up{job="shop"} == 0', []],
    ['up of many jobs', 'up{job=~"shop|bank"} < 1', []],
    ['up of another job', 'up{job="bank"} == 0', gone('shop')],
    ['up of no job', 'up == 0', []],
    ['the share of targets', 'avg by (job) (up) < 0.9', []],
    ['how many are down', '100 * count by (job) (up == 0) / count by (job) (up) > 10', []],
    ['how few are left', 'sum(up) < 3', []],
    ['that there is none', 'absent(up{job="shop"})', []],
    ['that there is none of another job', 'absent(up{job="bank"})', gone('shop')],
    ['that the series are gone', 'absent(shop_orders_total{job="shop"})', []],
    ['that they are gone for hours', 'absent_over_time(shop_heap_bytes{job="shop"}[2h])', []],
    ['that a job has lost its series', 'vector(1) unless on () shop_orders_total', []],
    ['a number in their place', '(sum(shop_orders_total) or vector(0)) < 1', []],
  ])('%s', (_, watcher, expected) => {
    // The first one shows that somebody cares.
    expect(found(['absent(up{job="else"})', failures, watcher])).toEqual(expected);
  });

  test.each<[string, string]>([
    ['what is up', 'up{job="shop"} == 1 unless on (instance) shop_orders_total'],
    ['what is only asked beside', 'shop_heap_bytes > 1 and on (instance) up'],
    ['what is only wrong while it is up', 'shop_heap_bytes > 1 unless on (instance) up == 0'],
    ['a number in its place that is not compared so', '(sum(shop_orders_total) or vector(0)) > 1'],
    ['what a Pushgateway has', 'shop_test_score < 0.5'],
  ])('not by %s', (_, watcher) => {
    expect(found(['absent(up{job="else"})', failures, watcher])).toEqual([
      expect.stringContaining('when the targets of job "shop" are gone'),
      ...(watcher.startsWith('shop_test') ? [expect.stringContaining('the Pushgateway has lost')] : []),
    ]);
  });

  test('through what rules record', () => {
    const records = { 'job:orders:rate5m': 'sum by (job) (rate(shop_orders_total{job="shop"}[5m]))', down: 'up == 0' };
    const reads = 'job:orders:rate5m > 1';
    expect(found(['absent(up{job="else"})', reads], records)).toEqual(gone('shop'));
    expect(found(['absent(up{job="else"})', reads, 'sum(down) > 0 or count(down) > 0'], records)).toEqual([]);
    expect(found(['absent(up{job="else"})', reads, 'absent(job:orders:rate5m)'], records)).toEqual([]);
  });

  test('what is carried on ends too', () => {
    const records = { last: 'sum(rate(shop_orders_total{job="shop"}[5m])) or last_over_time(last[1d])' };
    expect(found(['absent(up{job="else"})', 'last > 1'], records)).toEqual(gone('shop'));
  });
});

describe('what somebody pushed', () => {
  test.each<[string, string, boolean]>([
    ['that it is gone', 'absent_over_time(shop_test_score[2d])', false],
    ['that all of it is gone', 'absent(push_time_seconds)', false],
    ['that it is old', 'time() - push_time_seconds > 86400', true],
    ['that targets are down', 'up == 0', true],
  ])('%s', (_, watcher, blind) => {
    const spots = found(['absent(up)', 'shop_test_score < 0.5', watcher]);
    expect(spots.filter(spot => spot.includes('the Pushgateway has lost shop_test_score'))).toHaveLength(blind ? 1 : 0);
  });
});

test('all alerts that fall silent by one thing are one finding', () => {
  const other = 'max by (job) (shop_heap_bytes{job="shop"}) > 5';
  expect(found(['absent(up{job="else"})', failures, failures.replace('> 1', '> 2'), other])).toEqual([
    expect.stringContaining('A1 falls silent, and so do 2 others, as if all were well'),
  ]);
});

test('of others it speaks only where somebody cares, of a project always, and never in an open world', () => {
  expect(found([failures])).toEqual([]);
  const text = JSON.stringify({
    groups: [
      {
        name: 'g',
        rules: [
          { alert: 'A', expr: failures },
          { alert: 'B', expr: 'absent(x)' },
        ],
      },
    ],
  });
  const openly = checkFiles([{ path: 'a.json', text }], { world: openWorld(shop) }).findings;
  expect(openly.map(f => f.id)).not.toContain('alert/blind-spot');

  const common = {
    severity: 'info',
    for: minutes(5),
    summary: 'Trouble',
    description: 'Trouble.',
    runbook: 'trouble',
    dashboard: 'shop',
    whenMissing: resolves('it is a test'),
    source: up.source,
  } as const;
  const spots = (options: Partial<Parameters<typeof alert>[1]>, ...more: ReturnType<typeof alert>[]) => {
    const busy = alert('Busy', {
      ...common,
      expr: gt(sum(rate(select(orders), minutes(5)), { by: ['job'] }), 1),
      ...options,
    });
    const subject = {
      world: shop,
      site: shopSite,
      groups: [group('g', { every: minutes(1) }, busy, ...more)],
      dashboards: [],
    };
    return applyWaivers(lint(subject), contentWaivers(subject))
      .filter(f => f.id === 'alert/blind-spot')
      .map(f => [f.severity, f.message, f.waived?.because]);
  };
  const message = 'when its targets are gone, Busy falls silent, as if all were well, and no alert notices';
  expect(spots({})).toEqual([['warning', message, undefined]]);
  expect(spots({}, alert('Down', { ...common, expr: eq(select(up), 0) }))).toEqual([]);
  const because = allow('alert/blind-spot', 'the platform watches all targets');
  expect(spots({ allow: [because] })).toEqual([['warning', message, 'the platform watches all targets']]);
});
