import { describe, expect, it } from 'vitest';
import { alert, count, group, minutes, record, resolves, seconds, standard, waive } from '../../src/index.js';
import type { Rule } from '../../src/prometheus/model.js';
import type { TestDocument } from '../../src/prometheus/mutation/documents.js';
import type { MutationKind } from '../../src/prometheus/mutation/model.js';
import { mutantsOf } from '../../src/prometheus/mutation/mutants.js';
import { suiteOf } from '../../src/prometheus/mutation/suite.js';
import { covers } from '../../src/prometheus/mutation/waivers.js';
import type { Node } from '../../src/promql/ast.js';
import { orderRate, shop, shopSite } from '../support/shop.js';
import { parseExpr } from './given.js';

const common = {
  severity: 'warning',
  for: minutes(2),
  summary: 'Orders fail',
  description: '{{ $value }} orders fail in {{ $labels.job }}.',
  runbook: 'orders',
  dashboard: 'shop',
  whenMissing: resolves('nothing is sold'),
  source: standard('the shop'),
} as const;

const alertOn = (expr: string | Node, options: object = {}) =>
  alert('Orders', { ...common, ...options, expr: typeof expr === 'string' ? parseExpr(expr) : expr });

const mutants = (rule: Rule) => mutantsOf(rule, group('shop', { every: seconds(30) }, rule), shop);

/** The mutants of one kind: what differs, in the printed rule. */
const diffs = (rule: Rule, kind: MutationKind) =>
  mutants(rule)
    .filter(m => m.kind === kind)
    .map(m => m.after);

const failed = 'shop_orders_total{status="failed"}';
const quantile = (sum: string, rate: string) =>
  `histogram_quantile(0.9, ${sum} (${rate}(shop_checkout_seconds_bucket[5m])))`;

describe('each kind of mutant', () => {
  it.each<[MutationKind, string, string[]]>([
    ['limit', `sum(${failed}) > 200`, [`sum(${failed}) > 198`, `sum(${failed}) > 202`]],
    ['limit', 'shop_heap_bytes > 0', ['shop_heap_bytes > -1', 'shop_heap_bytes > 1']],
    ['constant', 'shop_heap_bytes / 1000 > 5', ['shop_heap_bytes / 990 > 5', 'shop_heap_bytes / 1010 > 5']],
    ['comparison', 'up > 1', ['up >= 1', 'up < 1']],
    ['comparison', 'up <= 1', ['up < 1', 'up > 1']],
    ['comparison', 'up == 1', ['up != 1']],
    ['matcher', failed, ['shop_orders_total', 'shop_orders_total{status!="failed"}']],
    [
      'matcher',
      'shop_orders_total{country!~"de|fr", status="ok"}',
      [
        'shop_orders_total{status="ok"}',
        'shop_orders_total{country=~"de|fr", status="ok"}',
        'shop_orders_total{country!~"de|fr"}',
        'shop_orders_total{country!~"de|fr", status!="ok"}',
      ],
    ],
    ['aggregation', 'sum by (job) (up)', ['avg by (job) (up)', 'max by (job) (up)']],
    ['aggregation', 'group by (job) (up)', ['sum by (job) (up)', 'count by (job) (up)']],
    ['grouping', 'sum by (job) (up)', ['sum by () (up)', 'sum by (job, instance) (up)']],
    ['grouping', 'sum without (job) (up)', ['sum without () (up)', 'sum without (job, instance) (up)']],
    ['grouping', 'sum(up)', ['sum by (job) (up)', 'sum by (instance) (up)']],
    [
      'window',
      'rate(shop_busy_seconds_total[5m])',
      ['rate(shop_busy_seconds_total[2m30s])', 'rate(shop_busy_seconds_total[10m])'],
    ],
    ['window', 'max_over_time(up[1h:1m])', ['max_over_time(up[30m:1m])', 'max_over_time(up[2h:1m])']],
    ['offset', 'up offset 1d', ['up', 'up offset 12h', 'up offset 2d']],
    [
      'function',
      'rate(shop_busy_seconds_total[5m])',
      ['increase(shop_busy_seconds_total[5m])', 'irate(shop_busy_seconds_total[5m])'],
    ],
    ['function', 'avg_over_time(up[5m])', ['max_over_time(up[5m])', 'min_over_time(up[5m])']],
    ['function', 'clamp(up, 0, 1)', ['clamp_min(up, 0)', 'clamp_max(up, 1)']],
    [
      'join',
      'up and on (job) shop_heap_bytes',
      [
        'up unless on (job) shop_heap_bytes',
        'up and on () shop_heap_bytes',
        'up and on (job, instance) shop_heap_bytes',
      ],
    ],
    [
      'join',
      'up unless shop_heap_bytes',
      [
        'up and shop_heap_bytes',
        'up unless ignoring (job) shop_heap_bytes',
        'up unless ignoring (instance) shop_heap_bytes',
      ],
    ],
    ['branch', 'up or shop_heap_bytes', ['up', 'shop_heap_bytes']],
    ['branch', 'up unless shop_heap_bytes', ['up']],
    ['operands', 'up or shop_heap_bytes', ['shop_heap_bytes or up']],
    ['operands', 'up / shop_heap_bytes', ['shop_heap_bytes / up']],
    ['arithmetic', 'up - 1', ['up + 1']],
    ['arithmetic', 'up / 2', ['up * 2']],
    ['arithmetic', '-up', ['up']],
  ])('%s in %s', (kind, expr, wanted) => {
    expect(diffs(alertOn(expr), kind)).toEqual(wanted);
  });

  it.each<[MutationKind, object, string[]]>([
    ['for', {}, ['for: 0s', 'for: 1m', 'for: 1m30s', 'for: 2m30s']],
    ['for', { for: seconds(0) }, ['for: 30s']],
    ['for', { for: seconds(30) }, ['for: 0s', 'for: 1m']],
    ['keep', {}, []],
    [
      'keep',
      { keepFiringFor: minutes(5) },
      ['keep_firing_for: 0s', 'keep_firing_for: 2m30s', 'keep_firing_for: 4m30s', 'keep_firing_for: 5m30s'],
    ],
    ['severity', {}, ['severity: critical']],
    ['severity', { severity: 'critical' }, ['severity: warning']],
    ['label', { labels: { team: 'shop' } }, ['label team: none']],
  ])('%s beside the expression', (kind, options, wanted) => {
    expect(diffs(alertOn('up == 0', options), kind)).toEqual(wanted);
  });

  it('takes a step of one where things are counted', () => {
    const rule = alert('Orders', { ...common, value: parseExpr('sum(up)'), above: count(200) });
    expect(diffs(rule, 'limit')).toEqual(['sum(up) > 199', 'sum(up) > 201']);
  });

  it('names the same change in the same place once', () => {
    const all = mutants(alertOn('sum by (job) (up) > 1 or sum by (job) (up) > 1')).map(m => m.after);
    expect(new Set(all).size).toBe(all.length);
    expect(all).toContain('sum by (job) (up) > 1 or avg by (job) (up) > 1');
    expect(all).toContain('avg by (job) (up) > 1 or sum by (job) (up) > 1');
  });
});

describe('a mutant is equivalent', () => {
  it.each<[expr: string, after: string, why: string | undefined]>([
    ['max by (job, instance) (up)', 'min by (job, instance) (up)', 'each group has one series'],
    ['max by (job) (up)', 'min by (job) (up)', undefined],
    [
      'max by (job, instance, status) (shop_orders_total{country="de"})',
      'min by (job, instance, status) (shop_orders_total{country="de"})',
      'each group has one series',
    ],
    [
      'max by (job, instance, status) (shop_orders_total)',
      'min by (job, instance, status) (shop_orders_total)',
      undefined,
    ],
    ['count by (job, instance) (up)', 'sum by (job, instance) (up)', undefined],
    ['up > 1.5', 'up >= 1.5', 'the two sides are never equal'],
    ['up > 1', 'up >= 1', undefined],
    ['sum by (job, shop) (up)', 'sum by (job) (up)', 'no series has the label shop'],
    ['shop_orders_total{status=~"ok|failed"}', 'shop_orders_total', 'every value of status passes'],
    ['shop_orders_total{country=~".+"}', 'shop_orders_total', undefined],
    [
      'up unless on (job) sum by (job) (up)',
      'up unless on (job) max by (job) (up)',
      'unless asks only which series there are',
    ],
    [
      'up unless on (job) sum by (job) (up)',
      'up unless on (job) sum by (job, instance) (up)',
      'instance makes no difference to unless',
    ],
    ['up unless on (job) (sum by (job) (up) > 1)', 'up unless on (job) max by (job) (up) > 1', undefined],
    [
      'absent(rate(shop_busy_seconds_total[5m]))',
      'absent(increase(shop_busy_seconds_total[5m]))',
      'absent() asks only which series there are',
    ],
    ['group by (job) (up / 2)', 'group by (job) (up * 2)', 'group asks only which series there are'],
    ['group by (job) (max by (job, instance) (up))', 'count by (job) (max by (job, instance) (up))', undefined],
    ['group by (job) (max by (job) (up))', 'count by (job) (max by (job) (up))', 'each group has one series'],
    [
      'group by (job) (max by (job) (up))',
      'group by (job) (max by (job, instance) (up))',
      'instance makes no difference to group',
    ],
    ['count by (job) (max by (job) (up))', 'count by (job) (max by (job, instance) (up))', undefined],
    [
      'shop_heap_bytes and on (job) max by (job) (up) == 1',
      'shop_heap_bytes and on (job) max by (job, instance) (up) == 1',
      'one series decides the comparison, whatever its instance',
    ],
    [
      'shop_heap_bytes and on (job) max by (job) (up) == 0',
      'shop_heap_bytes and on (job) max by (job, instance) (up) == 0',
      undefined,
    ],
    [
      'shop_heap_bytes and on (job) max by (job) (up) > 0',
      'shop_heap_bytes and on (job) max by (job, instance) (up) > 0',
      'one series decides the comparison, whatever its instance',
    ],
    [
      'shop_heap_bytes and on (job) max by (job) (up) < 1',
      'shop_heap_bytes and on (job) max by (job, instance) (up) < 1',
      undefined,
    ],
    [
      'shop_heap_bytes and on (job) min by (job) (up) < 1',
      'shop_heap_bytes and on (job) min by (job, instance) (up) < 1',
      'one series decides the comparison, whatever its instance',
    ],
    ['shop_heap_bytes and max by (job) (up) == 1', 'shop_heap_bytes and max by (job, instance) (up) == 1', undefined],
    [
      `${failed} unless last_over_time(${failed}[1h])`,
      `${failed} unless last_over_time(shop_orders_total[1h])`,
      'unless matches on status',
    ],
    [
      `${failed} unless on (job) last_over_time(${failed}[1h])`,
      `${failed} unless on (job) last_over_time(shop_orders_total[1h])`,
      undefined,
    ],
    [
      `shop_orders_total unless last_over_time(${failed}[1h])`,
      'shop_orders_total unless last_over_time(shop_orders_total[1h])',
      undefined,
    ],
    [`${failed} unless sum by (job) (${failed})`, `${failed} unless sum by (job) (shop_orders_total)`, undefined],
    ['clamp(up, 0, 1)', 'clamp_min(up, 0)', 'the value is within this bound anyway'],
    ['clamp(up, 0, 0.5)', 'clamp_min(up, 0)', undefined],
    ['clamp(up, 0, 1)', 'clamp(up, 0, 1.01)', 'the value is within this bound anyway'],
    ['clamp(up, 0, 1)', 'clamp(up, 0, 0.99)', undefined],
    ['clamp(up - 1, -1, 0.5)', 'clamp(up - 1, -1, 0.505)', 'the value is within this bound anyway'],
    [
      quantile('sum by (job, le)', 'rate'),
      quantile('sum by (job, le)', 'increase'),
      'a quantile is the same for multiples of the buckets',
    ],
    [quantile('sum by (job, le)', 'rate'), quantile('sum by (job, le)', 'irate'), undefined],
    [
      quantile('sum by (job, le)', 'rate'),
      quantile('avg by (job, le)', 'rate'),
      'a quantile is the same for multiples of the buckets',
    ],
    [quantile('sum by (job, le)', 'rate'), quantile('max by (job, le)', 'rate'), undefined],
    [
      'sum by (job, le) (rate(shop_checkout_seconds_bucket[5m]))',
      'sum by (job, le) (increase(shop_checkout_seconds_bucket[5m]))',
      undefined,
    ],
  ])('%s → %s: %s', (expr, after, why) => {
    const found = mutants(alertOn(expr)).find(m => m.after === after);
    expect(found).toBeDefined();
    expect(found?.equivalent).toBe(why);
  });

  it('by a label that the alert or the expression has anyway', () => {
    const of = (rule: Rule, after: string) => mutants(rule).find(m => m.after === after)?.equivalent;
    const failing = alertOn('sum by (job) (shop_orders_total{status="failed"}) > 1', { labels: { status: 'bad' } });
    expect(of(failing, 'sum by (job, status) (shop_orders_total{status="failed"}) > 1')).toBe(
      'the alert sets status itself',
    );
    const any = alertOn('sum by (job) (shop_orders_total) > 1', { labels: { status: 'bad' } });
    expect(of(any, 'sum by (job, status) (shop_orders_total) > 1')).toBeUndefined();
    const recorded = (labels: Record<string, string>) => record(orderRate, parseExpr(failed), labels);
    expect(of(recorded({ status: 'failed' }), 'label status: none')).toBe('the expression has status="failed" already');
    expect(of(recorded({ status: 'bad' }), 'label status: none')).toBeUndefined();
  });

  it('by its value, where the alert does not show it', () => {
    const of = (description: string) =>
      mutants(alertOn('sum by (job) (up)', { description })).find(m => m.after === 'max by (job) (up)')?.equivalent;
    expect(of('Orders fail in {{ $labels.job }}. Look.')).toBe('the alert does not show its value');
    expect(of('{{ $value }} orders fail.')).toBeUndefined();
    expect(of('{{ .Value | humanize }} orders fail.')).toBeUndefined();
    expect(of('{{ printf "%v" . }} orders fail.')).toBeUndefined();
  });
});

const rate = record(orderRate, parseExpr('sum by (job) (rate(shop_orders_total[5m]))'));
const rare = alert('OrdersRare', { ...common, expr: parseExpr('job:shop_orders:rate5m < 0.5') });
const other = alert('HeapFull', { ...common, expr: parseExpr('shop_heap_bytes > 100') });
const groups = [group('rates', { every: seconds(30) }, rate), group('alerts', { every: seconds(30) }, rare, other)];

const firing = (value: string) => ({
  exp_labels: { severity: 'warning', priority: 'P2', job: 'shop' },
  exp_annotations: {
    summary: 'Orders fail',
    description: `${value} orders fail in shop.`,
    runbook_url: 'https://runbooks.example.com/orders.md',
    dashboard_url: 'https://grafana.example.com/d/shop-shop',
  },
});

/** A test of OrdersRare: orders come at 0.4/s. */
const document: TestDocument = {
  rule_files: ['../rules/alerts.yaml', '../rules/rates.yaml'],
  evaluation_interval: '30s',
  group_eval_order: ['rates', 'alerts'],
  tests: [
    {
      name: 'few orders',
      interval: '30s',
      input_series: [
        { series: 'shop_orders_total{job="shop", instance="a", status="ok", country="de"}', values: '0+12x40' },
      ],
      alert_rule_test: [{ eval_time: '10m', alertname: 'OrdersRare', exp_alerts: [firing('0.4')] }],
    },
  ],
};

describe('a suite', () => {
  const suite = suiteOf(groups, shopSite, new Map([['OrdersRare', document]]));
  const fates = (rule: Rule) =>
    new Map(mutantsOf(rule, groups[0] as never, shop).map(m => [m.change, suite.firstToNotice(rule, m.rule)]));

  it('runs the tests of everything downstream of a rule, and only those', () => {
    expect(suite.filesFor(rate)).toEqual(['OrdersRare']);
    expect(suite.filesFor(rare)).toEqual(['OrdersRare']);
    expect(suite.filesFor(other)).toEqual([]);
  });

  it('notices what the test looks at, and lets through what it does not', () => {
    const [of, recorded] = [fates(rare), fates(rate)];
    expect(of.get('< → >')).toBe('OrdersRare › few orders');
    expect(of.get('severity warning → critical')).toBe('OrdersRare › few orders');
    expect(of.get('for 2m → 2m30s')).toBeUndefined();
    expect(of.get('0.5 → 0.505')).toBeUndefined();
    expect(recorded.get('rate → increase')).toBe('OrdersRare › few orders');
    expect(recorded.get('by (job) → by (job, status)')).toBe('OrdersRare › few orders');
    expect(recorded.get('sum → max')).toBeUndefined();
    expect(recorded.get('[5m] → [10m]')).toBeUndefined();
  });

  it('notices a fault of the evaluation', () => {
    const twice = {
      ...rate,
      expr: parseExpr('rate(shop_orders_total[5m]) * on (job) shop_orders_total * on (job, country) up'),
    };
    const both = {
      ...document,
      tests: document.tests.map(t => ({
        ...t,
        input_series: [
          ...(t.input_series ?? []),
          { series: 'shop_orders_total{job="shop", instance="b"}', values: '0x40' },
        ],
      })),
    };
    const reading = suiteOf(groups, shopSite, new Map([['OrdersRare', both]]));
    expect(reading.firstToNotice(rate, rate)).toBeUndefined();
    expect(reading.firstToNotice(rate, twice)).toBe('OrdersRare › few orders');
  });

  it('refuses tests that do not hold on the rules as they are', () => {
    const wrong = {
      ...document,
      tests: document.tests.map(t => ({
        ...t,
        alert_rule_test: [{ eval_time: '10m', alertname: 'OrdersRare', exp_alerts: [firing('7')] }],
      })),
    };
    const broken = suiteOf(groups, shopSite, new Map([['OrdersRare', wrong]]));
    expect(() => broken.firstToNotice(rare, rare)).toThrow(
      /"OrdersRare › few orders" does not hold on the rules as they are/,
    );
  });

  it('has a context that changes with the tests and with what they need, and with nothing else', () => {
    const contextOf = (rules: typeof groups, of: Rule, doc = document) =>
      suiteOf(rules, shopSite, new Map([['OrdersRare', doc]])).contextOf(of);
    const before = contextOf(groups, rare);
    const fuller = { ...other, expr: parseExpr('shop_heap_bytes > 200') };
    expect(contextOf([groups[0] as never, group('alerts', { every: seconds(30) }, rare, fuller)], rare)).toBe(before);
    const slower = { ...rate, expr: parseExpr('sum by (job) (rate(shop_orders_total[10m]))') };
    expect(contextOf([group('rates', { every: seconds(30) }, slower), groups[1] as never], rare)).not.toBe(before);
    expect(contextOf(groups, rare, { ...document, evaluation_interval: '1m' })).not.toBe(before);
  });
});

describe('a waiver', () => {
  const mutant = mutants(alertOn('sum by (job) (up) > 1')).find(m => m.change === 'sum → max');

  it.each<[Parameters<typeof waive>, boolean]>([
    [['Orders', 'sum → max', 'one process'], true],
    [['Orders', 'sum → max', 'one process', { in: 'by (job) (up)' }], true],
    [['Orders', 'sum → max', 'one process', { in: 'by (instance)' }], false],
    [['Orders', 'sum → avg', 'one process'], false],
    [['Others', 'sum → max', 'one process'], false],
  ])('%j covers the mutant: %s', (args, covered) => {
    expect(mutant).toBeDefined();
    expect(covers(waive(...args), mutant as never)).toBe(covered);
  });

  it('needs a reason', () => {
    expect(() => waive(orderRate, 'sum → max', ' ')).toThrow(
      /the waiver of "sum → max" in job:shop_orders:rate5m has no reason/,
    );
  });
});
