import { describe, expect, test } from 'vitest';
import { openWorld } from '../../src/catalog/world.js';
import { checkFiles } from '../../src/lint/files.js';
import { shop, shopSite } from '../support/shop.js';

/** The findings on files with these rules, in a closed world. */
const found = (...files: object[][]): string[] =>
  checkFiles(
    files.map((rules, i) => ({ path: `${i}.json`, text: JSON.stringify({ groups: [{ name: `g${i}`, rules }] }) })),
    { world: shop, site: shopSite },
  ).findings.map(({ id, place }) => `${id} ${place.item}`);

const reads = { alert: 'A', expr: 'job:shop_heap:max > 1' };
const records = { record: 'job:shop_heap:max', expr: 'max by (job) (shop_heap_bytes)' };

test('in a closed world is also what the rules of the same files record', () => {
  expect(found([reads])).toEqual(['metric/unknown A']);
  expect(found([records, reads])).toEqual([]);
  expect(found([reads], [records])).toEqual([]);
});

test('and what Prometheus writes of its alerts', () => {
  expect(found([{ alert: 'A', expr: 'count(ALERTS{alertstate="firing"}) > 100 or ALERTS_FOR_STATE' }])).toEqual([]);
});

describe('rule/duplicate', () => {
  const record = (expr: string, labels: object = {}) => ({ record: 'a:b', expr, labels });
  const alert = (expr: string) => ({ alert: 'A', expr });
  test.each<[string, object[], string[]]>([
    ['the same twice', [record('up'), record('up')], ['warning']],
    ['written differently', [alert('up == 0'), alert('(up == 0)')], ['warning']],
    ['an alert with two reasons', [alert('up == 0'), alert('absent(up)')], []],
    [
      'other values of a label',
      [record('shop_orders_total{status="ok"}'), record('shop_orders_total{status="failed"}')],
      [],
    ],
    ['other labels', [record('sum by (job) (up)'), record('sum by (instance) (up)')], []],
    [
      'values that nobody can list',
      [
        record('sum by (country) (shop_orders_total{country=~"d."})'),
        record('sum by (country) (shop_orders_total{country=~"f."})'),
      ],
      [],
    ],
    ['labels of their own', [record('sum(up)', { a: '1' }), record('count(up)', { a: '2' })], []],
    ['two values for one series', [record('sum by (job) (up)'), record('count by (job) (up)')], ['error']],
  ])('%s', (_, rules, severities) => {
    const text = JSON.stringify({ groups: [{ name: 'g', rules }] });
    const { findings } = checkFiles([{ path: 'a', text }], { world: shop });
    expect(findings.filter(f => f.id === 'rule/duplicate').map(f => f.severity)).toEqual(severities);
  });

  test('in an open world nobody knows whether two rules of one name collide', () => {
    const rules = [record('sum by (a) (x)'), record('y{a="b"}')];
    const text = JSON.stringify({ groups: [{ name: 'g', rules }] });
    expect(checkFiles([{ path: 'a', text }], { world: openWorld() }).findings).toEqual([]);
  });
});

describe('alert/overlap', () => {
  const alert = (name: string, expr: string, more: object = {}) => ({
    alert: name,
    expr,
    labels: { severity: 'info' },
    ...more,
  });
  const critical = { labels: { severity: 'critical' } };
  test.each<[string, object[], string[]]>([
    ['one condition under two names', [alert('A', 'up == 0'), alert('B', '(up == 0)')], ['B']],
    ['a stricter limit', [alert('A', 'x > 5'), alert('B', 'x > 9')], ['B']],
    ['a stricter limit below', [alert('A', 'x < 5'), alert('B', 'x < 9')], ['A']],
    ['the same name, a stricter limit', [alert('A', 'x > 5'), alert('A', 'x > 9')], ['A']],
    ['written the other way round', [alert('A', '5 < x'), alert('B', 'x > 9')], ['B']],
    ['the limit itself included', [alert('A', 'x >= 5'), alert('B', 'x > 5')], ['B']],
    ['that, the other way round', [alert('A', 'x > 5'), alert('B', 'x >= 5')], ['A']],
    ['a condition more', [alert('A', 'x > 5'), alert('B', 'x > 6 and y')], ['B']],
    ['a condition more, the other limit', [alert('A', 'x > 5'), alert('B', 'x > 4 and y')], []],
    ['an exception', [alert('A', 'x > 5'), alert('B', 'x > 5 unless y')], ['B']],
    ['different exceptions', [alert('A', 'x > 5 unless z'), alert('B', 'x > 5 unless y')], []],
    ['that hold out longer', [alert('A', 'x > 5', { for: '1m' }), alert('B', 'x > 9', { for: '5m' })], ['B']],
    ['that hold out shorter', [alert('A', 'x > 5', { for: '5m' }), alert('B', 'x > 9', { for: '1m' })], []],
    ['rungs of a ladder', [alert('A', 'x > 5'), alert('A', 'x > 9', critical)], []],
    ['opposite limits', [alert('A', 'x > 5'), alert('B', 'x < 9')], []],
    ['other values', [alert('A', 'x > 5'), alert('B', 'x{a="b"} > 9')], []],
    ['what equals something', [alert('A', 'x == 5'), alert('B', 'x == 9')], []],
    ['two limits of a limit', [alert('A', 'x > bool 5'), alert('B', 'x > bool 9')], []],
  ])('%s', (_, rules, names) => {
    const text = JSON.stringify({ groups: [{ name: 'g', rules }] });
    const { findings } = checkFiles([{ path: 'a', text }], { world: openWorld() });
    expect(findings.filter(f => f.id === 'alert/overlap').map(f => f.place.item)).toEqual(names);
  });
});

describe('alert/humanize', () => {
  const told = (expr: string, description: string, known = { world: shop }) => {
    const rules = [{ alert: 'A', expr, annotations: { description } }];
    const { findings } = checkFiles([{ path: 'a', text: JSON.stringify({ groups: [{ name: 'g', rules }] }) }], known);
    return findings.filter(f => f.id === 'alert/humanize').map(f => `${f.severity}: ${f.message}`);
  };
  test.each<[string, string, string]>([
    ['shop_cache_hit_ratio < 0.5', '{{ $value | humanizeDuration }}', 'takes ratio for seconds'],
    ['shop_cache_hit_ratio < 0.5', '{{ $value | humanize }}%', 'shows ratio as percent: "%"'],
    ['shop_cache_hit_ratio < 0.5', '{{ printf "%.1f%%" $value }}', 'shows ratio as percent: "%"'],
    ['shop_heap_bytes > 5', '{{ humanizePercentage $value }}', 'takes bytes for a ratio'],
    ['shop_heap_bytes > 5', '{{ $value }} seconds', 'shows bytes as seconds'],
    ['timestamp(up) > 5', '{{ $value | humanizeDuration }}', 'takes timestamp for seconds'],
    ['time() - timestamp(up) > 5', '{{ $value | humanizeTimestamp }}', 'takes seconds for seconds since 1970'],
  ])('%s as %s', (expr, description, message) => {
    expect(told(expr, description)).toEqual([expect.stringMatching(/^error: the description /)]);
    expect(told(expr, description)[0]).toContain(message);
  });

  test.each([
    ['shop_cache_hit_ratio < 0.5', '{{ $value | humanizePercentage }} of reads'],
    ['shop_cache_hit_ratio * 100 < 50', '{{ $value | humanize }}%'],
    ['shop_heap_bytes > 5', '{{ $value | humanize1024 }}B'],
    ['rate(shop_busy_seconds_total[5m]) > 0.5', '{{ $value | humanizePercentage }}'],
    ['shop_checkout_seconds_sum / shop_checkout_seconds_count > 1', '{{ $value | humanizeDuration }}'],
    ['shop_heap_bytes > 5', '{{ $labels.job }}% {{ $value | humanize }}B'],
  ])('%s as %s is right', (expr, description) => {
    expect(told(expr, description)).toEqual([]);
  });

  test('a count in powers of 1024 is only odd, also where a template decides', () => {
    const template = '{{ if gt $value 1.0 }}{{ $value | humanize1024 }}B{{ end }}';
    expect(told('count(up) > 5', template)).toEqual([
      'warning: the description takes count for bytes, by humanize1024',
    ]);
  });
  test('in an open world the text alone may tell', () => {
    const known = { world: openWorld() };
    expect(told('x > 1', '{{ $value | humanizePercentage }}%', known)).toEqual([
      'warning: the description says "%" behind humanizePercentage, which says it already',
    ]);
    expect(told('x * 100 > 80', '{{ $value | humanizePercentage }}', known)).toEqual([
      expect.stringContaining('shows 80 as 8000%'),
    ]);
    expect(told('x > 1.5', '{{ $value | humanizePercentage }}', known)).toEqual([]);
    expect(told('x > 90', '{{ $value | humanize }}%', known)).toEqual([]);
  });
});

describe('what an alert has to say', () => {
  const labels = { severity: 'info' };
  const annotations = { summary: 'Too much' };
  const other = { alert: 'B', expr: 'y > 1', labels, annotations };
  const ids = (more: object, rule: object = { alert: 'A', expr: 'x > 1' }, others: object[] = [other]) => {
    const text = JSON.stringify({ groups: [{ name: 'g', rules: [{ ...rule, ...more }, ...others] }] });
    return checkFiles([{ path: 'a', text }], { world: openWorld() }).findings.map(f => f.id);
  };
  test.each<[string, object, string[]]>([
    ['all of it', { labels, annotations }, []],
    ['only how it looks', { labels, annotations: { description: 'Too much' } }, []],
    ['no severity', { annotations, labels: { team: 'a' } }, ['alert/no-severity']],
    ['nothing', { labels }, ['alert/no-summary']],
    ['nothing but space', { labels, annotations: { summary: ' ' } }, ['alert/no-summary']],
    ['a page', { labels, annotations: { ...annotations, runbook_url: 'https://a.example/{{ $labels.x }}' } }, []],
    ['a page of a template', { labels, annotations: { ...annotations, runbook_url: '{{ $externalLabels.u }}/a' } }, []],
    ['a page without its host', { labels, annotations: { ...annotations, runbook_url: 'a.md' } }, ['alert/runbook']],
    ['half an address', { labels, annotations: { ...annotations, dashboard_url: 'https://' } }, ['alert/runbook']],
    ['a runbook in words', { labels, annotations: { ...annotations, runbook: 'Restart it' } }, []],
  ])('%s', (_, more, expected) => {
    expect(ids(more)).toEqual(expected);
  });
  test('a group may give the severity', () => {
    const rules = [
      { alert: 'A', expr: 'x > 1', annotations },
      { alert: 'B', expr: 'y > 1', annotations },
    ];
    const text = JSON.stringify({ groups: [{ name: 'g', labels, rules }] });
    const { findings } = checkFiles([{ path: 'a', text }], { world: openWorld() });
    expect(findings.map(f => f.id)).not.toContain('alert/no-severity');
  });
  test('as nobody does', () => {
    expect(ids({}, undefined, [{ alert: 'B', expr: 'y > 1', labels: { team: 'a' } }])).toEqual([]);
  });
  test('a recording rule says nothing', () => {
    expect(ids({}, { record: 'a:b', expr: 'x' })).toEqual([]);
  });
});

describe('label/external', () => {
  const site = { ...shopSite, externalLabels: { cluster: 'main' } };
  test.each<[string, object, number]>([
    ['set to something else', { labels: { severity: 'info', cluster: 'other' } }, 1],
    ['set by a template', { labels: { severity: 'info', cluster: '{{ $labels.cluster }}' } }, 0],
    ['set to the same', { labels: { severity: 'info', cluster: 'main' } }, 0],
    ['named', { annotations: { summary: '{{ $externalLabels.cluster }}' } }, 0],
    ['named, and not there', { annotations: { summary: '{{ $externalLabels.region }}' } }, 1],
    ['named where it decides', { annotations: { summary: '{{ if eq $externalLabels.region "a" }}x{{ end }}' } }, 1],
  ])('%s', (_, more, times) => {
    const text = JSON.stringify({ groups: [{ name: 'g', rules: [{ alert: 'A', expr: 'up == 0', ...more }] }] });
    const ids = (known: Parameters<typeof checkFiles>[1]) =>
      checkFiles([{ path: 'a', text }], known).findings.filter(f => f.id === 'label/external');
    expect(ids({ world: shop, site })).toHaveLength(times);
    expect(ids({ world: shop })).toEqual([]);
  });

  test('a matcher on one is dropped: the series of Prometheus itself have none', () => {
    const text = JSON.stringify({ groups: [{ name: 'g', rules: [{ alert: 'A', expr: 'up{cluster="main"} == 0' }] }] });
    const { findings } = checkFiles([{ path: 'a', text }], { world: shop, site });
    expect(findings.map(f => [f.id, f.fix])).toEqual([['label/unknown', expect.stringContaining('external labels')]]);
  });

  test('the labels of the site are offered where those of the series are not there', () => {
    const annotations = { summary: '{{ $labels.cluster }}' };
    const text = JSON.stringify({ groups: [{ name: 'g', rules: [{ alert: 'A', expr: 'up == 0', annotations }] }] });
    const { findings } = checkFiles([{ path: 'a', text }], { world: shop, site });
    expect(findings.find(f => f.id === 'alert/template')?.fix).toContain('{{ $externalLabels.cluster }}');
  });
});

describe('record/name', () => {
  test.each<[string, string, string[]]>([
    ['job:shop_orders:rate5m', 'sum by (job) (rate(shop_orders_total[5m]))', []],
    ['job_instance:shop_orders:rate5m', 'sum by (job) (rate(shop_orders_total[5m]))', ['no label "instance"']],
    [':shop_orders:rate5m', 'sum by (job) (rate(shop_orders_total[5m]))', []],
    ['shop:shop_orders:rate5m', 'sum by (job) (rate(shop_orders_total[5m]))', []],
    ['job:shop_orders:rate1m', 'sum by (job) (rate(shop_orders_total[5m]))', ['says 1m, the expression takes 5m']],
    ['job:shop_orders:rate1m', 'sum by (job) (instance:shop_orders:rate1m)', []],
    ['job:shop_orders:rate1m_max1h', 'max_over_time(sum by (job) (rate(shop_orders_total[1m]))[1h:])', []],
    ['job:shop_orders:rate1m', 'max by (job) (max_over_time(instance:shop_orders:rate1m[1h]))', []],
    ['job:shop_heap:ratio', 'sum by (job) (shop_heap_bytes)', ['that it is a ratio, the expression gives bytes']],
    ['job:shop_hits:ratio', 'min by (job) (shop_cache_hit_ratio)', []],
    [
      'job:anything:ratio',
      'sum by (job) (instance:shop_orders:rate1m)',
      ['that it is a ratio, the expression gives count/second'],
    ],
    ['shop_heap', 'sum(shop_heap_bytes)', []],
  ])('%s of %s', (name, expr, expected) => {
    const rules = [
      { record: name, expr },
      { record: 'instance:shop_orders:rate1m', expr: 'sum by (instance, job) (rate(shop_orders_total[1m]))' },
    ];
    const text = JSON.stringify({ groups: [{ name: 'g', rules }] });
    const { findings } = checkFiles([{ path: 'a', text }], { world: shop });
    expect(findings.filter(f => f.id === 'record/name').map(f => f.message)).toEqual(
      expected.map(message => expect.stringContaining(message)),
    );
  });

  test('in an open world what the aggregation keeps is known too', () => {
    const names = ['pod_namespace_pod_name:x:max', 'pod:x:max', 'namespace_pod:x:max'].map(record => ({
      record,
      expr: 'max by (namespace, pod_name, pod) (x)',
    }));
    const text = JSON.stringify({
      groups: [
        {
          name: 'g',
          rules: [
            ...names,
            { record: 'pod:x:min', expr: 'min by (pod_name) (x)' },
            { record: 'pod:x:avg', expr: 'avg without (a) (x)' },
          ],
        },
      ],
    });
    const { findings } = checkFiles([{ path: 'a', text }], { world: openWorld() });
    expect(findings.map(f => `${f.id} ${f.place.item}`)).toEqual(['record/name pod:x:min']);
  });
});
