import fc from 'fast-check';
import { dump } from 'js-yaml';
import { expect, test } from 'vitest';
import { diff } from '../../../src/review/diff/diff.js';
import { entriesOf, type GroupText, mirroredEntriesOf, type RuleText, sideOf } from './sides.js';

const rule = (name: string, severity: string, limit: number, more: Partial<RuleText> = {}): RuleText => ({
  alert: name,
  expr: `sum by (job, pod) (rate(${name.toLowerCase()}_total{code=~"4..|5..", job!=""}[5m])) > ${limit} and on (job) up == 1`,
  for: '10m',
  labels: { severity, team: 'web' },
  annotations: { summary: `${name} is high` },
  ...more,
});

/** Three alerts in each: as many as a law takes away at once. */
const groups = (): GroupText[] => [
  {
    name: 'web',
    interval: '1m',
    rules: [rule('Errors', 'critical', 9), rule('Errors', 'warning', 5), rule('Slow', 'warning', 3)],
  },
  {
    name: 'db',
    rules: [
      { record: 'job:reads:rate5m', expr: 'sum by (job) (rate(reads_total[5m]))' },
      rule('Reads', 'warning', 7, { keep_firing_for: '5m' }),
      rule('Writes', 'info', 1),
      rule('Locks', 'warning', 2),
    ],
  },
];

type Change = readonly [what: string, mutate: (groups: GroupText[], group: number, rule: number) => unknown];

const alertAt = (of: GroupText[], group: number, at: number): RuleText => {
  const alerts = of[group]?.rules.filter(({ alert }) => alert !== undefined) ?? [];
  return alerts[at % alerts.length] as RuleText;
};
const onAlert =
  (mutate: (alert: RuleText) => unknown): Change[1] =>
  (of, group, at) =>
    mutate(alertAt(of, group, at));

const mutations: readonly Change[] = [
  ['the limit', onAlert(a => (a.expr = a.expr.replace(/> (\d)/, '> 1$1')))],
  ['a window', onAlert(a => (a.expr = a.expr.replace('[5m]', '[15m]')))],
  ['a matcher', onAlert(a => (a.expr = a.expr.replace('job!=""', 'job="x"')))],
  ['a filter', onAlert(a => (a.expr = a.expr.replace('up == 1', 'up == 0')))],
  ['labels of an aggregation', onAlert(a => (a.expr = a.expr.replace('job, pod', 'job')))],
  ['for', onAlert(a => (a.for = '20m'))],
  ['keep_firing_for', onAlert(a => (a.keep_firing_for = '1h'))],
  ['a label', onAlert(a => (a.labels = { ...a.labels, team: 'ops' }))],
  ['an annotation', onAlert(a => (a.annotations = { summary: 'Else' }))],
  ['the name', onAlert(a => (a.alert = `${a.alert}Now`))],
  ['removed', (of, group, at) => of[group]?.rules.splice(of[group].rules.indexOf(alertAt(of, group, at)), 1)],
  ['added', (of, group) => of[group]?.rules.push(rule('Fresh', 'info', 4))],
  [
    'moved',
    (of, group, at) => {
      const from = of[group]?.rules as RuleText[];
      of[1 - group]?.rules.push(...from.splice(from.indexOf(alertAt(of, group, at)), 1));
    },
  ],
  ['the interval', (of, group) => ((of[group] as GroupText).interval = '5m')],
  ['the name of a group', (of, group) => ((of[group] as GroupText).name = `renamed${group}`)],
  ['a recording rule', of => ((of[1]?.rules[0] as RuleText).expr = 'sum by (job) (rate(reads_total[1h]))')],
];

const formattings: readonly Change[] = [
  ['labels in another order', onAlert(a => (a.labels = Object.fromEntries(Object.entries(a.labels ?? {}).reverse())))],
  ['a duration otherwise', onAlert(a => (a.for = '600s'))],
  ['grouping in another order', onAlert(a => (a.expr = a.expr.replace('job, pod', 'pod, job')))],
  ['brackets', onAlert(a => (a.expr = a.expr.replace('up == 1', '((up) == 1.0)')))],
  [
    'matchers in another order',
    onAlert(a => (a.expr = a.expr.replace('{code=~"4..|5..", job!=""}', "{job!='',code=~'4..|5..'}"))),
  ],
  ['rules in another order', (of, group) => of[group]?.rules.reverse()],
  ['groups in another order', of => of.reverse()],
  ['lines', onAlert(a => (a.expr = `${a.expr.replace(' and ', '\n  and ')}\n`))],
];

const indexes = fc.tuple(fc.integer({ min: 0, max: 1 }), fc.integer({ min: 0, max: 2 }));
const change = (of: readonly Change[]) => fc.tuple(fc.constantFrom(...of), indexes);

function sideWith(changes: readonly (readonly [Change, readonly [number, number]])[]) {
  const of = groups();
  for (const [[, mutate], [group, at]] of changes) mutate(of, group, at);
  return sideOf({ 'r.yaml': dump({ groups: of }) });
}

test('a single change is one entry, however all else is written', () => {
  fc.assert(
    fc.property(change(mutations), fc.array(change(formattings), { maxLength: 3 }), (mutation, formatting) => {
      // After the mutation: then it is known what it is made to.
      const found = diff(sideWith([]), sideWith([mutation, ...formatting]));
      fc.pre(!(mutation[0][0] === 'for' && formatting.some(([[what]]) => what === 'a duration otherwise')));
      expect(found.entries.map(({ part, change: of }) => part ?? of)).toHaveLength(1);
    }),
    { numRuns: 150 },
  );
});

test('what is only written otherwise is the same', () => {
  fc.assert(
    fc.property(fc.array(change(formattings), { maxLength: 6 }), formatting => {
      expect(diff(sideWith([]), sideWith(formatting))).toMatchObject({ entries: [], risks: [] });
    }),
    { numRuns: 150 },
  );
});

test('differences are the same in either direction, and there are none to itself', () => {
  const several = fc.array(change(mutations), { maxLength: 3 });
  fc.assert(
    fc.property(several, several, (first, second) => {
      const [base, head] = [sideWith(first), sideWith(second)];
      expect(mirroredEntriesOf(diff(head, base))).toEqual(entriesOf(diff(base, head)));
      expect(diff(base, sideWith(first)).entries).toEqual([]);
    }),
    { numRuns: 150 },
  );
});
