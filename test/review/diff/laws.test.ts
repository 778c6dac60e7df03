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

type Mutate = (groups: GroupText[], group: number, rule: number) => unknown;
type Change = readonly [what: string, mutate: Mutate];

const alertAt = (of: GroupText[], group: number, at: number): RuleText => {
  const alerts = of[group]?.rules.filter(({ alert }) => alert !== undefined) ?? [];
  return alerts[at % alerts.length] as RuleText;
};
const onAlert =
  (mutate: (alert: RuleText) => unknown): Mutate =>
  (of, group, at) =>
    mutate(alertAt(of, group, at));
const nameOf = (rule: RuleText): string =>
  [rule.alert ?? rule.record, rule.labels?.severity && `(${rule.labels.severity})`].filter(Boolean).join(' ');
const record = (of: GroupText[]): RuleText => of[1]?.rules[0] as RuleText;
const without = (name: string) => (of: Record<string, string> | undefined) =>
  Object.fromEntries(Object.entries(of ?? {}).filter(([key]) => key !== name));

/** What changes, how the entry that tells it calls that, and whether it is about an alert, which is named then. */
const ofAlerts: readonly (readonly [...Change, label: string])[] = [
  ['the limit', onAlert(a => (a.expr = a.expr.replace(/> (\d)/, '> 1$1'))), 'limit'],
  ['the comparison', onAlert(a => (a.expr = a.expr.replace('> ', '>= '))), 'limit'],
  ['a window', onAlert(a => (a.expr = a.expr.replace('[5m]', '[15m]'))), 'expression'],
  ['a matcher', onAlert(a => (a.expr = a.expr.replace('job!=""', 'job="x"'))), 'expression'],
  ['a matcher less', onAlert(a => (a.expr = a.expr.replace(/, ?job!=""|job!='',/, ''))), 'expression'],
  ['a filter', onAlert(a => (a.expr = a.expr.replace('up == 1', 'up == 0'))), 'expression'],
  ['a filter more', onAlert(a => (a.expr = `${a.expr} unless on (job) hushed`)), 'expression'],
  ['labels of an aggregation', onAlert(a => (a.expr = a.expr.replace('job, pod', 'job'))), 'expression'],
  ['for', onAlert(a => (a.for = '20m')), 'for'],
  ['no for', onAlert(a => delete a.for), 'for'],
  ['keep_firing_for', onAlert(a => (a.keep_firing_for = '1h')), 'keep_firing_for'],
  ['a label', onAlert(a => (a.labels = { ...a.labels, team: 'ops' })), 'label team'],
  ['a label more', onAlert(a => (a.labels = { ...a.labels, area: 'x' })), 'label area'],
  ['a label less', onAlert(a => (a.labels = without('team')(a.labels))), 'label team'],
  ['severity', onAlert(a => (a.labels = { ...a.labels, severity: 'none' })), 'severity'],
  ['an annotation', onAlert(a => (a.annotations = { summary: 'Else' })), 'annotation summary'],
  ['an annotation more', onAlert(a => (a.annotations = { ...a.annotations, more: 'x' })), 'annotation more'],
  ['an annotation less', onAlert(a => delete a.annotations), 'annotation summary'],
  ['the name', onAlert(a => (a.alert = `${a.alert}Now`)), 'renamed'],
  [
    'removed',
    (of, group, at) => of[group]?.rules.splice(of[group].rules.indexOf(alertAt(of, group, at)), 1),
    'removed',
  ],
  [
    'moved',
    (of, group, at) => {
      const from = of[group]?.rules as RuleText[];
      of[1 - group]?.rules.push(...from.splice(from.indexOf(alertAt(of, group, at)), 1));
    },
    'moved',
  ],
];

/** The same of what is no alert that was there before, with the name that the entry has. */
const ofOthers: readonly (readonly [...Change, label: string, name: (group: number) => string])[] = [
  ['added', (of, group) => of[group]?.rules.push(rule('Fresh', 'info', 4)), 'added', () => 'Fresh (info)'],
  ['a group added', of => of.push({ name: 'fresh', rules: [rule('Fresh', 'info', 4)] }), 'added', () => 'Fresh (info)'],
  [
    'the interval',
    (of, group) => ((of[group] as GroupText).interval = '5m'),
    'interval',
    group => groupNames[group] ?? '',
  ],
  [
    'a setting of a group',
    (of, group) => ((of[group] as GroupText).limit = 5),
    'limit',
    group => groupNames[group] ?? '',
  ],
  [
    'the name of a group',
    (of, group) => ((of[group] as GroupText).name = `renamed${group}`),
    'renamed',
    group => `renamed${group}`,
  ],
  [
    'a recording rule',
    of => (record(of).expr = 'sum by (job) (rate(reads_total[1h]))'),
    'expression',
    () => 'job:reads:rate5m',
  ],
  ['a label of a recording rule', of => (record(of).labels = { x: 'y' }), 'label x', () => 'job:reads:rate5m'],
  ['the name of a recording rule', of => (record(of).record = 'job:all:rate5m'), 'renamed', () => 'job:all:rate5m'],
  ['a recording rule less', of => of[1]?.rules.shift(), 'removed', () => 'job:reads:rate5m'],
  ['a recording rule more', of => of[0]?.rules.push({ record: 'a:b', expr: 'sum(x)' }), 'added', () => 'a:b'],
];
const groupNames = groups().map(({ name }) => name);
const mutations: readonly Change[] = [...ofAlerts, ...ofOthers].map(([what, mutate]) => [what, mutate]);

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

/** What a single change is told as, however all else is written: its label, and the name of what it is about. */
function toldOf(mutation: Change, at: readonly [number, number], formatting: Parameters<typeof sideWith>[0]) {
  const { entries } = diff(sideWith([]), sideWith([[mutation, at], ...formatting]));
  return entries.map(({ part, change: of, base, head }) => ({ label: part ?? of, name: (head ?? base)?.name }));
}
const someFormatting = fc.array(change(formattings), { maxLength: 3 });

test('a single change of an alert is one entry that names it, however all else is written', () => {
  fc.assert(
    fc.property(fc.constantFrom(...ofAlerts), indexes, someFormatting, ([what, mutate, label], at, formatting) => {
      // After the mutation: then it is known what it is made to.
      fc.pre(!(label === 'for' && formatting.some(([[other]]) => other === 'a duration otherwise')));
      const of = groups();
      const alert = alertAt(of, ...at);
      mutate(of, ...at);
      expect(toldOf([what, mutate], at, formatting)).toEqual([{ label, name: nameOf(alert) }]);
    }),
    { numRuns: 200 },
  );
});

test('a single change of anything else of rules is one entry that names it', () => {
  fc.assert(
    fc.property(
      fc.constantFrom(...ofOthers),
      indexes,
      someFormatting,
      ([what, mutate, label, name], at, formatting) => {
        expect(toldOf([what, mutate], at, formatting)).toEqual([{ label, name: name(at[0]) }]);
      },
    ),
    { numRuns: 100 },
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
