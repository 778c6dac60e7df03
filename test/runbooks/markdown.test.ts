import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { anchorOf, anchorsOf, blocksOf, linksOf, sectionsOf, table } from '../../src/runbooks/markdown.js';
import { queriesIn } from '../../src/runbooks/queries.js';

describe('tables', () => {
  test('escape what would end a cell or a line', () => {
    expect(
      table(
        ['a', 'b'],
        [
          ['up{job=~"x|y"}', 'one\n two'],
          ['', '\\|'],
        ],
      ),
    ).toBe('| a | b |\n|---|---|\n| up{job=~"x\\|y"} | one two |\n| – | \\\\| |');
  });

  test('have as many cells in every line, whatever is in them', () => {
    const cells = fc.array(fc.tuple(fc.string(), fc.string()));
    fc.assert(
      fc.property(cells, rows => {
        const lines = table(['a', 'b'], rows).split('\n');
        expect(lines).toHaveLength(rows.length + 2);
        for (const line of lines) expect(line.match(/(?<!\\)\|/g)).toHaveLength(3);
      }),
    );
  });
});

test('blocks lose the indentation of their fence, and keep their own', () => {
  const text = '1. x\n\n   ```sh\n   a\n     b\n\n   c\n   ```\n\n````markdown\n```\nin\n```\n````\n```\nend';
  expect(blocksOf(text)).toEqual([
    { info: 'sh', text: 'a\n  b\n\nc', line: 3 },
    { info: 'markdown', text: '```\nin\n```', line: 10 },
    { info: '', text: 'end', line: 15 },
  ]);
});

test('sections end at the next one; headings in code are none', () => {
  expect(sectionsOf('before\n\n## A\nx\n### B\n```sh\n## C\n```\n\n## D \n')).toEqual({
    before: 'before',
    sections: [
      { title: 'A', line: 3, body: 'x\n### B\n```sh\n## C\n```' },
      { title: 'D', line: 10, body: '' },
    ],
  });
});

test('anchors are those of GitHub, numbered when they repeat', () => {
  expect(['When its series are missing', 'A & B', "It's `code`: x/y_z", 'Größe'].map(anchorOf)).toEqual([
    'when-its-series-are-missing',
    'a--b',
    'its-code-xy_z',
    'größe',
  ]);
  expect([...anchorsOf('# A\n## A\n```\n# B\n```\n### A\n')]).toEqual(['a', 'a-1', 'a-2']);
});

test('links are found with their lines, not in code', () => {
  expect(linksOf('[a](x.md) `[b](y.md)` [c](z.md#q)\n```\n[d](w.md)\n```\n[e](#f)')).toEqual([
    { target: 'x.md', line: 1 },
    { target: 'z.md#q', line: 1 },
    { target: '#f', line: 5 },
  ]);
});

test('queries are found where Prometheus is asked', () => {
  const text = [
    '```promql',
    'up == 0',
    '```',
    '```sh',
    "promtool query instant URL 'a' | sort; echo 'no'",
    'promtool query range --start "$(date +%s)" URL \\',
    "  'b'",
    'curl -G URL --data-urlencode \'query=c{x="y"}\'',
    '```',
    '```json',
    "promtool query instant URL 'd'",
    '```',
  ].join('\n');
  expect(queriesIn(text)).toEqual([
    { text: 'up == 0', line: 2 },
    { text: 'a', line: 5 },
    { text: 'b', line: 6 },
    { text: 'c{x="y"}', line: 8 },
  ]);
});
