import { dump } from 'js-yaml';
import { expect, test } from 'vitest';
import { diff } from '../../../src/review/diff/diff.js';
import { headline } from '../../../src/review/diff/risks.js';
import { entriesOf, mirroredEntriesOf, type RuleText, ruleFile, sideOf } from './sides.js';

const alert = (name: string, severity: string, limit = 5): RuleText => ({
  alert: name,
  expr: `sum(${name.toLowerCase()}) > ${limit}`,
  labels: { severity },
});
const config = (critical: string, paging: object = { pagerduty_configs: [{ routing_key: 'x' }] }) =>
  dump({
    route: { receiver: 'team', routes: [{ matchers: ['severity="critical"'], receiver: critical }] },
    receivers: [{ name: 'night', ...paging }, { name: 'team' }, { name: 'others' }],
  });
const side = (rules: RuleText[], routing?: string) =>
  sideOf({ 'r.yaml': ruleFile({ name: 'g', rules }), ...(routing && { 'alertmanager.yml': routing }) });
const said = (...[base, head]: Parameters<typeof diff>) => headline(diff(base, head).risks);

const down = alert('Down', 'critical');
const slow = alert('Slow', 'warning');

test.each([
  ['nothing', [down, slow], [down, slow], 'Nothing that reaches the people on call.'],
  ['a summary', [slow], [{ ...slow, annotations: { a: 'b' } }], 'Nothing that reaches the people on call.'],
  ['a higher limit', [slow], [alert('Slow', 'warning', 6)], '1 alert less sensitive'],
  ['a lower limit', [slow], [alert('Slow', 'warning', 4)], '1 alert more sensitive'],
  ['two differences of one alert', [slow], [{ ...alert('Slow', 'warning', 6), for: '5m' }], '1 alert less sensitive'],
  ['an alert less', [down, slow], [down], '1 alert removed'],
  ['a new alert that pages', [slow], [down, slow], '1 alert new, 1 now pages'],
  ['a milder severity', [down], [alert('Down', 'warning')], '1 no longer pages'],
  ['a recording rule less', [slow, { record: 'a:b', expr: 'up' }], [slow], '1 recording rule removed'],
  [
    'the worst first',
    [down, alert('Slow', 'warning'), alert('Full', 'warning')],
    [alert('Slow', 'warning', 6), alert('Full', 'warning', 4)],
    '1 alert removed, 1 alert less sensitive, 1 alert more sensitive',
  ],
])('%s', (_, base, head, expected) => {
  expect(said(side(base, config('night')), side(head, config('night')))).toBe(expected);
});

test('whom routes and receivers no longer wake is told', () => {
  const base = side([down, slow], config('night'));
  expect(said(base, side([down, slow], config('others')))).toBe('1 no longer pages');
  expect(said(base, side([down, slow], config('night', { webhook_configs: [{ url: 'x' }] })))).toBe(
    '1 no longer pages',
  );
  expect(said(side([down], config('team')), side([down], config('others')))).toBe('1 told to others');
});

test('a recording rule names the alerts and panels that it reaches, through other rules too', () => {
  const reading = (expr: string) =>
    sideOf({
      'r.yaml': ruleFile({
        name: 'g',
        rules: [
          { record: 'job:a:rate', expr },
          { record: 'job:b:rate', expr: 'job:a:rate * 2' },
          { alert: 'High', expr: 'job:b:rate > 5', labels: { severity: 'critical' } },
          { alert: 'Other', expr: 'job:a:rates > 5' },
        ],
      }),
      'd.json': JSON.stringify({ title: 'D', panels: [{ title: 'P', targets: [{ expr: 'max(job:b:rate)' }] }] }),
    });
  const [base, head] = [reading('sum(a)'), reading('max(a)')];
  const readers = [
    { kind: 'alert', name: 'High (critical)' },
    { kind: 'panel', name: 'D › P' },
  ];
  const found = diff(base, head);
  expect(found.entries).toMatchObject([{ subject: 'recording rule', readBy: { base: readers, head: readers } }]);
  expect(mirroredEntriesOf(diff(head, base))).toEqual(entriesOf(found));
});
