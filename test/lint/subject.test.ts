import { describe, expect, test } from 'vitest';
import {
  above,
  alert,
  annotation,
  count,
  type Dashboard,
  dashboard,
  gauge,
  group,
  histogram,
  increase,
  ladder,
  minutes,
  type Node,
  type Rule,
  type RuleGroup,
  rate,
  record,
  recorded,
  resolves,
  row,
  seconds,
  select,
  series,
  sum,
  timeseries,
  world,
} from '../../src/index.js';
import { lint } from '../../src/lint/index.js';
import { heap, metrics, orderRate, orders, shopSite, up } from '../support/shop.js';

const written = record(orderRate, sum(rate(select(orders), minutes(5)), { by: ['job'] }));

const texts = {
  summary: 'Trouble',
  description: 'Trouble.',
  runbook: 'trouble',
  dashboard: 'shop',
  source: up.source,
} as const;
const common = { ...texts, for: minutes(5), whenMissing: resolves('it is a test') };

function ids(groups: RuleGroup[], more: Readonly<Record<string, unknown>> = {}): string[] {
  return lint({ world: world(metrics, more), site: shopSite, groups, dashboards: [] })
    .filter(f => f.id !== 'alert/blind-spot')
    .map(f => `${f.id} ${f.place.item}: ${f.message}`);
}
const inGroup = (...rules: Rule[]) => [group('shop', { every: minutes(1) }, ...rules)];

test('what the rungs of a ladder share is told once', () => {
  const rungs = ladder('ShopFailures', {
    ...common,
    description: 'Shop {{ $labels.shop }} fails.',
    value: sum(rate(select({ ...orders, name: 'ordres_total' }), minutes(5)), { by: ['job'] }),
    limit: above({ info: count(1), warning: count(5), critical: count(20) }),
  });
  expect(rungs).toHaveLength(3);
  const found = ids(inGroup(written, ...rungs)).map(text => text.split(':')[0]);
  expect(found).toEqual(['alert/template ShopFailures', 'metric/unknown ShopFailures']);
});

test('content in order has no findings', () => {
  const rule = alert('ShopBig', {
    ...common,
    severity: 'warning',
    value: select(heap),
    above: { kind: 'quantity', value: 1, unit: heap.unit },
  });
  expect(ids(inGroup(written, rule))).toEqual([]);
});

describe('record/contract', () => {
  test.each<[string, Rule[], string]>([
    [
      'a declared series that no rule records',
      [alert('ShopDown', { ...common, severity: 'info', expr: select(up) })],
      'no rule records job:shop_orders:rate5m',
    ],
    ['a lost label', [record(orderRate, sum(rate(select(orders), minutes(5))))], 'no label job'],
    [
      'a label too many',
      [record(orderRate, sum(rate(select(orders), minutes(5)), { by: ['job', 'status'] }))],
      'also has the label status',
    ],
    ['another unit', [record(orderRate, sum(select(heap), { by: ['job'] }))], 'gives bytes'],
  ])('%s', (_, rules, message) => {
    expect(ids(inGroup(...rules)).filter(f => f.includes(message))).toHaveLength(1);
  });

  test('a name whose level does not list the labels', () => {
    const wrong = recorded('instance:heap:max', {
      help: 'Heap.',
      unit: 'bytes',
      labels: { job: up.labels.job },
      source: up.source,
    });
    expect(ids(inGroup(written, record(wrong, sum(select(heap), { by: ['job'] }))), { wrong })).toEqual([
      'record/contract instance:heap:max: instance:heap:max has the labels job',
    ]);
  });
});

test('group/duplicate', () => {
  const another = group(
    'shop',
    { every: minutes(1) },
    alert('ShopDown', { ...common, severity: 'info', expr: select(up) }),
  );
  expect(ids([...inGroup(written), another])).toEqual(['group/duplicate shop: two groups are called "shop"']);
});

describe('rule/duplicate', () => {
  const rule = alert('ShopBig', { ...common, severity: 'warning', expr: select(heap) });
  test('the same rule twice', () => {
    expect(ids(inGroup(written, rule, rule))).toEqual([expect.stringContaining('rule/duplicate ShopBig')]);
  });
  test('two groups of one name', () => {
    expect(ids([...inGroup(written), ...inGroup(rule)])).toEqual([
      expect.stringContaining('two groups are called "shop"'),
    ]);
  });
  test('the rungs of a ladder are no duplicates', () => {
    const rungs = ladder('ShopFailures', {
      ...common,
      value: sum(increase(select(orders), minutes(5)), { by: ['job'] }),
      limit: orders.limits.failures,
    });
    expect(ids(inGroup(written, ...rungs))).toEqual([]);
  });
});

describe('alert/template', () => {
  const saying = (description: string) =>
    ids(
      inGroup(
        written,
        alert('ShopBig', { ...common, description, severity: 'info', expr: sum(select(heap), { by: ['job'] }) }),
      ),
    );
  test.each([
    ['{{ $labels.instance }} is big', 'names {{ $labels.instance }}'],
    ['{{ $labels.job', 'is not a template'],
    ['{{ $value | humanise }}', 'is not a template'],
  ])('%s', (description, message) => {
    expect(saying(description)).toEqual([expect.stringContaining(message)]);
  });
  test('a label that is kept', () => {
    expect(saying('{{ $labels.job }} is {{ $value | humanize }}')).toEqual([]);
  });
});

test('alert/label-collision: a label of the series that the alert sets too', () => {
  const errors = gauge('shop_errors', {
    help: 'Errors.',
    unit: 'count',
    labels: { severity: { kind: 'closed', values: ['critical'] } },
    source: up.source,
  });
  const rule = alert('ShopErrors', { ...common, severity: 'info', expr: select(errors) });
  expect(ids(inGroup(written, rule), { errors })).toEqual([
    expect.stringContaining('alert/label-collision ShopErrors: the alert sets the label "severity"'),
  ]);
});

test('limit/no-edge: a limit between two buckets', () => {
  const latency = histogram('shop_latency_seconds', {
    help: 'Latency.',
    unit: 'seconds',
    buckets: [0.1, 1],
    limits: { slow: above({ warning: seconds(0.5), critical: seconds(1) }), many: above({ warning: count(3) }) },
    source: up.source,
  });
  expect(ids(inGroup(written), { latency })).toEqual([
    'limit/no-edge shop_latency_seconds: the limit slow.warning (0.5) is no bucket edge of shop_latency_seconds',
  ]);
});

describe('dashboards', () => {
  const why = 'What it means when it rises, and what to do then.';
  const board = (slug: string, options: { opens?: string; marks?: Node } = {}) =>
    dashboard(slug, {
      title: `Shop ${slug}`,
      description: 'Is the shop open?',
      refresh: minutes(1),
      annotations: options.marks ? [annotation('Marks', { expr: options.marks, text: 'here', color: 'blue' })] : [],
      rows: [
        row(
          'Memory',
          timeseries('Heap', {
            why,
            series: [series('{{job}} {{instance}}', select(heap))],
            ...(options.opens && { opens: options.opens }),
          }),
        ),
      ],
    });
  const found = (...dashboards: Dashboard[]) =>
    lint({ world: world(metrics), site: shopSite, groups: inGroup(written), dashboards }).map(f => f.id);

  test('in order have no findings', () => {
    expect(found(board('a', { opens: 'b', marks: select(heap) }), board('b'))).toEqual([]);
  });

  test.each<[string, Dashboard[]]>([
    ['dashboard/slug-twice', [board('a'), { ...board('a'), title: 'Another' }]],
    ['dashboard/title-twice', [board('a'), { ...board('b'), title: 'Shop a' }]],
    ['panel/link-unknown', [board('a', { opens: 'nowhere' })]],
    ['metric/unknown', [board('a', { marks: { kind: 'selector', name: 'shop_heaps', matchers: [] } })]],
  ])('%s', (id, dashboards) => {
    expect(found(...dashboards)).toEqual([id]);
  });
});
