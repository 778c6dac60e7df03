import fc from 'fast-check';
import { dump } from 'js-yaml';
import { describe, expect, test } from 'vitest';
import { alignment } from '../../src/foreign/alignment.js';
import { type Item, type Mapping, readDocuments, type Scalar, textOf } from '../../src/foreign/document.js';
import { positions } from '../../src/foreign/lines.js';

/** The only document of a text. */
function read(text: string): Item {
  const read = readDocuments(text);
  if (!read.ok) throw new Error(read.fault.message);
  return read.documents[0] as Item;
}

const plain = (text: string, item: Item): unknown => {
  switch (item.kind) {
    case 'scalar':
      return textOf(text, item);
    case 'sequence':
      return item.items.map(i => plain(text, i));
    case 'mapping':
      return Object.fromEntries(item.entries.map(([k, v]) => [plain(text, k), plain(text, v)]));
  }
};

test.each<[string, string, unknown]>([
  ['a mapping', 'a: 1\nb: x y\n', { a: '1', b: 'x y' }],
  ['JSON', '{"a": ["b", {"c": "d\\n"}]}', { a: ['b', { c: 'd\n' }] }],
  ['a block scalar', 'a: |\n  x\n   y\n', { a: 'x\n y\n' }],
  ['an alias', 'a: &x [1]\nb: *x\n', { a: ['1'], b: ['1'] }],
  ['nothing after a key', 'a:\nb: 1\n', { a: '', b: '1' }],
])('reads %s', (_, text, expected) => {
  expect(plain(text, read(text))).toEqual(expected);
});

test.each([
  ['', 0],
  ['# only a comment\n', 0],
  ['a: 1\n---\nb: 2\n', 2],
])('%j holds %d documents', (text, count) => {
  const result = readDocuments(text);
  expect(result.ok && result.documents).toHaveLength(count);
});

test.each<[string, string, number]>([
  ['a: b: c\n', 'this is no YAML: bad indentation of a mapping entry', 4],
  ['a: *b\n', 'nothing is called &b above', 4],
  [`a: ${'['.repeat(200)}`, 'this is no YAML: nesting exceeded maxDepth (100)', 102],
])('%j is refused with its place', (text, message, at) => {
  expect(readDocuments(text)).toEqual({ ok: false, fault: { message, at } });
});

test('aliases to aliases to aliases take no more room than their text', () => {
  const names = [...'abcdefghijklmnopqrstuvwxyz'];
  const lines = names.map(
    (n, i) =>
      `${n}: &${n} [${
        i === 0
          ? 'x'
          : Array(20)
              .fill(`*${names[i - 1]}`)
              .join(', ')
      }]`,
  );
  expect((read(lines.join('\n')) as Mapping).entries).toHaveLength(26);
});

describe('alignment', () => {
  const scalarOf = (text: string) => (read(text) as Mapping).entries[0]?.[1] as Scalar;

  test.each<[string, string, string]>([
    ['plain', 'k: sum(rate(x[5m]))', 'rate'],
    ['plain over lines', 'k: sum(\n    rate(x[5m]))', 'rate'],
    ['single quotes', "k: 'a{b=''c''} + rate'", 'rate'],
    ['double quotes', 'k: "a{b=\\"c\\u00e9\\U0001F600\\"} + rate"', 'rate'],
    ["JSON's halves of a character", '{"k": "a{b=\\"\\ud83d\\ude00\\"} \\/ rate"}', 'rate'],
    ['double quotes over lines', 'k: "a \\\n     + \\\n  \\\n  b\n\n   + rate"', 'rate'],
    ['literal', 'k: |\n    sum(\n      rate(x[5m]))\n', 'rate'],
    ['literal with an indicator', 'k: |2-\n    sum(\n      rate(x[5m]))\n', 'rate'],
    ['folded', 'k: >-\n    sum(\n    a)\n\n      + b\n    + rate\n', 'rate'],
  ])('finds a word in a scalar: %s', (_, text, word) => {
    const scalar = scalarOf(text);
    const offset = alignment(text, scalar)[textOf(text, scalar).indexOf(word)] as number;
    expect(text.slice(offset, offset + word.length)).toBe(word);
  });

  test('every character that is not blank is found, whatever the style', () => {
    const styles = [
      (value: string) => dump({ k: value }, { lineWidth: 20 }),
      (value: string) => dump({ k: value }, { lineWidth: -1 }),
      (value: string) => `k: ${JSON.stringify(value)}\n`,
    ];
    const words = fc.array(
      fc.constantFrom('a', 'rate(x)', '"', "'", '\\', '\n', ' ', '  ', '\n\n', '#', ': ', 'é', '😀'),
      {
        maxLength: 30,
      },
    );
    fc.assert(
      fc.property(words, fc.constantFrom(...styles), (parts, style) => {
        const value = parts.join('');
        const text = style(value);
        const scalar = scalarOf(text);
        const offsets = alignment(text, scalar);
        expect(textOf(text, scalar)).toBe(value);
        expect(offsets).toHaveLength(value.length + 1);
        for (const [i, char] of [...value.split('')].entries()) {
          const raw = text[offsets[i] as number];
          expect((offsets[i + 1] as number) >= (offsets[i] as number)).toBe(true);
          if (!/\s/.test(char)) expect([char, '\\', '😀'[0]]).toContain(raw);
        }
      }),
    );
  });
});

test('positions count lines and columns from 1', () => {
  const at = positions('ab\n\ncd');
  expect([0, 1, 2, 3, 4, 5, 6].map(at).map(p => `${p.line}:${p.column}`)).toEqual([
    '1:1',
    '1:2',
    '1:3',
    '2:1',
    '3:1',
    '3:2',
    '3:3',
  ]);
});
