import fc from 'fast-check';
import { dump } from 'js-yaml';
import { expect, test } from 'vitest';
import { above, assumed, closed, gauge, world } from '../../../src/index.js';
import { diff } from '../../../src/review/diff/diff.js';
import type { Entry } from '../../../src/review/diff/model.js';
import type { Side } from '../../../src/review/side/model.js';
import { boardFormattings, boardMutations, exampleBoard } from './boards.js';
import { entriesOf, type GroupText, mirroredEntriesOf, sideOf } from './sides.js';

// biome-ignore lint/suspicious/noExplicitAny: mutated in place
type Loose = any;

/** All that a side can hold. */
interface Everything {
  readonly groups: GroupText[];
  readonly board: Loose;
  readonly routing: Loose;
  readonly metric: Loose;
}

const everything = (): Everything => ({
  groups: [
    {
      name: 'web',
      rules: [
        { record: 'job:up:sum', expr: 'sum by (job) (up)' },
        { alert: 'Down', expr: 'job:up:sum < 2', for: '5m', labels: { severity: 'critical', team: 'web' } },
        { alert: 'Slow', expr: 'max(latency_seconds) > 5', for: '5m', labels: { severity: 'warning', team: 'web' } },
      ],
    },
  ],
  board: exampleBoard(),
  routing: {
    route: {
      receiver: 'team',
      group_by: ['job', 'alertname'],
      routes: [
        { matchers: ['severity="critical"'], receiver: 'page' },
        { matchers: ['team="db"'], receiver: 'db' },
      ],
    },
    inhibit_rules: [
      { source_matchers: ['severity="critical"'], target_matchers: ['severity="warning"'], equal: ['job'] },
    ],
    receivers: [{ name: 'team' }, { name: 'page', pagerduty_configs: [{ routing_key: 'x' }] }, { name: 'db' }],
  },
  metric: {
    help: 'Jobs that wait.',
    unit: 'count',
    source: assumed('for this test'),
    range: [0, 100],
    labels: { queue: closed('a', 'b') },
    limits: { depth: above({ warning: 1.1, critical: 1.5 }) },
  },
});

const sideOfAll = ({ groups, board, routing, metric }: Everything): Side => ({
  ...sideOf({
    'r.yaml': dump({ groups }),
    'web.json': JSON.stringify(board),
    'alertmanager.yml': dump(routing),
  }),
  world: world({ queueDepth: gauge('queue_depth', metric) }),
});

type Mutation = readonly [subject: string, what: string, mutate: (of: Everything) => unknown];

const mutations: readonly Mutation[] = [
  ...boardMutations.map(
    ({ what, expected, mutate }): Mutation => [expected.split(' ')[0] as string, what, of => mutate(of.board)],
  ),
  ['alert', 'a limit', of => ((of.groups[0] as Loose).rules[1].expr = 'job:up:sum < 3')],
  ['alert', 'a severity', of => ((of.groups[0] as Loose).rules[2].labels.severity = 'critical')],
  ['alert', 'a name', of => ((of.groups[0] as Loose).rules[2].alert = 'Late')],
  ['alert', 'one less', of => of.groups[0]?.rules.pop()],
  ['recording rule', 'its expression', of => ((of.groups[0] as Loose).rules[0].expr = 'sum by (job) (up == 1)')],
  ['group', 'its name', of => ((of.groups[0] as Loose).name = 'net')],
  ['route', 'its receiver', of => (of.routing.route.routes[0].receiver = 'db')],
  ['route', 'its pace', of => (of.routing.route.group_wait = '2m')],
  ['route', 'one more', of => of.routing.route.routes.push({ matchers: ['x="y"'], receiver: 'db' })],
  ['route', 'one less', of => of.routing.route.routes.shift()],
  ['receiver', 'its key', of => (of.routing.receivers[1].pagerduty_configs[0].routing_key = 'y')],
  ['receiver', 'one more', of => of.routing.receivers.push({ name: 'z' })],
  ['inhibition', 'one less', of => of.routing.inhibit_rules.pop()],
  ['inhibition', 'what has to be equal', of => of.routing.inhibit_rules[0].equal.push('team')],
  ['time interval', 'one more', of => (of.routing.time_intervals = [{ name: 'night', time_intervals: [] }])],
  ['alertmanager', 'a setting', of => (of.routing.global = { resolve_timeout: '1h' })],
  ['metric', 'help', of => (of.metric.help = 'Else.')],
  ['metric', 'unit', of => (of.metric.unit = 'bytes')],
  ['metric', 'range', of => (of.metric.range = [0, 5])],
  ['metric', 'a value of a label', of => (of.metric.labels.queue = closed('a', 'b', 'c'))],
  ['metric', 'a label less', of => (of.metric.labels = {})],
  ['limit', 'its warning', of => (of.metric.limits = { depth: above({ warning: 1.2, critical: 1.5 }) })],
  ['limit', 'one less', of => (of.metric.limits = {})],
];

const formattings: readonly ((of: Everything) => unknown)[] = [
  ...boardFormattings.map(
    ([, mutate]) =>
      (of: Everything) =>
        mutate(of.board),
  ),
  of => of.groups[0]?.rules.reverse(),
  of => of.routing.route.group_by.reverse(),
  of => (of.routing.route.group_interval ??= '300s'),
  of => (of.metric.labels = { queue: closed('b', 'a') }),
];

const mutated = (...mutates: readonly ((of: Everything) => unknown)[]): Side => {
  const of = everything();
  for (const mutate of mutates) mutate(of);
  return sideOfAll(of);
};
const base = mutated();

/** That other people are told of an alert that is as it was is no change of its own: it is told beside what makes it so. */
const isOwn = ({ area, subject }: Entry): boolean => !(area === 'routing' && subject === 'alert');

test.each(mutations)('of all that a side holds, a single change is one entry: %s, %s', (subject, _, mutate) => {
  const head = mutated(mutate);
  const found = diff(base, head);
  expect(found.entries.filter(isOwn).map(entry => entry.subject)).toEqual([subject]);
  expect(mirroredEntriesOf(diff(head, base))).toEqual(entriesOf(found));
});

test('what is only written otherwise is the same, in all that a side holds', () => {
  fc.assert(
    fc.property(fc.subarray([...formattings]), some => {
      expect(diff(base, mutated(...some))).toMatchObject({ entries: [], risks: [], notes: [] });
    }),
    { numRuns: 60 },
  );
});

test('changes of several kinds are each told once, in either direction alike', () => {
  const areas = [...new Set(mutations.map(([subject]) => subject))];
  // One of each kind, so that none touches what another one is about.
  const apart = ['alert', 'route', 'receiver', 'inhibition', 'metric', 'variable', 'time interval', 'alertmanager'];
  const one = (subject: string) => fc.constantFrom(...mutations.filter(([of]) => of === subject));
  expect(areas).toEqual(expect.arrayContaining(apart));
  fc.assert(
    fc.property(
      fc.subarray(apart).chain(some => fc.tuple(...some.map(one))),
      some => {
        const head = mutated(...some.map(([, , mutate]) => mutate));
        const found = diff(base, head);
        expect(
          found.entries
            .filter(isOwn)
            .map(({ subject }) => subject)
            .sort(),
        ).toEqual(some.map(([of]) => of).sort());
        expect(mirroredEntriesOf(diff(head, base))).toEqual(entriesOf(found));
        expect(diff(head, mutated(...some.map(([, , mutate]) => mutate))).entries).toEqual([]);
      },
    ),
    { numRuns: 60 },
  );
});
