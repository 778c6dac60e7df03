import { describe, expect, test } from 'vitest';
import { TelltaleError } from '../../src/core/errors.js';
import type { Node } from '../../src/promql/ast.js';
import * as make from '../../src/promql/nodes.js';
import { parse } from '../../src/promql/parse.js';
import { print } from '../../src/promql/print.js';
import { check } from '../../src/promql/types.js';
import { transform, visit } from '../../src/promql/walk.js';
import { promtoolVerdicts } from './promtool.js';

const shapes: Record<string, (n: number) => string> = {
  parentheses: n => `${'('.repeat(n)}a${')'.repeat(n)}`,
  calls: n => `${'abs('.repeat(n)}a${')'.repeat(n)}`,
  subqueries: n => `${'max_over_time('.repeat(n)}a${'[5m:])'.repeat(n)}`,
  signs: n => `${'-'.repeat(n)}a`,
  sums: n => `a${' + a'.repeat(n)}`,
  unions: n => `a${' or on (x) a'.repeat(n)}`,
  comparisons: n => `a${' >= bool on (x) group_left (y) a'.repeat(n)}`,
  powers: n => `a${' ^ a'.repeat(n)}`,
  offsets: n => `a${' offset 5m'.repeat(n)}`,
  ranges: n => `a${'[5m:]'.repeat(n)}`,
  'open parentheses': n => '('.repeat(n),
  'open braces': n => '{'.repeat(n),
};

describe.each(Object.entries(shapes))('%s', { timeout: 60_000 }, (_, shape) => {
  test.each([10_000, 100_000])('%i deep end in an error', depth => {
    const result = parse(shape(depth));
    expect(result.ok).toBe(false);
  });
});

test.each(['sums', 'unions', 'comparisons', 'powers', 'signs'])(
  '%s are read up to the limit, as promtool does',
  async name => {
    const text = (shapes[name] as (n: number) => string)(490);
    const result = parse(text);
    expect(result.ok && print(result.node)).toBe(text);
    expect(await promtoolVerdicts([text])).toEqual([undefined]);
  },
);

test.each(['parentheses', 'calls', 'subqueries'])('%s are read up to the limit', { timeout: 60_000 }, name => {
  const result = parse((shapes[name] as (n: number) => string)(240));
  expect(result.ok).toBe(true);
});

test('a very wide expression is no deep one', { timeout: 60_000 }, () => {
  expect(parse(`label_join(a, "x"${', "y"'.repeat(10_000)})`).ok).toBe(true);
  expect(parse(`a{x="0"${', y!="1"'.repeat(10_000)}}`).ok).toBe(true);
});

describe('a built tree that nests too deep', () => {
  let deep: Node = make.selector({ name: 'a', matchers: [] });
  for (let i = 0; i < 10_000; i++) deep = make.binary({ op: '+', lhs: deep, rhs: deep });

  test('does not type-check', () => {
    expect(check(deep)?.message).toBe('the expression nests more than 500 deep');
  });

  test('does not print', () => {
    expect(() => print(deep)).toThrow(TelltaleError);
  });

  test('is not transformed', () => {
    expect(() => transform(deep, node => node)).toThrow(TelltaleError);
  });

  test('can be visited', () => {
    let line: Node = make.selector({ name: 'a', matchers: [] });
    for (let i = 0; i < 10_000; i++) line = make.unary('-', line);
    let count = 0;
    visit(line, () => count++);
    expect(count).toBe(10_001);
  });
});
