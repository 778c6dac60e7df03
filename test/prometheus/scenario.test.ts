import { describe, expect, test } from 'vitest';
import {
  above,
  alert,
  below,
  beyond,
  bytes,
  count,
  type Duration,
  gone,
  group,
  grows,
  holds,
  hours,
  type Input,
  input,
  jumps,
  ladder,
  minutes,
  newEvents,
  observed,
  quantile,
  type Raise,
  raises,
  ratio,
  resolves,
  restarts,
  scenario,
  select,
  serves,
  servesAnew,
  servesNothing,
  standard,
  stays,
  within,
} from '../../src/index.js';
import { renderRules } from '../../src/prometheus/render.js';
import { seriesOf } from '../../src/prometheus/scenario/play.js';
import { plays } from '../../src/prometheus/scenario/plays.js';
import { renderPlay } from '../../src/prometheus/scenario/render.js';
import { checkout, heap, orders, shopSite, up } from '../support/shop.js';
import { promtool } from './promtool.js';

const common = {
  summary: 'Something is wrong',
  description: 'It is {{ $value | humanize }}.',
  runbook: 'page',
  dashboard: 'overview',
  whenMissing: resolves('nothing is there to be wrong'),
  source: standard('the shop'),
} as const;

const large = bytes(5e8);
const groups = [
  group(
    'shop',
    { every: minutes(1) },
    alert('HeapLarge', { ...common, severity: 'warning', for: minutes(5), value: select(heap), above: large }),
    ...ladder('OrdersFail', {
      ...common,
      for: minutes(1),
      value: newEvents(orders, ['job', 'country'], { where: { status: 'failed' }, window: minutes(5), up }),
      limit: orders.limits.failures,
    }),
    ...ladder('CheckoutSlow', {
      ...common,
      for: minutes(2),
      value: quantile(0.9, checkout, ['job'], { window: minutes(5) }),
      limit: checkout.limits.slow,
      only: ['warning'],
    }),
  ),
];

const shop = { job: 'shop', instance: 'shop:80' } as const;
const failed = { ...shop, status: 'failed', country: 'de' } as const;

function play(inputs: readonly (Input | readonly Input[])[], expected: readonly Raise[], lasts: Duration = hours(2)) {
  const story = scenario('story', { story: 'It happens.', lasts, inputs, raises: expected });
  const [one] = plays([story], groups, shopSite);
  if (!one) throw new Error('there is one play');
  return renderPlay(one);
}

const findings = (...args: Parameters<typeof play>) => play(...args).findings.map(f => `${f.id}: ${f.message}`);
const grown = (at: Duration, until?: Duration) => [
  input(heap, shop, holds(1e8, at), holds(6e8, until), ...(until ? [holds(1e8)] : [])),
];
const inTime = raises('HeapLarge', 'warning', { from: minutes(35), until: hours(1), give: minutes(0) });

describe('a story that ends as its author says', () => {
  const stories: readonly (readonly [string, readonly (Input | readonly Input[])[], readonly Raise[]])[] = [
    ['a level', grown(minutes(30), minutes(30)), [inTime]],
    ['to the end', grown(minutes(30)), [raises('HeapLarge', 'warning', { from: minutes(35) })]],
    [
      'events at once, and a restart that is none',
      [input(orders, failed, holds(0, hours(1)), jumps(3, minutes(20)), restarts(0, minutes(1)))],
      [raises('OrdersFail', 'warning', { from: hours(1), until: minutes(65), labels: { country: 'de' } })],
    ],
    [
      'observations, too slow for twenty minutes',
      [
        observed(
          checkout,
          { ...shop, step: 'pay' },
          serves({ perMinute: 60, each: 0.2 }, minutes(30)),
          serves({ perMinute: 60, each: 3 }, minutes(20)),
          servesNothing(minutes(2)),
          servesAnew({ perMinute: 60, each: 0.2 }),
        ),
      ],
      [raises('CheckoutSlow', 'warning', { from: minutes(32), until: minutes(50), give: minutes(6) })],
    ],
    ['nothing', [input(heap, shop, holds(1e8))], []],
    [
      'a series that goes',
      [input(heap, shop, holds(6e8, minutes(30)), gone())],
      [raises('HeapLarge', 'warning', { from: minutes(5), until: minutes(30) })],
    ],
  ];

  test.each(stories)('%s', async (_, inputs, expected) => {
    const { files, findings: found } = play(inputs, expected);
    expect(found).toEqual([]);
    expect(files.map(([path]) => path)).toEqual(['prometheus/tests/scenarios/story.test.yaml']);
    const { ok, output } = await promtool(
      [...renderRules(groups, shopSite), ...files],
      'test',
      'rules',
      ...files.map(([path]) => path),
    );
    expect(ok, output).toBe(true);
  });

  test('no longer does when a rule changes, says promtool', async () => {
    const { files } = play(grown(minutes(30), minutes(30)), [inTime]);
    for (const change of [{ above: bytes(7e8) }, { for: minutes(6) }, { severity: 'critical' as const }]) {
      const rule = alert('HeapLarge', {
        ...common,
        severity: 'warning',
        for: minutes(5),
        value: select(heap),
        above: large,
        ...change,
      });
      const changed = [group('shop', { every: minutes(1) }, rule)];
      const { output } = await promtool(
        [...renderRules(changed, shopSite), ...files],
        'test',
        'rules',
        ...files.map(([path]) => path),
      );
      expect(output, JSON.stringify(change)).toContain('FAILED');
    }
  });
});

describe('a story that ends otherwise', () => {
  const all = grown(minutes(30), minutes(30));
  const expected = (severity: 'warning' | 'critical', from: number, until?: number, labels = {}) =>
    raises('HeapLarge', severity, {
      from: minutes(from),
      ...(until !== undefined && { until: minutes(until) }),
      labels,
    });

  test.each<[what: string, inputs: readonly Input[], expected: readonly Raise[], found: readonly string[]]>([
    [
      'an alert that nobody expects',
      all,
      [],
      ['scenario/unexpected: HeapLarge (warning) fires from 35m to 59m for instance="shop:80", job="shop"'],
    ],
    [
      'an alert that does not fire',
      [],
      [expected('warning', 35)],
      ['scenario/silent: HeapLarge (warning) does not fire'],
    ],
    [
      'another severity',
      all,
      [expected('critical', 35, 60)],
      [
        'scenario/unexpected: HeapLarge (warning) fires from 35m to 59m for instance="shop:80", job="shop"',
        'scenario/silent: HeapLarge (critical) does not fire',
      ],
    ],
    [
      'too early',
      all,
      [expected('warning', 36, 60)],
      ['scenario/time: HeapLarge (warning) fires from 35m, not from 36m'],
    ],
    [
      'too late',
      all,
      [expected('warning', 29, 60)],
      ['scenario/time: HeapLarge (warning) fires from 35m, not from 29m'],
    ],
    [
      'over too early',
      all,
      [expected('warning', 35, 61)],
      ['scenario/time: HeapLarge (warning) is over at 1h, not at 1h1m'],
    ],
    [
      'over too late',
      all,
      [expected('warning', 35, 54)],
      ['scenario/time: HeapLarge (warning) is over at 1h, not at 54m'],
    ],
    [
      'over before the end',
      all,
      [expected('warning', 35)],
      ['scenario/time: HeapLarge (warning) is over at 1h, not at the end'],
    ],
    [
      'on and off',
      [input(heap, shop, holds(6e8, minutes(20)), holds(1e8, minutes(10)), holds(6e8))],
      [expected('warning', 5)],
      ['scenario/flaps: HeapLarge (warning) does not fire at 20m, and does again later'],
    ],
    [
      'other labels',
      all,
      [expected('warning', 35, 60, { instance: 'b:80' })],
      [
        'scenario/unexpected: HeapLarge (warning) fires from 35m to 59m for instance="shop:80", job="shop"',
        'scenario/silent: HeapLarge (warning) does not fire',
      ],
    ],
    [
      'an alert that is not there',
      all,
      [raises('HeapLarg', 'warning', { from: minutes(35) })],
      ['scenario/unknown: there is no alert HeapLarg'],
    ],
    [
      'a series twice',
      [...all, ...all],
      [],
      ['scenario/input: scenario "story" has the series shop_heap_bytes{instance="shop:80", job="shop"} twice'],
    ],
    [
      'a piece that does not fit',
      [input(heap, shop, holds(1, { kind: 'duration', ms: 90_000 }), holds(1))],
      [],
      ['scenario/input: a piece of shop_heap_bytes of 1m30s does not fit into the scenario'],
    ],
    [
      'a piece to the end before another',
      [input(heap, shop, holds(1), holds(2))],
      [],
      ['scenario/input: a piece of shop_heap_bytes to the end does not fit into the scenario'],
    ],
  ])('%s', (_, inputs, raised, found) => {
    expect(findings(inputs, raised)).toEqual(found);
  });
});

describe('series as they are written', () => {
  const values = (...pieces: Parameters<typeof input>[2][]) => {
    const story = scenario('story', {
      story: '',
      lasts: minutes(9),
      inputs: [input(heap, shop, ...pieces)],
      raises: [],
    });
    return seriesOf(story).map(s => s.values);
  };

  test.each<[text: string, ...pieces: Parameters<typeof input>[2][]]>([
    ['5x9', holds(5)],
    ['5x3 7x5', holds(5, minutes(4)), holds(7)],
    ['5x3 6+1x5', holds(5, minutes(4)), grows(1, minutes(1))],
    ['5x3 8x5', holds(5, minutes(4)), jumps(3)],
    ['5x3 8x1 8x3', holds(5, minutes(4)), jumps(3, minutes(2)), stays()],
    ['5x3 0+2x5', holds(5, minutes(4)), restarts(2, minutes(1))],
    ['5x3 stale _ 7x3', holds(5, minutes(4)), gone(minutes(2)), holds(7)],
    ['_x4 7x5', gone(minutes(4)), holds(7)],
    ['5x3 stale', holds(5, minutes(4))],
    ['5x9', holds(5, hours(1)), holds(6)],
  ])('%s', (text, ...pieces) => {
    expect(values(...pieces)).toEqual([text]);
  });
});

describe('figures follow from limits', () => {
  const climbing = above({ warning: count(10), critical: count(20) });
  const falling = below({ target: 1, warning: 0.8, critical: 0.6 });
  test.each([
    ['half way to the next rung', beyond(climbing, 'warning').value, 15],
    ['a fifth beyond the last', beyond(climbing, 'critical').value, 24],
    ['half way down', beyond(falling, 'warning').value, 0.7],
    ['a fifth below the last', beyond(falling, 'critical').value, 0.48],
    ['beyond nothing', beyond(above({ warning: count(0) }), 'warning').value, 1],
    ['within', within(climbing).value, 9],
    ['within from below', within(falling).value, 0.88],
  ])('%s', (_, value, wanted) => {
    expect(value).toBeCloseTo(wanted, 12);
  });

  test('a rung that is not there is told', () => {
    expect(() => beyond(above({ warning: ratio(1) }), 'critical')).toThrow('has no critical');
  });
});

describe('a scenario that makes no sense is refused', () => {
  const parts = { story: '', lasts: hours(1), inputs: [], raises: [] };
  test.each<[string, () => unknown]>([
    ['has no file name', () => scenario('A Story', parts)],
    ['not a whole number', () => scenario('story', { ...parts, every: minutes(7) })],
    [
      'before HeapLarge has come to its end',
      () => scenario('story', { ...parts, raises: [raises('HeapLarge', 'warning', { from: hours(2) })] }),
    ],
    [
      'end before it begins',
      () =>
        scenario('story', {
          ...parts,
          raises: [raises('HeapLarge', 'warning', { from: minutes(9), until: minutes(8) })],
        }),
    ],
    ['needs a value for "instance"', () => input(heap, { job: 'shop' } as never, holds(1))],
    ['has no value "lost"', () => input(orders, { ...failed, status: 'lost' as never }, holds(1))],
  ])('%s', (message, make) => {
    expect(make).toThrow(message);
  });
});
