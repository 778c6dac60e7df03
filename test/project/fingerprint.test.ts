import { expect, test } from 'vitest';
import { fingerprint } from '../../src/project/fingerprint.js';

const url = 'data:text/javascript;base64,AAAA';
const print = (value: unknown) => fingerprint(value, url);

test.for<[what: string, one: unknown, other: unknown]>([
  ['numbers', { limit: 1 }, { limit: 1.0000000000000002 }],
  ['the two zeros', [0], [-0]],
  ['infinity and nothing', [Infinity], [null]],
  ['the two infinities', [Infinity], [-Infinity]],
  ['no number and nothing', [NaN], [null]],
  ['a number and its text', [1], ['1']],
  ['undefined and null', [undefined], [null]],
  ['undefined and left out', { unit: undefined }, {}],
  ['functions', [(x: number) => x + 1], [(x: number) => x + 2]],
  ['maps', new Map([['a', 1]]), new Map([['a', 2]])],
  ['sets', new Set(['a']), new Set(['b'])],
  ['a map and an empty object', new Map(), {}],
  ['regular expressions', [/a/], [/b/]],
  ['big integers', [1n], [2n]],
  ['the order of a list', ['a', 'b'], ['b', 'a']],
  ['call sites elsewhere', { file: 'file:///a.js', line: 1 }, { file: 'file:///a.js', line: 2 }],
])('tells apart: %s', ([, one, other]) => {
  expect(print(one)).toMatch(/^[0-9a-f]{32}$/);
  expect(print(one)).not.toBe(print(other));
});

test('lines of the bundle do not count', () => {
  const site = (line: number) => ({ name: 'x', site: { file: url, line, column: 1 } });
  expect(print(site(1))).toBe(print(site(2)));
});

test('there is none of what contains itself', () => {
  const ring: { self?: unknown } = {};
  ring.self = ring;
  expect(print(ring)).toBeUndefined();
});
