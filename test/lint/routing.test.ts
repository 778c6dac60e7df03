import { describe, expect, test } from 'vitest';
import {
  alert,
  fires,
  group,
  inhibit,
  labelIs,
  labelMissing,
  minutes,
  named,
  notifications,
  priorityIs,
  type Route,
  type Routing,
  rate,
  receiver,
  record,
  route,
  routing,
  type Site,
  sameSeries,
  seconds,
  select,
  severityIs,
  sum,
  webhook,
  world,
} from '../../src/index.js';
import { lint } from '../../src/lint/index.js';
import { checkout, heap, metrics, orderRate, orders, shopSite, up } from '../support/shop.js';

const common = {
  for: minutes(5),
  summary: 'Trouble',
  description: 'Trouble.',
  runbook: 'trouble',
  dashboard: 'shop',
  whenMissing: fires('it is a test'),
  source: up.source,
} as const;

/** Of each severity one; `ShopBusy` has a label with known values, `ShopSlow` one more that the others lack. */
const down = alert('ShopDown', { ...common, severity: 'critical', expr: select(up) });
const big = alert('ShopBig', { ...common, severity: 'warning', userFacing: true, expr: select(heap) });
const slow = alert('ShopSlow', {
  ...common,
  severity: 'info',
  labels: { team: 'pay' },
  expr: sum(select(checkout.sum), { by: ['job', 'step'] }),
});
const groups = [
  group(
    'shop',
    { every: minutes(1) },
    record(orderRate, sum(rate(select(orders), minutes(5)), { by: ['job'] })),
    down,
    big,
    slow,
  ),
];

const pace = { groupWait: seconds(30), groupInterval: minutes(5), repeatInterval: minutes(60) };
const receivers = {
  night: [webhook({ url: 'https://hooks.example.com/night' })],
  day: [webhook({ url: 'https://hooks.example.com/day' })],
  rest: [webhook({ url: 'https://hooks.example.com/rest' })],
};
const site: Site = {
  ...shopSite,
  alertmanagers: ['alertmanager:9093'],
  externalLabels: { cluster: 'main' },
  notifications: notifications({
    receivers,
    paces: { pace },
    businessHours: { weekdays: ['monday'], from: '09:00', to: '17:00', location: 'UTC' },
  }),
};
const night = receiver('night', receivers.night);
const day = receiver('day', receivers.day);
const incident = { pace, groupBy: ['alertname', 'job'] };
const fallback = { ...incident, to: receiver('rest', receivers.rest) };

const pages = route('pages', { ...incident, to: night, when: [severityIs('critical')] });
const others = route('others', { ...incident, to: day, when: [severityIs('warning', 'info')] });
const downOverJob = inhibit('down-over-job', { source: [named(down)], target: [named(big, slow)], equal: ['job'] });
const good = routing({ routes: [pages, others], fallback, inhibitions: [downOverJob] });

const found = (of: Routing): string[] =>
  lint({ world: world(metrics), site, groups, dashboards: [], routing: of }).map(
    ({ id, place, message }) => `${id} ${place.item}: ${message}`,
  );
const routed = (...routes: Route[]): Routing => routing({ routes, fallback, inhibitions: [downOverJob] });
const hiding = (...inhibitions: Parameters<typeof inhibit>[1][]): Routing => ({
  ...good,
  inhibitions: inhibitions.map((options, i) => inhibit(`i${i}`, options)),
});

test('routing in order has no findings', () => {
  expect(found(good)).toEqual([]);
  expect(found(hiding({ source: [severityIs('critical')], target: [named(big)], equal: ['job', 'instance'] }))).toEqual(
    [],
  );
  // Known from the series, the rule, the catalog and the site.
  const both = [labelIs('cluster', 'main'), labelIs('team', 'pay')];
  for (const when of [[labelIs('step', 'cart')], both, [labelMissing('instance')]])
    expect(found(routed(pages, route('some', { ...incident, to: night, when }), others))).toEqual([]);
});

describe('routing/label-unknown', () => {
  test.each<[string, Routing, string]>([
    [
      'matched',
      routed(pages, others, route('x', { ...incident, to: day, when: [labelIs('stepp', 'cart')] })),
      'x: it looks at the label "stepp"',
    ],
    ['grouped by', routed({ ...pages, groupBy: ['alertnam'] }, others), 'pages: it groups by the label "alertnam"'],
    [
      'compared',
      hiding({ source: [named(down)], target: [named(big)], equal: ['jobb'] }),
      'i0: it compares the label "jobb"',
    ],
  ])('%s', (_, of, message) => {
    expect(found(of)).toEqual(expect.arrayContaining([`routing/label-unknown ${message}, which no alert has`]));
    expect(found(of).filter(f => f.startsWith('routing/dead-inhibition'))).toEqual([]);
  });

  test('says what may have been meant', () => {
    const of = routed({ ...pages, groupBy: ['alertnam'] }, others);
    const [finding] = lint({ world: world(metrics), site, groups, dashboards: [], routing: of });
    expect(finding?.fix).toBe('write alertname');
  });
});

describe('routing/value-unknown', () => {
  test.each<[string, Parameters<typeof routed>[0]['when'][number], string]>([
    ['of a closed vocabulary', labelIs('step', 'card'), 'no alert has step="card"'],
    ['an alert that there is not', named(big, { name: 'ShopGone' }), 'no alert has alertname="ShopGone"'],
    ['a priority that nothing has', priorityIs('P1', 'P2'), 'no alert has priority="P2"'],
    ['a label that is never missing', labelMissing('severity'), 'every alert has the label "severity"'],
  ])('%s', (_, matcher, message) => {
    const of = routed(pages, route('x', { ...incident, to: night, when: [matcher] }), others);
    expect(found(of).filter(f => f.startsWith('routing/value-unknown'))).toEqual([
      `routing/value-unknown x: ${message}`,
    ]);
  });

  test('a label whose values nobody knows can have any', () => {
    expect(found(routed(pages, route('x', { ...incident, to: night, when: [labelIs('job', 'x')] }), others))).toEqual(
      [],
    );
  });
});

describe('routing/unrouted', () => {
  test('an alert that no route takes', () => {
    const of = routed(pages, { ...others, when: [severityIs('warning')] });
    expect(found(of)).toEqual([
      'routing/unrouted ShopSlow: no route surely takes the alert of severity info and priority P3',
    ]);
  });

  test('an alert that a route takes only for some of its values', () => {
    const of = routed(
      pages,
      { ...others, when: [severityIs('warning')] },
      route('x', { ...incident, to: day, when: [labelIs('step', 'cart')] }),
    );
    expect(found(of)).toEqual([expect.stringContaining('routing/unrouted ShopSlow')]);
  });
});

describe('routing/dead-route', () => {
  test('it matches nothing', () => {
    const of = routed(pages, route('x', { ...incident, to: day, when: [severityIs('critical'), named(big)] }), others);
    expect(found(of)).toEqual(['routing/dead-route x: no alert matches the route']);
  });

  test('others take all that it matches', () => {
    const of = routed(pages, others, route('late', { ...incident, to: day, when: [named(big, down)] }));
    expect(found(of)).toEqual([
      'routing/dead-route late: every alert that the route matches is taken before it, by pages, others',
    ]);
  });
});

describe('routing/dead-inhibition', () => {
  test.each<[string, Parameters<typeof inhibit>[1], string]>([
    [
      'without a source',
      { source: [named(down), severityIs('info')], target: [named(big)], equal: ['job'] },
      'no alert matches its source',
    ],
    [
      'without a target',
      { source: [named(down)], target: [named(big), severityIs('info')], equal: ['job'] },
      'no alert matches its target',
    ],
    [
      'of a label that one side lacks',
      { source: [named(down)], target: [named(slow)], equal: ['instance'] },
      'it compares "instance", which no alert of its target has',
    ],
    [
      'of a name that only one side has',
      { source: [named(down)], target: [named(big)], equal: ['alertname'] },
      'no alert of its target can agree with one of its source',
    ],
    [
      'of a ladder that is none',
      { source: [severityIs('critical')], target: [severityIs('warning')], equal: sameSeries },
      'no alert of its target can agree with one of its source',
    ],
    [
      'of an alert by itself',
      { source: [named(big)], target: [named(big)], equal: ['job'] },
      'no alert of its target can agree with one of its source',
    ],
  ])('%s', (_, options, message) => {
    expect(found(hiding(options))).toEqual([`routing/dead-inhibition i0: ${message}`]);
  });
});

test('routing/receiver-unused: somebody of the site whom no route leads to', () => {
  expect(found(routed({ ...pages, to: day }, others))).toEqual([
    'routing/receiver-unused night: no route leads to the receiver "night" of the site',
  ]);
});

test('routing/no-alertmanager: routing for an Alertmanager that is not there', () => {
  const alone = { ...site, alertmanagers: [] };
  expect(lint({ world: world(metrics), site: alone, groups, dashboards: [], routing: good }).map(f => f.id)).toEqual([
    'routing/no-alertmanager',
  ]);
});

test('without routing there is nothing to check', () => {
  expect(lint({ world: world(metrics), site, groups, dashboards: [] })).toEqual([]);
});
