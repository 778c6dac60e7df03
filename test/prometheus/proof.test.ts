import { beforeAll, describe, expect, it } from 'vitest';
import {
  above,
  alert,
  fires,
  group,
  hours,
  ladder,
  minutes,
  type Quantity,
  ratio,
  record,
  resolves,
  seconds,
} from '../../src/index.js';
import type { AlertingRule, Rule, RuleGroup } from '../../src/prometheus/model.js';
import { renderRuleTests } from '../../src/prometheus/proof/render.js';
import { renderRules } from '../../src/prometheus/render.js';
import { parseExpr } from './given.js';
import { catalog, common, testSite, testWorld } from './project.js';
import { promtool } from './promtool.js';

type Row = readonly [
  name: string,
  value: string,
  bound: { above?: Quantity; below?: Quantity },
  options?: { for?: ReturnType<typeof minutes>; keepFiringFor?: ReturnType<typeof minutes> },
];

const over = (n: number) => ({ above: ratio(n) });
const under = (n: number) => ({ below: ratio(n) });

/** Values that the solver must be able to bring over or under a limit. */
const rows: readonly Row[] = [
  ['Level', 'temperature', over(5)],
  ['LevelBelow', 'temperature{kind="b"}', under(-3)],
  ['OneOf', 'size_bytes{kind=~"b|c", job!="other"}', over(1e6)],
  ['SumOfSeries', 'sum by (job) (size_bytes)', over(5e6)],
  ['WithoutLabels', 'max without (kind, instance) (temperature)', over(2)],
  ['Share', 'min by (kind, job) (share)', under(0.95)],
  ['Rate', 'sum by (job) (rate(events_total[5m]))', over(0.1)],
  ['Increase', 'sum by (job) (increase(events_total{kind="a"}[10m]))', over(7)],
  ['Growth', 'deriv(size_bytes[30m]) * 600', over(1e7), { keepFiringFor: minutes(5) }],
  ['Trend', 'predict_linear(size_bytes[1h], 3600) and deriv(size_bytes[1h]) > 0', over(5e8), { for: minutes(10) }],
  [
    'Mean',
    'sum by (job) (rate(latency_seconds_sum[5m])) / (sum by (job) (rate(latency_seconds_count[5m])) > 0)',
    over(1.5),
  ],
  ['Quantile', 'histogram_quantile(0.9, sum by (job, le) (rate(latency_seconds_bucket[5m])))', over(2)],
  ['QuantileLow', 'histogram_quantile(0.5, sum by (job, le) (rate(latency_seconds_bucket[5m])))', under(0.75)],
  ['Difference', 'sum by (job) (size_bytes{kind="a"}) - sum by (job) (size_bytes{kind="b"})', over(1e8)],
  ['Sum', 'sum by (job) (size_bytes{kind="a"}) + sum by (job) (size_bytes{kind="b"})', over(1e9)],
  ['Product', '2 * sum by (job) (share) * 3', under(3)],
  [
    'RatioOfRates',
    'sum by (job) (rate(events_total{kind="a"}[5m])) / sum by (job) (rate(events_total{kind="b"}[5m]))',
    over(0.5),
  ],
  ['Recorded', 'job:latency_seconds:mean5m', over(2), { keepFiringFor: minutes(3) }],
  ['Carried', 'sum by (job) (size_bytes{kind="b"}) - job:size_bytes:last', over(1e6)],
  [
    'Guarded',
    'sum by (job, instance) (temperature) and on (job, instance) time() - start_time_seconds < 3600',
    over(3),
  ],
  ['Age', 'time() - max by (job) (start_time_seconds)', over(7200), { for: minutes(5) }],
  [
    'Yesterday',
    'sum by (job) (rate(events_total[30m])) / (sum by (job) (rate(events_total[1h] offset 1d)) > 0.05)',
    over(2),
  ],
  [
    'NewEvents',
    'sum by (job) (events_total unless last_over_time(events_total[1h] offset 5m) or increase(events_total[5m]))',
    over(0),
  ],
  [
    'NewWhereKnown',
    'sum by (job) (events_total and on (job) last_over_time(enabled[1h] offset 5m) unless last_over_time(events_total[1h] offset 5m) or increase(events_total[5m]))',
    over(0),
  ],
  ['Highest', 'max_over_time(temperature[10m])', over(5)],
  ['Joined', 'max by (job, instance) (size_bytes) * on (job, instance) group_left (version) enabled', over(1e6)],
  ['Clamped', 'clamp(share, 0, 1)', under(0.5)],
  ['Negated', '-temperature', over(4)],
  ['Root', 'sqrt(size_bytes)', over(1000)],
  ['Relabelled', 'label_replace(temperature, "which", "$1", "kind", "(.*)")', over(5)],
  ['Subquery', 'max_over_time(sum by (job) (rate(events_total[5m]))[10m:1m])', over(0.5)],
];

const given = (kind: string) => (value: number) => [
  { series: `temperature{kind="${kind}", job="app"}`, values: `${value}x60` },
];

const expressions: readonly AlertingRule[] = [
  alert('IsDown', { ...common, expr: parseExpr('enabled == 0') }),
  alert('IsAbsent', {
    ...common,
    expr: parseExpr('absent(enabled{job="app"})'),
    whenMissing: fires('it is about absence'),
  }),
  alert('IsSilent', {
    ...common,
    expr: parseExpr('absent_over_time(share{job="app"}[30m])'),
    whenMissing: fires('it is about absence'),
  }),
  alert('AtOnce', { ...common, for: seconds(0), expr: parseExpr('share < 0.5 or temperature > 100') }),
  alert('HalfThere', { ...common, expr: parseExpr('enabled == 1 unless on (job, instance) start_time_seconds') }),
  alert('Always', {
    ...common,
    description: 'x',
    expr: parseExpr('vector(1)'),
    whenMissing: fires('it reads nothing'),
  }),
  alert('NotOfThisSite', {
    ...common,
    expr: parseExpr('group by (job) (share) unless on (job) label_replace(vector(1), "job", "app", "", "")'),
  }),
  alert('ByHand', { ...common, value: parseExpr('temperature % 100'), above: ratio(50), given: given('a') }),
  ...ladder('Ladder', {
    ...common,
    value: parseExpr('sum by (job) (temperature)'),
    limit: above({ info: 1, warning: 2, critical: 3 }),
  }),
];

function groupsOf(change: (bound: Row[2]) => Row[2] = bound => bound): RuleGroup[] {
  const alerts = rows.map(([name, value, bound, options]) =>
    alert(name, { ...common, ...options, value: parseExpr(value), ...change(bound) }),
  );
  const rules: Rule[] = [
    record(catalog.meanLatency, parseExpr(rows.find(([name]) => name === 'Mean')?.[1] ?? '')),
    record(
      catalog.lastSize,
      parseExpr(
        'sum by (job) (size_bytes{kind="a"}) or last_over_time(job:size_bytes:last[1h]) or label_replace(vector(1e6), "job", "app", "", "")',
      ),
    ),
  ];
  // The readers' names come first: the order of evaluation must not follow names alone.
  const byName = new Map<string, AlertingRule[]>();
  for (const rule of [...alerts, ...expressions]) byName.set(rule.name, [...(byName.get(rule.name) ?? []), rule]);
  return [
    ...[...byName].map(([name, own]) => group(`a-${name.toLowerCase()}`, { every: minutes(1) }, ...own)),
    group('recorded', { every: minutes(1) }, ...rules),
  ];
}

/** How each test file fared: the name of the alert and whether promtool agrees. */
async function verdicts(groups: readonly RuleGroup[], tests: readonly (readonly [string, string])[]) {
  const files = [...renderRules(groups, testSite), ...tests];
  const { output } = await promtool(files, 'test', 'rules', ...tests.map(([path]) => path));
  const blocks = output.split('Unit Testing:').slice(1);
  return new Map(
    blocks.map(block => [/tests\/(\w+)\.test/.exec(block)?.[1] ?? '', /^\s*SUCCESS/m.test(block) ? 'ok' : block]),
  );
}

/** The rows with each limit moved by a hundredth. */
function moved(by: 1 | -1): RuleGroup[] {
  const move = ({ value, unit }: Quantity): Quantity => {
    const step = value === 0 ? 1.5 : Math.abs(value) / 100;
    return { kind: 'quantity', value: value + by * step, unit };
  };
  return groupsOf(({ above, below }) => (above ? { above: move(above) } : below ? { below: move(below) } : {}));
}

describe('generated proofs', () => {
  const groups = groupsOf();
  const { files, findings } = renderRuleTests(groups, testWorld, testSite);
  let passed: Awaited<ReturnType<typeof verdicts>>;
  let raised: typeof passed;
  let lowered: typeof passed;

  beforeAll(async () => {
    [passed, raised, lowered] = await Promise.all([
      verdicts(groups, files),
      verdicts(moved(1), files),
      verdicts(moved(-1), files),
    ]);
  }, 60_000);

  it('find input for everything', () => {
    expect(findings).toEqual([]);
    const names = new Set(groups.flatMap(g => g.rules.flatMap(r => (r.kind === 'alert' ? [r.name] : []))));
    const wanted = [...names, 'recorded'].sort().map(name => `prometheus/tests/${name}.test.yaml`);
    expect(files.map(([path]) => path)).toEqual(wanted);
  });

  it.each([...rows.map(([name]) => name), ...new Set(expressions.map(r => r.name))])(
    '%s holds under promtool',
    name => {
      expect(passed.get(name)).toBe('ok');
    },
  );

  it.each(rows.map(([name]) => name))('%s no longer holds when its limit is moved by a hundredth', name => {
    expect(raised.get(name)).toContain('FAILED');
    expect(lowered.get(name)).toContain('FAILED');
  });

  it('show pending, firing, clearing, quiet, missing and birth', () => {
    const text = new Map(files).get('prometheus/tests/NewEvents.test.yaml') ?? '';
    expect(text.match(/(?<=- name: ).*/g)).toEqual([
      "'warning: fires above 0 only after 2m; clears when it is over'",
      "'warning: quiet exactly at its limit of 0'",
      "'warning: resolves when its series end: nothing is there to be wrong'",
      "'warning: fires for a counter that is born with the event; clears when that is past'",
      "'warning: fires for a counter that is born beside others that differ in instance, job, kind'",
      "'warning: quiet when a series is back after less than it counts as known'",
      "'warning: fires when a series is back after more than it counts as known'",
      "'warning: one bad job beside good ones: one alert'",
      "'warning: one alert for each bad job'",
      "'warning: in a rough time'",
      "'warning: fires for a value made up of several series'",
      "'warning: beside other series that differ in instance, job, kind'",
      "'warning: quiet when counters start anew'",
      "'warning: goes on when counters start anew while it fires'",
    ]);
    expect(text).toContain(
      'ALERTS{alertname="NewEvents", alertstate="pending", job="app", priority="P2", severity="warning"}',
    );
  });

  it('show for a birth what must have been there before, and when', () => {
    const text = new Map(files).get('prometheus/tests/NewWhereKnown.test.yaml') ?? '';
    expect(text.match(/(?<=- name: 'warning: ).*(?=')/g)?.filter(name => name.includes('enabled'))).toEqual([
      'fires for a birth when enabled was last there 50m before',
      'quiet for a birth when enabled was last there 1h7m before',
      'fires for a birth when enabled has been there for 7m',
      'quiet for a birth when enabled begins with it',
      'fires for a birth when enabled has another instance',
      'quiet for a birth when enabled has another job',
    ]);
  });

  it('are the same every time, whatever the order of the groups', () => {
    expect(renderRuleTests([...groups].reverse(), testWorld, testSite)).toEqual({ files, findings });
  });
});

describe('what cannot be proven', () => {
  const findings = (rule: AlertingRule) =>
    renderRuleTests([group('alerts', { every: minutes(1) }, rule)], testWorld, testSite).findings.map(f => ({
      id: f.id,
      item: f.place.item,
      at: f.span && f.source?.slice(f.span.from, f.span.to),
      message: f.message,
    }));

  it('is an expression that nothing inverts', () => {
    expect(
      findings(alert('Odd', { ...common, value: parseExpr('resets(events_total[1h])'), above: ratio(3) })),
    ).toEqual([
      {
        id: 'proof/unsolved',
        item: 'Odd (warning)',
        at: 'resets(events_total[1h])',
        message: 'no input can be derived: resets() cannot be worked backwards',
      },
    ]);
  });

  it('is a value that the metric never has', () => {
    expect(findings(alert('TooHigh', { ...common, value: parseExpr('share'), above: ratio(1) }))).toMatchObject([
      { id: 'proof/unsolved', at: 'share', message: 'no input can be derived: share is never 1.0009765625' },
    ]);
  });

  it('is a condition that cannot hold for as long as it must', () => {
    const rule = alert('TooLong', {
      ...common,
      for: hours(2),
      value: parseExpr('temperature and on (job, instance) time() - start_time_seconds < 3600'),
      above: ratio(1),
    });
    expect(findings(rule)).toMatchObject([{ id: 'proof/never-fires' }]);
  });

  it('is a whenMissing that is not so', () => {
    const rule = alert('Wrong', {
      ...common,
      value: parseExpr('temperature'),
      above: ratio(1),
      whenMissing: fires('I think'),
    });
    expect(findings(rule)).toMatchObject([{ id: 'proof/when-missing' }]);
    const carried = alert('Carried', {
      ...common,
      value: parseExpr('last_over_time(temperature[30m])'),
      above: ratio(1),
      whenMissing: resolves('x'),
    });
    expect(findings(carried)).toEqual([]);
  });

  it('is a rule that Prometheus could not evaluate', () => {
    const rule = alert('Twice', {
      ...common,
      expr: parseExpr('temperature{kind="a"} > 0 or temperature{kind="b"} > 0'),
    });
    expect(findings(rule)).toEqual([]);
    const broken = alert('Template', {
      ...common,
      description: '{{ $valu }}',
      value: parseExpr('temperature'),
      above: ratio(1),
    });
    expect(findings(broken)).toMatchObject([
      { id: 'proof/evaluation', message: expect.stringContaining('there is no "$valu"') },
    ]);
  });
});
