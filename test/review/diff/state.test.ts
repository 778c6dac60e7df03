import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { toYaml } from '../../../src/core/yaml.js';
import { diff } from '../../../src/review/diff/diff.js';
import { type Prometheus, startPrometheus } from '../../e2e/prometheus.js';
import { eventually } from '../../e2e/server.js';
import { entriesOf, type GroupText, mirroredEntriesOf, type RuleText, ruleFile, sideOf } from './sides.js';

/** An alert that is always pending; `k` is a label of its own. */
const alert = (name: string, k = 'a', more: Partial<RuleText> = {}): RuleText => ({
  alert: name,
  expr: `label_replace(vector(1), "k", "${k}", "", "")`,
  for: '1h',
  labels: { team: 'web' },
  ...more,
});
const group = (name: string, ...rules: RuleText[]): GroupText => ({ name, interval: '200ms', rules });

/** A change of a group, and the alerts whose `for` begins anew with it. */
interface Row {
  readonly what: string;
  readonly base: GroupText;
  readonly head: GroupText;
  /** In another file of the rules. */
  readonly file?: string;
  readonly anew: readonly string[];
}

const rows: readonly Row[] = [
  {
    what: 'another expression, other annotations, another interval, a rule more: none',
    base: group('changed', alert('Same'), alert('Changed')),
    head: {
      ...group(
        'changed',
        alert('More'),
        alert('Changed', 'a', { expr: `${alert('').expr} > 0`, for: '2h', annotations: { a: 'b' } }),
        alert('Same'),
      ),
      interval: '300ms',
      limit: 5,
    },
    anew: [],
  },
  {
    what: 'another name of the group',
    base: group('renamed', alert('InRenamed'), alert('AlsoInRenamed')),
    head: group('renamed-now', alert('InRenamed'), alert('AlsoInRenamed')),
    anew: ['AlsoInRenamed', 'InRenamed'],
  },
  {
    what: 'another file',
    base: group('moved', alert('InMoved')),
    head: group('moved', alert('InMoved')),
    file: 'other.yaml',
    anew: ['InMoved'],
  },
  {
    what: 'another label of one alert',
    base: group('labelled', alert('Labelled'), alert('BesideLabelled')),
    head: group('labelled', alert('Labelled', 'a', { labels: { team: 'db' } }), alert('BesideLabelled')),
    anew: ['Labelled'],
  },
  {
    what: 'series of other labels',
    base: group(
      'series',
      alert('OtherSeries', 'a', { expr: 'sum by (job) (label_replace(vector(1), "job", "x", "", ""))' }),
    ),
    head: group('series', alert('OtherSeries', 'a', { expr: 'sum(label_replace(vector(1), "job", "x", "", ""))' })),
    anew: ['OtherSeries'],
  },
  {
    what: 'one less of a name',
    base: group('twice', alert('Twice', 'a'), alert('Twice', 'b')),
    head: group('twice', alert('Twice', 'b')),
    anew: ['Twice'],
  },
  {
    what: 'two of a name in another order',
    base: group('order', alert('Ordered', 'a'), alert('Ordered', 'b')),
    head: group('order', alert('Ordered', 'b'), alert('Ordered', 'a')),
    anew: ['Ordered', 'Ordered'],
  },
  {
    what: 'one more of a name, behind the other',
    base: group('behind', alert('Behind', 'a')),
    head: group('behind', alert('Behind', 'a'), alert('Behind', 'b')),
    anew: [],
  },
];

const main = 'rules.yaml';
const files = (side: 'base' | 'head') => {
  const groups = rows.map(row => ({ file: (side === 'head' && row.file) || main, group: row[side] }));
  const of = (file: string) => ruleFile(...groups.filter(at => at.file === file).map(at => at.group));
  return { [main]: of(main), 'other.yaml': of('other.yaml') };
};

const anewIn = (base: ReturnType<typeof sideOf>, head: ReturnType<typeof sideOf>): string[] => {
  const { risks } = diff(base, head);
  return (risks.find(({ kind }) => kind === 'begins anew')?.items ?? []).map(({ name }) => name).sort();
};

test.each(rows)('$what', ({ base, head, file = main, anew }) => {
  const other = { 'third.yaml': ruleFile(group('third', alert('Third'))) };
  const [one, two] = [sideOf({ [main]: ruleFile(base), ...other }), sideOf({ [file]: ruleFile(head), ...other })];
  expect(anewIn(one, two)).toEqual(anew);
  const found = diff(one, two);
  expect(found.entries.flatMap(({ resets = [] }) => resets)).toHaveLength(anew.length);
  expect(mirroredEntriesOf(diff(two, one))).toEqual(entriesOf(found));
});

test('what waits for nothing has nothing to begin anew', () => {
  const of = (name: string, more: Partial<RuleText>) =>
    sideOf({ [main]: ruleFile(group(name, alert('A', 'a', more))) });
  expect(anewIn(of('a', { for: '0s' }), of('b', { for: '0s' }))).toEqual([]);
  expect(anewIn(of('a', { for: '0s', keep_firing_for: '5m' }), of('b', { for: '0s', keep_firing_for: '5m' }))).toEqual([
    'A',
  ]);
});

let prometheus: Prometheus;
const folder = mkdtempSync(join(tmpdir(), 'telltale-state-'));
const write = (side: 'base' | 'head') => {
  for (const [name, text] of Object.entries(files(side))) writeFileSync(join(folder, name), text);
};
beforeAll(async () => {
  write('base');
  writeFileSync(join(folder, 'prometheus.yml'), toYaml({ rule_files: [main, 'other.yaml'] }));
  prometheus = await startPrometheus(folder);
});
afterAll(async () => {
  await prometheus?.stop();
  rmSync(folder, { recursive: true, force: true });
});

test('a Prometheus that reads its rules again forgets of these alerts, and of no others, since when they are true', async () => {
  const count = (side: 'base' | 'head') => rows.reduce((sum, row) => sum + row[side].rules.length, 0);
  await eventually(
    () => prometheus.alerts(),
    alerts => alerts.length === count('base'),
  );
  const before = Date.now();
  write('head');
  await prometheus.reload();
  const healthy = (rules: readonly { health: string }[]) => rules.every(({ health }) => health === 'ok');
  await eventually(() => prometheus.rules(), healthy);
  const alerts = await eventually(
    () => prometheus.alerts(),
    found => found.length === count('head'),
  );
  const added = ['More', 'Behind'];
  const younger = alerts.filter(({ activeAt }) => activeAt >= before).map(({ labels }) => labels.alertname ?? '');
  // What is new has begun too, and is no alert that begins anew.
  const expected = [...rows.flatMap(row => row.anew), ...added].sort();
  expect(younger.sort()).toEqual(expected);
});
