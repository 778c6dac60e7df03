import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { destinations, equalLabels, inhibitedPairs, matches, type Verdict } from '../../src/alertmanager/decide.js';
import type { AlertLabels, LabelMatcher } from '../../src/alertmanager/model.js';
import { renderAlertmanager } from '../../src/alertmanager/render.js';
import {
  inhibit,
  labelIs,
  labelMissing,
  minutes,
  named,
  notNamed,
  receiver,
  route,
  routing,
  sameSeries,
  seconds,
  severityIs,
  webhook,
} from '../../src/index.js';
import type { LabelFact } from '../../src/infer/model.js';
import { shopSite } from '../support/shop.js';
import { exactly, receiverOf, withConfig } from './amtool.js';

const pace = { groupWait: seconds(30), groupInterval: minutes(5), repeatInterval: minutes(60) };
const to = (name: string) => receiver(name, [webhook({ url: `https://hooks.example.com/${name}` })]);
const alert = (labels: Record<string, LabelFact>, others = false): AlertLabels => ({
  name: 'A',
  labels: new Map(Object.entries(labels)),
  others,
});
const any: LabelFact = { sure: true, values: undefined };
const perhaps: LabelFact = { sure: false, values: ['a'] };

describe('what a matcher says of an alert whose labels are known in part', () => {
  test.each<[LabelMatcher, AlertLabels, Verdict]>([
    [labelIs('x', 'a'), exactly({ x: 'a' }), 'always'],
    [labelIs('x', 'a'), exactly({ x: 'b' }), 'never'],
    [labelIs('x', 'a', 'b'), alert({ x: { sure: true, values: ['a', 'b'] } }), 'always'],
    [labelIs('x', 'a'), alert({ x: { sure: true, values: ['a', 'b'] } }), 'maybe'],
    [labelIs('x', 'a'), alert({ x: any }), 'maybe'],
    [labelIs('x', 'a'), alert({ x: perhaps }), 'maybe'],
    [labelIs('x', 'a'), alert({}), 'never'],
    [labelIs('x', 'a'), alert({}, true), 'maybe'],
    [labelMissing('x'), alert({}), 'always'],
    [labelMissing('x'), alert({ x: any }), 'never'],
    [labelMissing('x'), alert({ x: perhaps }), 'maybe'],
    [notNamed({ name: 'A' }), exactly({ alertname: 'A' }), 'never'],
    [notNamed({ name: 'A' }), exactly({ alertname: 'B' }), 'always'],
  ])('%# %o', (matcher, of, verdict) => {
    expect(matches([matcher], of)).toBe(verdict);
    expect(matches([], of)).toBe('always');
  });
});

test('destinations: all that may take it, up to the one that surely does', () => {
  const all = { to: to('x'), pace, groupBy: ['alertname'] };
  const { routes, fallback } = routing({
    routes: [
      route('maybe', { ...all, when: [labelIs('x', 'a')] }),
      route('surely', { ...all, when: [severityIs('info')] }),
      route('late', { ...all, when: [severityIs('info', 'warning')] }),
    ],
    fallback: all,
  });
  const ends = (of: AlertLabels) => destinations({ routes, fallback }, of).map(({ name }) => name);
  const severity = (value: string): LabelFact => ({ sure: true, values: [value] });
  expect(ends(alert({ x: any, severity: severity('info') }))).toEqual(['maybe', 'surely']);
  expect(ends(alert({ severity: severity('warning') }))).toEqual(['late']);
  expect(ends(alert({ x: any, severity: severity('critical') }))).toEqual(['maybe', 'fallback']);
});

const labelNames = ['alertname', 'severity', 'model', 'instance'];
// What needs escaping in YAML, in a matcher or in a regular expression.
const values = ['A', 'B', 'a.b', 'aXb', 'a|b', 'say "x"', 'c:\\d', 'critical', 'ümlaut {{ $x }}', 'a, b="c"'];
const aValue = fc.constantFrom(...values);

test('amtool sends any alert where destinations says, whatever its labels and the matchers hold', async () => {
  const aMatcher = fc
    .record({
      label: fc.constantFrom(...labelNames),
      values: fc.uniqueArray(aValue, { minLength: 1, maxLength: 3 }),
      negated: fc.boolean(),
    })
    .map((m): LabelMatcher => ({ kind: 'label-matcher', ...m }));
  const aRouting = fc
    .array(fc.array(aMatcher, { minLength: 1, maxLength: 2 }), { minLength: 1, maxLength: 4 })
    .map(list =>
      routing({
        routes: list.map((when, i) => route(`r${i}`, { when, to: to(`r${i}`), pace, groupBy: ['alertname'] })),
        fallback: { to: to('fallback'), pace, groupBy: ['alertname'] },
      }),
    );
  const someLabels = fc.dictionary(fc.constantFrom(...labelNames), aValue, { maxKeys: 4 });
  await fc.assert(
    fc.asyncProperty(aRouting, fc.array(someLabels, { minLength: 1, maxLength: 4 }), async (of, alerts) => {
      const [[, text] = ['', '']] = renderAlertmanager(of, shopSite, []);
      await withConfig(text, async config => {
        for (const labels of alerts.filter(l => Object.keys(l).length > 0)) {
          const expected = destinations(of, exactly(labels)).map(r => r.to.name);
          expect([await receiverOf(config, labels)], JSON.stringify(labels)).toEqual(expected);
        }
      });
    }),
    { numRuns: 40 },
  );
});

describe('inhibition', () => {
  const critical = exactly({ alertname: 'A', severity: 'critical', instance: '1', zone: 'x' });
  const warning = exactly({ alertname: 'A', severity: 'warning', instance: '1', zone: 'x' });
  const other = exactly({ alertname: 'A', severity: 'warning', instance: '2', zone: 'x' });
  const lone = exactly({ alertname: 'B', severity: 'warning', team: 't' });
  const ladder = inhibit('ladder', {
    source: [severityIs('critical')],
    target: [severityIs('warning')],
    equal: sameSeries,
  });
  const all = [critical, warning, other, lone];

  test('the same series: name and labels of what has a source and a target', () => {
    expect(equalLabels(ladder, all, ['cluster'])).toEqual(['alertname', 'instance', 'zone', 'cluster']);
    expect([...inhibitedPairs(ladder, all, [])]).toEqual([{ source: critical, target: warning }]);
  });

  test('nothing that is on both sides hides itself or its like', () => {
    const both = inhibit('both', { source: [named({ name: 'A' })], target: [named({ name: 'A' })], equal: ['zone'] });
    expect([...inhibitedPairs(both, all, [])]).toEqual([]);
    const wide = inhibit('wide', { source: [named({ name: 'A' })], target: [severityIs('warning')], equal: ['zone'] });
    // Alertmanager: a target that is also a source is hidden by what is a source only.
    expect([...inhibitedPairs(wide, all, [])].map(({ source, target }) => [source, target])).toEqual([
      [critical, warning],
      [critical, other],
    ]);
  });

  test('labels that both lack agree, one that one side lacks does not', () => {
    const on = (equal: string[]) => {
      const inhibition = inhibit('x', { source: [severityIs('critical')], target: [named({ name: 'B' })], equal });
      return [...inhibitedPairs(inhibition, all, [])];
    };
    expect(on(['region'])).toHaveLength(1);
    expect(on(['zone'])).toEqual([]);
  });
});
