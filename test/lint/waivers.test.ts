import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { openWorld } from '../../src/catalog/world.js';
import { hasErrors } from '../../src/core/findings.js';
import { checkFiles } from '../../src/lint/files.js';

const check = (text: string, path = 'rules.yaml') => checkFiles([{ path, text }], { world: openWorld() }).findings;

/** What is found, as `id line item`; of what is waived `(id: reason)`. */
function found(text: string, path?: string): string[] {
  return check(text, path).map(({ id, place: { line, item }, waived }) =>
    waived ? `(${id}: ${waived.because})` : [id, line, item].filter(part => part !== undefined).join(' '),
  );
}

/** A file with two groups; every rule but `sound` can never return anything. */
const never = 'x{a="b", a="c"} > 1';
const file = ({ top = '#', group = '#', rule = '#', name = '', expr = '', end = '#', other = '#' } = {}) =>
  `${top}
groups:
${group}
- name: g # one
  rules:
  ${rule}
  - alert: A ${name}
    expr: ${never} ${expr}
    ${end}
  - alert: B
    expr: y + ${never}
${other}
- name: h
  rules:
  - alert: C
    expr: z + ${never}
`;
const waiver = '# telltale: allow expr/never-returns — it is a test';
const waived = '(expr/never-returns: it is a test)';
const [a, b, c] = ['expr/never-returns 8 A', 'expr/never-returns 11 B', 'expr/never-returns 16 C'] as const;

describe('a comment', () => {
  test.each<[string, Parameters<typeof file>[0], string[]]>([
    ['is not needed', {}, [a, b, c]],
    ['at the top is about the file', { top: waiver }, [waived, waived, waived]],
    ['at the top, before a document', { top: `${waiver}\n\n---` }, [waived, waived, waived]],
    ['before a group is about it', { group: waiver }, [waived, waived, c]],
    ['before another group is about that', { other: waiver }, [a, b, waived]],
    ['before a rule is about it', { rule: waiver }, [waived, b, c]],
    ['before a rule, with others between', { rule: `${waiver}\n  # why\n\n  #` }, [waived, 'b', 'c']],
    ['at the end of a line is about the rule', { name: waiver }, [waived, b, c]],
    ['behind the expression', { expr: waiver }, [waived, b, c]],
    ['inside of a rule is about it, also at its end', { end: waiver }, [waived, b, c]],
  ])('%s', (_, parts, expected) => {
    const lines = expected.map(text => (text.length === 1 ? expect.stringMatching(/^expr\/never-returns/) : text));
    expect(found(file(parts))).toEqual(lines);
  });

  test.each([
    '# telltale: allow expr/never-returns — it is a test',
    '#telltale: allow expr/never-returns – it is a test',
    '#  telltale:  allow  expr/never-returns -- it is a test  ',
    '# telltale: allow expr/never-returns: it is a test',
    '# telltale: allow expr/never-returns - it is a test\r',
    '# telltale: allow expr/never-returns—it is a test',
  ])('may be written %j', comment => {
    expect(found(file({ rule: comment }))).toEqual([waived, b, c]);
  });

  test('at the top of a document is about that', () => {
    const one = (name: string) =>
      `kind: PrometheusRule\nspec:\n  groups:\n  - name: ${name}\n    rules:\n    - alert: ${name}\n      expr: ${never.replace('x', name)}\n`;
    expect(found(`${one('A')}---\n${waiver}\n${one('B')}`)).toEqual(['expr/never-returns 7 A', waived]);
    expect(found(`${waiver}\n---\n${one('A')}---\n${one('B')}`)).toEqual([waived, 'expr/never-returns 17 B']);
  });

  test('may name several checks', () => {
    const both = '# telltale: allow alert/target-vanishes, expr/never-returns : it is a test';
    expect(found(file({ rule: both }))).toEqual([waived, b, c, 'waiver/unused 6 A']);
  });
});

describe('a comment of the expression', () => {
  const rule = (expr: string) => `groups:\n- name: g\n  rules:\n  - alert: A\n    expr: ${expr}\n`;
  test.each<[string, string, string[]]>([
    ['in a block', `|\n      ${waiver}\n      ${never}`, [waived]],
    ['in a block, with an indented one', `|\n      ${never.replace('>', `\n        ${waiver}\n      >`)}`, [waived]],
    ['in double quotes', JSON.stringify(`${never} ${waiver}\n or ${never}`), [waived]],
    [
      'in a string it is none',
      JSON.stringify(`${never} or ${never} == on () label_replace(y, "a", "${waiver}", "", "")`),
      ['expr/never-returns 5 A'],
    ],
  ])('%s', (_, expr, expected) => {
    expect(found(rule(expr))).toEqual(expected);
  });

  test('in an annotation it is none', () => {
    const text = `${rule(never)}    annotations:\n      summary: |\n        ${waiver}\n      description: "a ${waiver}"\n`;
    expect(found(text)).toEqual(['expr/never-returns 5 A']);
  });

  test('in JSON', () => {
    const json = (expr: string) => JSON.stringify({ groups: [{ name: 'g', rules: [{ alert: 'A', expr }] }] });
    expect(found(json(`${never} ${waiver}\n`))).toEqual([waived]);
  });
});

describe('what is wrong with a waiver', () => {
  test.each<[string, string, string[]]>([
    ['no reason', '# telltale: allow expr/never-returns', ['waiver/no-reason 6 A']],
    ['an empty reason', '# telltale: allow expr/never-returns —  ', ['waiver/no-reason 6 A']],
    ['an unknown check', '# telltale: allow expr/never-return — x', ['waiver/unknown 6 A']],
    ['nothing like it', '# telltale: alow expr/never-returns — x', ['waiver/malformed 6 A']],
    ['no check', '# telltale: allow — x', ['waiver/malformed 6 A']],
    ['a reason without a dash', '# telltale: allow expr/never-returns it is fine', ['waiver/malformed 6 A']],
    ['what Prometheus refuses', '# telltale: allow expr/syntax — x', ['waiver/refused 6 A']],
    ['a waiver of waivers', '# telltale: allow waiver/unused — x', ['waiver/refused 6 A']],
  ])('%s', (_, comment, expected) => {
    const ids = found(file({ rule: comment }));
    expect(ids).toEqual(expect.arrayContaining([a, b, c, ...expected]));
    expect(ids).toHaveLength(4);
  });

  test('the unknown one is told its neighbour', () => {
    const [finding] = check(file({ rule: '# telltale: allow expr/never-return — x' })).filter(f =>
      f.id.startsWith('waiver'),
    );
    expect(finding).toMatchObject({ severity: 'warning', fix: 'write expr/never-returns' });
  });
});

describe('an unused waiver', () => {
  const one = (expr: string, comment: string) =>
    `groups:\n- name: g\n  rules:\n  ${comment}\n  - record: a:b\n    expr: ${expr}\n`;
  test('is a finding', () => {
    expect(found(one('sum(x)', waiver))).toEqual(['waiver/unused 4 a:b']);
  });
  test('is none behind an error, which may hide what it is about', () => {
    expect(found(one('sum(x', waiver))).toEqual(['expr/syntax 6 a:b']);
  });
  test('is one behind an error that is waived', () => {
    const both = '# telltale: allow expr/never-returns, rate/of-aggregation — it is a test';
    expect(found(one('x{a="b", a="c"}', both))).toEqual([waived, 'waiver/unused 4 a:b']);
  });
  test('is none where the check needs a catalog and there is none', () => {
    expect(found(one('sum(x)', '# telltale: allow metric/unknown — only in the closed world'))).toEqual([]);
  });
  test('the second of two is one', () => {
    expect(found(one(never, `${waiver}\n  ${waiver}`))).toEqual([waived, 'waiver/unused 5 a:b']);
  });
});

describe('a dashboard', () => {
  const board = ({ expr = never, panel = '', board = '' } = {}) =>
    JSON.stringify({
      description: board,
      panels: [1, 2].map(id => ({
        id,
        title: 'P',
        description: id === 1 ? panel : '',
        gridPos: { x: 0, y: id * 8, w: 12, h: 8 },
        datasource: { type: 'prometheus' },
        targets: [{ refId: 'A', expr: id === 1 ? expr : never }],
      })),
    });
  const line = waiver.slice(2);
  const second = 'expr/never-returns 1 P › A';
  test.each<[string, Parameters<typeof board>[0], string[]]>([
    ['without', {}, [second, second]],
    ['in the query', { expr: `${waiver}\n${never}` }, [waived, second]],
    ['in the description of the panel', { panel: `What it shows.\n${line}\n` }, [waived, second]],
    ['in the description of the dashboard', { board: line }, [waived, waived]],
    ['malformed', { panel: 'telltale: allow it' }, ['waiver/malformed 1 P', second, second]],
  ])('%s', (_, parts, expected) => {
    expect(found(board(parts), 'board.json').sort()).toEqual([...expected].sort());
  });
});

test('what is waived stops nothing', () => {
  expect(hasErrors(check(file()))).toBe(true);
  expect(hasErrors(check(file({ top: waiver })))).toBe(false);
});

test('wherever a comment stands, it changes nothing but whether findings are waived', () => {
  const rule = fc
    .record({
      expr: fc.constantFrom(never, 'sum(x)', 'rate(count by (a) (x)[5m:1m]) > 1', 'x{a="# telltale: allow x"}'),
      style: fc.constantFrom('plain', 'block', 'quoted'),
      summary: fc.constantFrom('Trouble', `|\n        ${waiver}\n        {{ $labels.a }}`, `"${waiver}"`),
    })
    .map(({ expr, style, summary }) => {
      const text = {
        plain: expr,
        block: `|\n      ${expr}`,
        quoted: JSON.stringify(expr),
      };
      const written = style === 'plain' && expr.includes('#') ? text.quoted : text[style];
      return `  - alert: A\n    expr: ${written}\n    annotations:\n      summary: ${summary}\n`;
    });
  const group = fc.array(rule, { minLength: 1, maxLength: 3 }).map(rules => `  rules:\n${rules.join('')}`);
  const ids = (text: string) =>
    check(text)
      .map(f => f.id)
      .filter(id => !id.startsWith('waiver/'))
      .sort();
  fc.assert(
    fc.property(fc.array(group, { minLength: 1, maxLength: 3 }), fc.nat(), fc.boolean(), (groups, at, trailing) => {
      const text = `groups:\n${groups.map((rest, i) => `- name: g${i}\n${rest}`).join('')}`;
      const lines = text.trimEnd().split('\n');
      const n = at % lines.length;
      const line = lines[n] as string;
      // Behind a block's indicator a comment is YAML's, inside of it the text's: either way the same rules are there.
      const indent = /^ */.exec(line)?.[0] ?? '';
      const changed = trailing && !/["'|]/.test(line) ? `${line} ${waiver}` : `${indent}${waiver}\n${line}`;
      expect(ids([...lines.slice(0, n), changed, ...lines.slice(n + 1)].join('\n'))).toEqual(ids(text));
    }),
    { numRuns: 100 },
  );
});
