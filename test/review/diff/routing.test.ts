import { execFileSync } from 'node:child_process';
import { join } from 'node:path';
import fc from 'fast-check';
import { dump } from 'js-yaml';
import { describe, expect, test } from 'vitest';
import { diff } from '../../../src/review/diff/diff.js';
import { receiversOf, toldText } from '../../../src/review/diff/receivers.js';
import type { SideRule } from '../../../src/review/side/model.js';
import { put, temporaryFolder } from '../../project/folder.js';
import { entriesOf, mirroredEntriesOf, type RuleText, ruleFile, sideOf } from './sides.js';

// biome-ignore lint/suspicious/noExplicitAny: somebody's YAML, mutated in place
type Loose = any;

const config = (): Loose => ({
  global: { smtp_from: 'a@example.com' },
  route: {
    receiver: 'default',
    group_by: ['job', 'alertname'],
    group_wait: '1m',
    routes: [
      { matchers: ['severity="critical"'], receiver: 'page' },
      { matchers: ['team=~"web|db"'], receiver: 'team', group_interval: '5m' },
    ],
  },
  inhibit_rules: [
    { source_matchers: ['severity="critical"'], target_matchers: ['severity="warning"'], equal: ['job', 'alertname'] },
  ],
  time_intervals: [{ name: 'night', time_intervals: [{ weekdays: ['sunday'] }] }],
  receivers: [{ name: 'default' }, { name: 'page', pagerduty_configs: [{ routing_key: 'x' }] }, { name: 'team' }],
});

const rules: RuleText[] = [
  { alert: 'Down', expr: 'sum(up) == 0', labels: { severity: 'critical', team: 'web' } },
  { alert: 'Slow', expr: 'sum(latency) > 5', labels: { severity: 'warning', team: 'web' } },
  { alert: 'Full', expr: 'sum(disk) > 5', labels: { severity: 'warning', team: 'ops' } },
];

const side = (routing: Loose, of: readonly RuleText[] = rules) =>
  sideOf({ 'alertmanager.yml': dump(routing), 'r.yaml': ruleFile({ name: 'g', rules: [...of] }) });

const mutated = (mutate: (routing: Loose) => unknown) => {
  const routing = config();
  mutate(routing);
  return side(routing);
};

const told = (...[base, head]: Parameters<typeof diff>) =>
  diff(base, head).entries.map(({ subject, change, part, before, after, base: one, head: other }) => {
    const name = other?.name ?? one?.name;
    const values = before === undefined && after === undefined ? [] : [`${before ?? ''} → ${after ?? ''}`];
    return [subject, name, change, part, ...values].filter(x => x !== undefined).join(' | ');
  });

describe('routing with', () => {
  test.each<[string, (routing: Loose) => unknown, string[]]>([
    ['another pace', r => (r.route.group_wait = '2m'), ['route | the first route | changed | group_wait | 1m → 2m']],
    [
      'another pace of one route',
      r => (r.route.routes[1].group_interval = '10m'),
      ['route | team=~"db|web" | changed | group_interval | 5m → 10m'],
    ],
    [
      'another receiver of a route',
      r => (r.route.routes[0].receiver = 'team'),
      [
        'alert | Down (critical) | changed | receiver | page → team',
        'route | severity="critical" | changed | receiver | page → team',
      ],
    ],
    [
      'a route that goes on',
      r => (r.route.routes[0].continue = true),
      [
        'alert | Down (critical) | changed | receiver | page → page, team',
        'route | severity="critical" | changed | continue |  → true',
      ],
    ],
    [
      'a route less',
      r => r.route.routes.pop(),
      ['alert | Slow (warning) | changed | receiver | team → default', 'route | team=~"db|web" | removed'],
    ],
    [
      'routes in another order',
      r => r.route.routes.reverse(),
      ['alert | Down (critical) | changed | receiver | page → team'],
    ],
    ['a receiver more', r => r.receivers.push({ name: 'x' }), ['receiver | x | added']],
    [
      'a receiver of another key',
      r => (r.receivers[1].pagerduty_configs[0].routing_key = 'y'),
      [
        'receiver | page | changed | settings | pagerduty_configs.0.routing_key: "x" → pagerduty_configs.0.routing_key: "y"',
      ],
    ],
    [
      'an inhibition less',
      r => r.inhibit_rules.pop(),
      ['inhibition | severity="critical" holds back severity="warning" | removed'],
    ],
    [
      'an inhibition of less',
      r => r.inhibit_rules[0].equal.pop(),
      [
        'inhibition | severity="critical" holds back severity="warning" | changed | settings | equal: "alertname, job" → equal: "job"',
      ],
    ],
    ['hours less', r => r.time_intervals.pop(), ['time interval | night | removed']],
    [
      'another sender',
      r => (r.global.smtp_from = 'b@example.com'),
      [
        'alertmanager | Alertmanager | changed | settings | global.smtp_from: "a@example.com" → global.smtp_from: "b@example.com"',
      ],
    ],
  ])('%s', (_, mutate, expected) => {
    const head = mutated(mutate);
    expect(told(side(config()), head)).toEqual(expected);
    expect(mirroredEntriesOf(diff(head, side(config())))).toEqual(entriesOf(diff(side(config()), head)));
  });

  test.each<[string, (routing: Loose) => unknown]>([
    ['a pace written otherwise', r => (r.route.group_wait = '60s')],
    ['labels in another order', r => r.route.group_by.reverse()],
    ['a matcher written otherwise', r => (r.route.routes[0].matchers = ['severity = critical'])],
    [
      'matchers of the older form',
      r => (r.route.routes[1] = { ...r.route.routes[1], matchers: undefined, match_re: { team: 'db|web' } }),
    ],
    ['what is taken over from above repeated', r => (r.route.routes[0].group_wait = '1m')],
    ['inhibited labels in another order', r => r.inhibit_rules[0].equal.reverse()],
  ])('%s is the same', (_, mutate) => {
    const routing = config();
    mutate(routing);
    expect(told(side(config()), side(JSON.parse(JSON.stringify(routing))))).toEqual([]);
  });
});

test('an alert of another severity says itself who is told now', () => {
  const milder = [{ ...(rules[0] as RuleText), labels: { severity: 'warning', team: 'web' } }, ...rules.slice(1)];
  expect(diff(side(config()), side(config(), milder)).entries).toMatchObject([
    {
      subject: 'alert',
      part: 'severity',
      told: { base: [{ receiver: 'page', sure: true }], head: [{ receiver: 'team', sure: true }] },
    },
  ]);
});

test('a configuration that comes or goes is told whole', () => {
  const none = sideOf({ 'r.yaml': ruleFile({ name: 'g', rules }) });
  expect(told(none, side(config()))).toEqual(['alertmanager | Alertmanager | added']);
  expect(told(side(config()), none)).toEqual(['alertmanager | Alertmanager | removed']);
});

const known = (rule: RuleText, routing: Loose): string => {
  const of = side(routing, [rule]);
  return toldText((receiversOf(of) as NonNullable<ReturnType<typeof receiversOf>>)(of.groups[0]?.rules[0] as SideRule));
};

test('what depends on labels that nobody knows is told as that', () => {
  expect(known({ alert: 'A', expr: 'up == 0' }, config())).toBe('maybe page, maybe team, maybe default');
  expect(known({ alert: 'A', expr: 'sum by (team) (up) == 0' }, config())).toBe('maybe team, maybe default');
  const routing = config();
  routing.route.routes.reverse();
  const critical = { alert: 'A', expr: 'sum by (team) (up) == 0', labels: { severity: 'critical' } };
  expect(known(critical, routing)).toBe('maybe team, maybe page');
  routing.route.routes[0].continue = true;
  expect(known(critical, routing)).toBe('maybe team, page');
});

test('who is told is whom Alertmanager tells', () => {
  const value = fc.constantFrom('a', 'b', 'c');
  const matcher = fc
    .tuple(fc.constantFrom('x', 'y', 'z'), fc.constantFrom('=', '!=', '=~', '!~'), value, value)
    .map(([label, op, one, other]) => `${label}${op}"${op.endsWith('~') ? `${one}|${other}` : one}"`);
  const route = (below: fc.Arbitrary<object[]>) =>
    fc.record({
      matchers: fc.array(matcher, { minLength: 1, maxLength: 2 }),
      receiver: fc.constantFrom('r1', 'r2', 'r3', 'r4'),
      continue: fc.boolean(),
      routes: below,
    });
  const tree = route(fc.array(route(fc.constant([])), { maxLength: 3 }));
  const receivers = ['r0', 'r1', 'r2', 'r3', 'r4'].map(name => ({ name }));
  const folder = temporaryFolder();
  const file = join(folder, 'alertmanager.yml');
  fc.assert(
    fc.property(fc.array(tree, { minLength: 1, maxLength: 4 }), value, value, (routes, x, y) => {
      const routing = { route: { receiver: 'r0', routes }, receivers };
      put(folder, { 'alertmanager.yml': dump(routing) });
      const oracle = execFileSync('amtool', ['config', 'routes', 'test', `--config.file=${file}`, `x=${x}`, `y=${y}`], {
        encoding: 'utf8',
        stdio: ['ignore', 'pipe', 'ignore'],
      });
      const ours = known({ alert: 'A', expr: 'sum(up)', labels: { x, y } }, routing);
      expect([...new Set(ours.split(', '))].sort()).toEqual([...new Set(oracle.trim().split(','))].sort());
    }),
    // A smaller example would take an amtool for each step.
    { numRuns: 40, endOnFailure: true },
  );
});
