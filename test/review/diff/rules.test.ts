import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { diff } from '../../../src/review/diff/diff.js';
import { entriesOf, mirroredEntriesOf, type RuleText, ruleFile, rulesSide, sideOf } from './sides.js';

const good: RuleText = {
  alert: 'ErrorsHigh',
  expr: 'sum by (job) (rate(errors_total{code=~"5.."}[5m])) > 5',
  for: '10m',
  labels: { severity: 'warning', team: 'web' },
  annotations: { summary: 'Many errors' },
};

const told = (base: RuleText, head: RuleText) =>
  diff(rulesSide(base), rulesSide(head)).entries.map(({ change, part, before, after, sensitivity }) =>
    [change, part, before, after, sensitivity].filter(x => x !== undefined).join(' | '),
  );

describe('an alert', () => {
  test.each<[string, Partial<RuleText>, string]>([
    [
      'a higher limit',
      { expr: good.expr.replace('> 5', '> 6') },
      'changed | limit | > 5 per second | > 6 per second | less',
    ],
    [
      'a lower limit',
      { expr: good.expr.replace('> 5', '> 4') },
      'changed | limit | > 5 per second | > 4 per second | more',
    ],
    [
      'the limit itself',
      { expr: good.expr.replace('> 5', '>= 5') },
      'changed | limit | > 5 per second | >= 5 per second | more',
    ],
    ['a longer hold', { for: '15m' }, 'changed | for | 10m | 15m | less'],
    ['no hold', { for: undefined }, 'changed | for | 10m | 0s | more'],
    ['a longer ring', { keep_firing_for: '5m' }, 'changed | keep_firing_for | 0s | 5m'],
    [
      'another severity',
      { labels: { ...good.labels, severity: 'critical' } },
      'changed | severity | warning | critical',
    ],
    ['another team', { labels: { severity: 'warning', team: 'db' } }, 'changed | label team | web | db'],
    ['no team', { labels: { severity: 'warning' } }, 'changed | label team | web'],
    ['other words', { annotations: { summary: 'Errors' } }, 'changed | annotation summary | Many errors | Errors'],
    ['another name', { alert: 'ErrorsMany' }, 'renamed | ErrorsHigh | ErrorsMany'],
  ])('with %s', (_, change, expected) => {
    const head = Object.fromEntries(Object.entries({ ...good, ...change }).filter(([, v]) => v !== undefined));
    expect(told(good, head as unknown as RuleText)).toEqual([expected]);
    // The other way round it is the same, turned round.
    const sides = [rulesSide(good), rulesSide(head as unknown as RuleText)] as const;
    expect(entriesOf(diff(sides[1], sides[0]))).toEqual(mirroredEntriesOf(diff(...sides)));
  });

  test('with another expression names the part that differs', () => {
    const [entry] = diff(rulesSide(good), rulesSide({ ...good, expr: good.expr.replace('5m', '10m') })).entries;
    expect(entry).toMatchObject({
      part: 'expression',
      parts: [{ before: 'errors_total{code=~"5.."}[5m]', after: 'errors_total{code=~"5.."}[10m]' }],
    });
  });

  test.each([
    ['x > 5', 'x > 5 and on (job) y == 1', 'less'],
    ['x > 5 and y > 1', 'x > 5', 'more'],
    ['x > 5', 'x > 5 unless on (job) y', 'less'],
    ['x > 5', 'x > 5 or y > 1', 'more'],
    ['x > 5', 'x{a="b"} > 5', 'less'],
    ['x > 5 unless y > 3', 'x > 5 unless y > 4', 'more'],
    ['x < 5', 'x < 4', 'less'],
    ['x > 5', 'x < 5', undefined],
    ['count(x > 5) > 3', 'count(x > 6) > 3', undefined],
    ['sum(x) > 5', 'sum(x{a="b"}) > 5', undefined],
    ['absent(x)', 'absent(x{a="b"})', undefined],
    ['x == 5', 'x == 6', undefined],
    ['x > bool 5', 'x > bool 6', undefined],
  ])('%s → %s: %s sensitive', (before, after, sensitivity) => {
    const [entry, more] = diff(rulesSide({ ...good, expr: before }), rulesSide({ ...good, expr: after })).entries;
    expect(more).toBeUndefined();
    expect(entry?.sensitivity).toBe(sensitivity);
  });
});

test.each([
  ['sum(x) by (b, a) > 5', 'sum by (a,b) ((x)) > 5'],
  ['x{a="1",b=~"2|3"}', "{b=~'3|2', a='1', __name__='x'}"],
  ['x{a=~"b"}', 'x{a="b"}'],
  ['a + b', 'b + a'],
  ['a * on (x) group_left (y) b', 'b * on (x) group_right (y) a'],
  ['5 < x', 'x > 5'],
  ['x > 10 * 1024 * 1024', 'x > 10485760'],
  ['x > 0x10', 'x > 16'],
  ['x > 1e3', 'x > 1000'],
  ['rate(x[60s])', 'rate(x[1m])'],
  ['x and y unless z', 'x unless z and y'],
  ['a == on (job) b', 'b == on (job) a'],
  ['a == bool b', 'b == bool a'],
  ['sum by () (x)', 'sum(x)'],
  ['a / ignoring () b', 'a / b'],
  ['+x > 1', 'x > 1'],
])('%s means %s', (before, after) => {
  expect(told({ ...good, expr: before }, { ...good, expr: after })).toEqual([]);
});

test.each([
  ['a - b', 'b - a'],
  ['a or b', 'b or a'],
  ['a and b', 'b and a'],
  ['a == b', 'b == a'],
  ['sum by (a) (x)', 'sum without (a) (x)'],
  ['x{a=~"b.c"}', 'x{a="b.c"}'],
  ['(a + b) + c', 'a + (b + c)'],
])('%s does not mean %s', (before, after) => {
  expect(told({ ...good, expr: before }, { ...good, expr: after })).toHaveLength(1);
});

describe('rules of one name', () => {
  const rung = (severity: string, limit: number): RuleText => ({
    ...good,
    expr: `x > ${limit}`,
    labels: { severity },
  });

  test('are told apart by their severity', () => {
    const found = diff(rulesSide(rung('critical', 9), rung('warning', 5)), rulesSide(rung('warning', 5))).entries;
    expect(found).toMatchObject([{ change: 'removed', base: { name: 'ErrorsHigh (critical)' } }]);
  });

  test('and severity by what else they say', () => {
    const of = (job: string, limit: number): RuleText => ({ ...good, for: '0s', expr: `x{job="${job}"} > ${limit}` });
    expect(diff(rulesSide(of('a', 1), of('b', 1)), rulesSide(of('b', 1), of('a', 1))).entries).toEqual([]);
    const found = diff(rulesSide(of('a', 1), of('b', 1)), rulesSide(of('b', 1))).entries;
    expect(found).toMatchObject([{ change: 'removed' }]);
  });
});

describe('a group', () => {
  const group = (name: string, more: object = {}) => ({ name, interval: '1m', rules: [good], ...more });

  test.each([
    ['renamed', { 'a.yaml': ruleFile(group('h')) }, { change: 'renamed', before: 'g', after: 'h' }],
    [
      'of another interval',
      { 'a.yaml': ruleFile(group('g', { interval: '2m' })) },
      { part: 'interval', before: '1m', after: '2m' },
    ],
    ['with a limit', { 'a.yaml': ruleFile(group('g', { limit: 5 })) }, { part: 'limit', after: '5' }],
  ])('%s', (_, head, expected) => {
    expect(diff(sideOf({ 'a.yaml': ruleFile(group('g')) }), sideOf(head)).entries).toMatchObject([expected]);
  });

  test('in another file', () => {
    const other = ruleFile({ ...group('other'), rules: [{ ...good, alert: 'Other' }] });
    const base = sideOf({ 'a.yaml': ruleFile(group('g')), 'z.yaml': other });
    const head = sideOf({ 'b.yaml': ruleFile(group('g')), 'z.yaml': other });
    expect(diff(base, head).entries).toMatchObject([
      { subject: 'group', change: 'moved', before: 'a.yaml', after: 'b.yaml' },
    ]);
  });

  test('that loses a rule to another one', () => {
    const two = (first: RuleText[], second: RuleText[]) =>
      sideOf({ 'a.yaml': ruleFile({ name: 'g', rules: first }, { name: 'h', rules: second }) });
    const other = { ...good, alert: 'Other', expr: 'y > 1' };
    const third = { ...good, alert: 'Third', expr: 'z > 1' };
    const found = diff(two([good, other], [third]), two([other], [third, good])).entries;
    expect(found).toMatchObject([{ subject: 'alert', change: 'moved', before: 'g', after: 'h' }]);
  });
});

test.each([
  ['PrometheusRule', (text: string) => `kind: PrometheusRule\nspec:\n${text.replace(/^/gm, '  ')}`],
  [
    'a list of them',
    (text: string) => `kind: List\nitems:\n  - kind: PrometheusRule\n    spec:\n${text.replace(/^/gm, '      ')}`,
  ],
  ['a namespace', (text: string) => `namespace: x\n${text}`],
])('rules may be in %s, and know their lines', (_, wrap) => {
  const text = ruleFile({ name: 'g', rules: [good, { ...good, alert: 'Second', expr: 'y > 1' }] });
  const base = sideOf({ 'a.yaml': text });
  expect(diff(base, sideOf({ 'a.yaml': wrap(text) })).entries).toEqual([]);
  const changed = wrap(text.replace('y > 1', 'y > 2'));
  const [entry] = diff(base, sideOf({ 'a.yaml': changed })).entries;
  expect(changed.split('\n')[(entry?.head?.place.line ?? 0) - 1]).toContain('alert: Second');
});

test('labels of a group are those of its rules', () => {
  const [inner, outer] = [
    { ...good, labels: { severity: 'warning', team: 'web' } },
    { ...good, labels: { team: 'web' } },
  ];
  const side = (more: object, rule: RuleText) => sideOf({ 'a.yaml': ruleFile({ name: 'g', rules: [rule], ...more }) });
  const base = side({ labels: { severity: 'warning', team: 'db' } }, outer);
  expect(diff(base, side({}, inner)).entries).toEqual([]);
  expect(diff(base, side({ labels: { severity: 'critical' } }, outer)).entries).toMatchObject([
    { part: 'severity', before: 'warning', after: 'critical' },
  ]);
});

test('merged and named parts of YAML are what they stand for', () => {
  const rule = (labels: string) => `groups:
- name: g
  rules:
  - {alert: A, expr: up == 0, labels: ${labels}}
  - {alert: B, expr: up == 1, labels: *l}
`;
  const [base, head] = [rule('&l {severity: warning, team: web}'), rule('{<<: &l {severity: warning, team: web}}')];
  expect(diff(sideOf({ 'r.yaml': base }), sideOf({ 'r.yaml': head })).entries).toEqual([]);
});

test('what Prometheus would not load is noted, and what of it can be read is compared', () => {
  const text = `${ruleFile({ name: 'g', rules: [good] })}    expresion: x\n`;
  const found = diff(rulesSide(good), sideOf({ 'r.yaml': text }));
  expect(found.entries).toMatchObject([]);
  expect(found.notes).toEqual([
    expect.stringMatching(
      /^side: r\.yaml:\d+: there is no field "expresion" here; Prometheus does not load such a file$/,
    ),
  ]);
  expect(diff(rulesSide(), sideOf({ 'r.yaml': 'groups:\n  some: thing\n' })).notes).toEqual([]);
});

describe('a limit has the unit', () => {
  test.each([
    ['process_resident_memory_bytes >', '1e9', '2e9', '> 1 GB → > 2 GB'],
    [
      'histogram_quantile(0.99, sum by (le) (rate(x_duration_seconds_bucket[5m]))) >',
      '1.5',
      '2.5',
      '> 1.5 s → > 2.5 s',
    ],
    ['rate(a_seconds_sum[5m]) / rate(a_seconds_count[5m]) >', '1', '2', '> 1 s → > 2 s'],
    ['time() - process_start_time_seconds <', '3600', '7200', '< 1 hour → < 2 hours'],
    ['rate(errors_total{code=~"5.."}[5m]) / rate(errors_total[5m]) >', '0.1', '0.2', '> 10 % → > 20 %'],
    ['rate(errors_total[5m]) >', '0.1', '0.2', '> 0.1 per second → > 0.2 per second'],
    ['1 - avg(rate(node_cpu_seconds_total{mode="idle"}[5m])) >', '0.1', '0.2', '> 10 % → > 20 %'],
    ['node_filesystem_avail_bytes / node_filesystem_size_bytes * 100 <', '10', '20', '< 10 → < 20'],
    ['up >', '0', '1', '> 0 → > 1'],
    ['job:latency_seconds:mean5m >', '1', '2', '> 1 → > 2'],
    ['a_seconds + b_bytes >', '1', '2', '> 1 → > 2'],
  ])('that the names of metrics promise, where there is no catalog: %s', (value, from, to, expected) => {
    const [entry] = diff(
      rulesSide({ ...good, expr: `${value} ${from}` }),
      rulesSide({ ...good, expr: `${value} ${to}` }),
    ).entries;
    expect(`${entry?.part} ${entry?.before} → ${entry?.after}`).toBe(`limit ${expected}`);
  });

  test('whatever names are there, none stops the comparison', () => {
    const words = fc.array(
      fc.constantFrom('a', 'time', 'seconds', 'bytes', 'ratio', 'bucket', 'sum', 'count', 'total', 'le', 'ms', '_'),
      { minLength: 1, maxLength: 5 },
    );
    const name = words.map(parts => `x_${parts.join('_')}`);
    fc.assert(
      fc.property(fc.array(name, { minLength: 1, maxLength: 4 }), names => {
        const of = (limit: number) => ({ ...good, expr: `${names.join(' + ')} > ${limit}` });
        expect(told(of(1), of(2))).toHaveLength(1);
      }),
    );
  });
});
