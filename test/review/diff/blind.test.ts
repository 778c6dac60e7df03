import { expect, test } from 'vitest';
import { diff } from '../../../src/review/diff/diff.js';
import { type RuleText, rulesSide } from './sides.js';

const alert = (name: string, expr: string): RuleText => ({ alert: name, expr, for: '0s' });
const down = alert('Down', 'up{job="web"} == 0');
const gone = alert('Gone', 'absent(up{job="web"})');
const slow = alert('Slow', 'rate(seconds_sum{job="web"}[5m]) > 5');
const blind = (base: readonly RuleText[], head: readonly RuleText[]) =>
  (diff(rulesSide(...base), rulesSide(...head)).risks.find(({ kind }) => kind === 'blind spot new')?.items ?? []).map(
    ({ name }) => name,
  );

test.each<[string, RuleText[], RuleText[], string[]]>([
  ['its own absent() is gone', [alert('Down', `${down.expr} or ${gone.expr}`)], [down], ['Down']],
  ['the alert that watched is gone', [down, gone], [down], ['Down']],
  ['what watched watches another job', [down, gone], [down, alert('Gone', 'absent(up{job="db"})')], ['Down']],
  [
    'absence is only an exception now',
    [down, gone],
    [down, alert('Gone', 'x > 5 unless absent(up{job="web"})')],
    ['Down', 'Gone'],
  ],
  ['it judges what nobody watches', [down, gone], [alert('Down', 'up{job="db"} == 0'), gone], ['Down']],
  ['its targets are watched no more', [slow, gone], [slow], ['Slow']],
  [
    'nothing no longer counts as zero',
    [alert('Few', '(sum(x) or vector(0)) < 1')],
    [alert('Few', 'sum(x) < 1')],
    ['Few'],
  ],
  ['it watched, and now judges', [gone], [alert('Gone', 'up{job="web"} == 0')], ['Gone']],
  ['it was blind before', [slow], [alert('Slow', 'rate(seconds_sum{job="web"}[5m]) > 6')], []],
  ['it is new', [], [down], []],
  ['all of it is gone', [down, gone], [], []],
  ['the watch is written otherwise', [down, gone], [down, alert('Gone', "absent_over_time(up{job='web'}[5m])")], []],
  ['the watch moves into the alert', [down, gone], [alert('Down', `${down.expr} or ${gone.expr}`)], []],
  ['another one watches too', [down, gone, alert('AlsoGone', 'absent(up{job="web"} == 1)')], [down, gone], []],
  [
    'a limit is another one',
    [alert('Few', '(sum(x) or vector(0)) < 1')],
    [alert('Few', '(sum(x) or vector(0)) < 2')],
    [],
  ],
  [
    'it never says anything of nothing',
    [alert('Many', '(sum(x) or vector(0)) > 1')],
    [alert('Many', 'sum(x) > 1')],
    [],
  ],
])('%s', (_, base, head, expected) => {
  expect(blind(base, head)).toEqual(expected);
});
