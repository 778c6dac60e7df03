import { describe, expect, it } from 'vitest';
import { print } from '../../../src/promql/print.js';
import { limitOf, limitsOf, withLimit } from '../../../src/review/backtest/limits.js';
import { worst } from '../../../src/review/backtest/worst.js';
import { parseExpr } from '../../prometheus/given.js';

/** An expression, its limits (`op value` of what), and what it is with 7 in place of each. */
const rows: [string, string, string[], string[]][] = [
  ['at the top', 'a > 5', ['> 5 of a'], ['a > 7']],
  ['turned around', '5 > a', ['< 5 of a'], ['7 > a']],
  ['negative', 'a < -5', ['< -5 of a'], ['a < 7']],
  ['worked out', 'a > 10 * 1024', ['> 10240 of a'], ['a > 7']],
  ['under and', 'a > 5 and on () b', ['> 5 of a'], ['a > 7 and on () b']],
  ['under unless', 'a >= 5 unless b', ['>= 5 of a'], ['a >= 7 unless b']],
  ['on both sides of or', 'a > 5 or b < 2', ['> 5 of a', '< 2 of b'], ['a > 7 or b < 2', 'a > 5 or b < 7']],
  ['under a product', '(a > 5) * on (i) group_left () b', ['> 5 of a'], ['(a > 7) * on (i) group_left () b']],
  ['of bool', '(a > bool 5) == 1', ['== 1 of a > bool 5', '> 5 of a'], ['(a > bool 5) == 7', '(a > bool 7) == 1']],
  [
    'in an aggregation',
    'count(a > 5) > 2',
    ['> 2 of count(a > 5)', '> 5 of a'],
    ['count(a > 5) > 7', 'count(a > 7) > 2'],
  ],
  ['in a subquery', 'max_over_time((a > 5)[1h:1m])', ['> 5 of a'], ['max_over_time((a > 7)[1h:1m])']],
  ['a parameter is none', 'topk(3, a) > 5', ['> 5 of topk(3, a)'], ['topk(3, a) > 7']],
  ['a factor', 'a > on (i) 1.1 * b', ['> 1.1 of a / on (i) b'], ['a > on (i) 7 * b']],
  ['a factor first', 'b * 2 <= a', ['>= 2 of 1 / (b / a)'], ['b * 7 <= a']],
  ['none', 'absent(a)', [], []],
  ['none, of two series', 'a > b', [], []],
  ['none, of two numbers', 'vector(1) and on () vector(1 < bool 2)', [], []],
];

describe('the limits of an expression', () => {
  it.each(rows)('%s', (_, text, told, changed) => {
    const expr = parseExpr(text);
    const limits = limitsOf(expr);
    expect(limits.map(of => `${of.op} ${of.value} of ${print(of.expr)}`)).toEqual(told);
    expect(limits.map(of => print(withLimit(expr, of, 7)))).toEqual(changed.map(of => print(parseExpr(of))));
  });
});

describe('the limit of an alert', () => {
  const limit = (text: string, which?: string) => limitOf({ name: 'A', expr: parseExpr(text) }, which).text;

  it.each<[string, string | undefined, string]>([
    ['a > 5 and on () up == 1', undefined, 'a > 5'],
    ['a > 1.1 * b and on () up == 1', undefined, 'a > 1.1 * b'],
    ['up == 0', undefined, 'up == 0'],
    ['a > 5 and on () up == 1', '1', 'up == 1'],
    ['a > 5 or b > 6', '#2', 'b > 6'],
    ['a > 5 or b > 6', '6', 'b > 6'],
  ])('of %s, %s, is in %s', (text, which, found) => {
    expect(limit(text, which)).toBe(found);
  });

  it.each<[string, string | undefined, RegExp]>([
    ['a > 5 or b > 6', undefined, /A has several limits: #1 in a > 5; #2 in b > 6/],
    ['a > 5 or b > 5', '5', /A has not one limit 5: it has #1 in a > 5; #2 in b > 5/],
    ['a > 5', '#2', /A has not one limit #2/],
    ['absent(a)', undefined, /A has no limit/],
    ['absent(a)', '5', /A has no limit/],
  ])('of %s, %s, is asked for', (text, which, message) => {
    expect(() => limit(text, which)).toThrow(message);
  });
});

it.each([
  ['a > 5', 9],
  ['a < 5', 1],
  ['5 > a', 1],
  ['a < b', 1],
  ['a < 5 and b > 3', 1],
  ['a unless b < 3', 9],
  ['a < bool 5', 9],
  ['absent(a)', 9],
])('the worst value of %s', (text, expected) => {
  expect(worst(parseExpr(text))(9, worst(parseExpr(text))(1, Number.NaN))).toBe(expected);
});
