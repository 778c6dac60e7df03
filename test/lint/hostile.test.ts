import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { openWorld, world } from '../../src/catalog/world.js';
import { ExpositionFault } from '../../src/exposition/model.js';
import { readPage } from '../../src/exposition/page.js';
import { explain } from '../../src/lint/explain.js';
import { checkFiles } from '../../src/lint/files.js';
import { metrics } from '../support/shop.js';

/** What somebody may hand to the checker by mistake or on purpose: it ends in a finding, soon. */

const around = { world: openWorld() };
const check = (text: string) => checkFiles([{ path: 'a.yaml', text }], around).findings;
const alert = (expr: string) => `groups:\n- name: g\n  rules:\n  - alert: A\n    expr: ${expr}\n`;
const aliases = (n: number, name: string, of: string) =>
  Array.from({ length: n }, (_, i) => `${name}${i + 1}: &${name}${i + 1} ${of.replaceAll('%', `*${name}${i}`)}\n`);
const grown = 'aliases make this many times larger than its text';

describe('files', { timeout: 10_000 }, () => {
  test.each<[string, string, string]>([
    [
      'a billion rules',
      `l0: &l0 [{a: b}]\n${aliases(30, 'l', '[%,%,%,%]').join('')}groups: [{name: g, rules: *l30}]`,
      'this is no rule',
    ],
    [
      'a thousand rules a thousand times',
      `namespace: &r\n${'- {alert: A, expr: up}\n'.repeat(1000)}groups:\n${'- {name: g, rules: *r}\n'.repeat(1000)}`,
      grown,
    ],
    ['merges of merges', `m0: &m0 {a: b}\n${aliases(30, 'm', '{<<: [%,%,%,%]}').join('')}groups: [{<<: *m30}]`, grown],
    ['a chain of merges', `m0: &m0 {a: b}\n${aliases(5000, 'm', '{<<: %}').join('')}groups: [{<<: *m5000}]`, grown],
    ['a mapping merged into itself', 'groups:\n- &x\n  <<: *x\n  name: a\n', grown],
    ['a list in itself', 'kind: List\nitems: &i\n- {kind: List, items: *i}\n', grown],
    ['groups that are their rules', 'groups: &g\n- name: a\n  rules: *g\n', 'there is no field "name" here'],
    ['an alias of nothing', 'groups: *g\n', 'nothing is called &g above'],
    [
      'lists in lists',
      `groups: ${'['.repeat(10_000)}${']'.repeat(10_000)}`,
      'this is no YAML: nesting exceeded maxDepth (100)',
    ],
    ['a dashboard of lists', `{"panels": ${'['.repeat(10_000)}`, 'this is no YAML: nesting exceeded maxDepth (100)'],
    ['lists in blocks', `${'- '.repeat(10_000)}x`, 'this is no YAML: nesting exceeded maxDepth (100)'],
    ['tabs', 'groups:\n\t- name: g\n', 'this is no YAML: tab characters must not be used in indentation'],
    ['a key there twice', 'groups: []\ngroups: []\n', '"groups" is there twice'],
    ['a key of a megabyte', `${'k'.repeat(1e6)}: 1\n`, `there is no field "${'k'.repeat(97)}…" here`],
    ['half a million faults', `groups: [${'1,'.repeat(5e5)}1]`, 'this is no group'],
    [
      'more than can be held',
      `groups: [${'1,'.repeat(6e6)}1]`,
      'this has more than 6 million lines, keys and items: split it into several files',
    ],
    [
      'a dashboard of a million items',
      `{"panels": [${'1,'.repeat(1e6)}1]}`,
      'this has more than 1 million lines, keys and items: split it into several files',
    ],
  ])('%s', (_, text, message) => {
    const found = check(text);
    expect(found.map(f => f.message)).toContain(message);
    expect(found.length).toBeLessThan(1100);
    expect(found.every(f => f.place.line !== undefined)).toBe(true);
  });

  test('tags mean nothing, whatever they would run', () => {
    const text = 'groups: !!js/function [{name: g, rules: [{alert: !!js/function "f(){}", expr: !!binary up}]}]';
    expect(check(text).map(f => f.id)).not.toContain('file/shape');
  });

  test.each(['\r\n', '\n'])('lines that end in %j have the same places', end => {
    const [found] = check(alert('up{').replaceAll('\n', end));
    expect(found).toMatchObject({ id: 'expr/syntax', place: { line: 5, column: 13 } });
  });

  test('many documents, and a mark at the beginning', () => {
    expect(check(`\ufeff${'---\ngroups: []\n'.repeat(10_000)}`)).toEqual([]);
  });

  test('a dashboard of many panels that lie on each other', () => {
    const panel = { type: 'text', gridPos: { x: 0, y: 0, w: 24, h: 1 }, targets: [] };
    const text = JSON.stringify({ panels: Array.from({ length: 3000 }, (_, id) => ({ ...panel, id })) });
    expect(check(text).filter(f => f.id === 'schema/layout')).toHaveLength(2999);
  });

  test('more findings than a call takes arguments', () => {
    const rules = Array.from(
      { length: 28_000 },
      (_, i) =>
        `  - {alert: A${i}, expr: up, labels: {a: "{{ $value }}", b: "{{ $value }}", c: "{{ $value }}", d: "{{ $value }}"}}\n`,
    );
    const found = check(`groups:\n- name: g\n  rules:\n${rules.join('')}`);
    expect(found.length).toBeGreaterThan(130_000);
  }, 60_000);
});

describe('expressions and templates', { timeout: 10_000 }, () => {
  const q = (text: string) => alert(`'${text.replaceAll("'", "''")}'`);
  test.each<[string, string, string | undefined]>([
    ['a string of ten megabytes', q(`up{a="${'x'.repeat(1e7)}"}`), undefined],
    ['a number of a megabyte', q('1'.repeat(1e6)), 'expr/syntax'],
    ['a name of ten megabytes', q('a'.repeat(1e7)), undefined],
    ['matchers', q(`up{${Array.from({ length: 50_000 }, (_, i) => `l${i}="x"`).join()}}`), undefined],
    ['labels', q(`sum by (${Array.from({ length: 50_000 }, (_, i) => `l${i}`).join()}) (up)`), undefined],
    ['alternatives of a regular expression', q(`up{a=~"${'a|'.repeat(200_000)}b"}`), undefined],
    ['groups of a regular expression', q(`up{a=~"${'('.repeat(50_000)}${')'.repeat(50_000)}"}`), 'expr/syntax'],
    ['one that matches in many ways', q(`up{job=~"(a+)+$"} == 1 and up{job="${'a'.repeat(40)}!"}`), undefined],
    ['comments', alert(`|\n${'      # x\n'.repeat(100_000)}      up`), undefined],
    [
      'a template of many parts',
      `${alert('up')}    annotations: {d: "${'{{ $labels.x }}'.repeat(50_000)}"}`,
      undefined,
    ],
    [
      'a template that nests',
      `${alert('up')}    annotations: {d: "${'{{ if true }}'.repeat(20_000)}"}`,
      'alert/template',
    ],
    [
      'parentheses in a template',
      `${alert('up')}    annotations: {d: "{{ ${'('.repeat(20_000)}1${')'.repeat(20_000)} }}"}`,
      'alert/template',
    ],
  ])('%s', (_, text, id) => {
    const ids = check(text).map(f => f.id);
    if (id === undefined) expect(ids).not.toContain('expr/syntax');
    else expect(ids).toContain(id);
  });
});

describe('any bytes', { timeout: 60_000 }, () => {
  const words = fc.constantFrom(
    ...'groups: name: rules: - alert: record: expr: labels: annotations: & * << {{ }} $value [ ] { } " \' | > ! % @ ` # --- \n'.split(
      ' ',
    ),
    ...[
      '\n',
      '\n  ',
      '\n    - ',
      'up',
      'sum by (a) (',
      'rate(a[5m])',
      '&a',
      '*a',
      '{"panels": [',
      '"targets": [{"expr": "',
      '"}]',
      '\t',
      '\r',
      '\ufeff',
      '\u2028',
      '\ud800',
    ],
  );
  const text = fc.oneof(
    fc.string({ unit: 'binary', maxLength: 60 }),
    fc.array(words, { maxLength: 30 }).map(parts => parts.join(' ')),
    fc
      .array(words, { maxLength: 30 })
      .map(parts => `groups:\n- name: g\n  rules:\n  - alert: A\n    expr: ${parts.join('')}`),
    fc.array(words, { maxLength: 20 }).map(parts => `{"panels": [{"targets": [{"expr": "${parts.join('')}"}]}]`),
  );
  const closed = { world: world(metrics) };

  test('as a file end in findings', () => {
    fc.assert(
      fc.property(text, t => {
        for (const known of [around, closed])
          for (const found of checkFiles([{ path: 'a', text: t }], known).findings) expect(found.message).not.toBe('');
      }),
      { numRuns: 1000 },
    );
  });

  test('as an expression get an answer', () => {
    fc.assert(
      fc.property(text, t => {
        const answer = explain(t, closed);
        if (answer.valid) return;
        const { from, to } = answer.error;
        expect(0 <= from && from <= to && to <= t.length).toBe(true);
      }),
      { numRuns: 1000 },
    );
  });

  test('as a page of metrics are read or refused', async () => {
    const lines = fc.array(fc.oneof(text, fc.constantFrom('# TYPE a counter', 'a 1', 'a{b="c"} 2', '# EOF')), {
      maxLength: 5,
    });
    await fc.assert(
      fc.asyncProperty(lines, async page => {
        const error = await readPage(page.join('\n').split('\n')).then(
          () => undefined,
          e => e,
        );
        expect(error === undefined || error instanceof ExpositionFault).toBe(true);
      }),
      { numRuns: 500 },
    );
  });
});
