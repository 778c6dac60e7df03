import { describe, expect, test } from 'vitest';
import type { Node } from '../../src/promql/ast.js';
import { parse } from '../../src/promql/parse.js';
import { print } from '../../src/promql/print.js';
import { visit } from '../../src/promql/walk.js';

function read(text: string) {
  const result = parse(text);
  if (!result.ok) throw new Error(`${text}: ${result.error.message}`);
  return result;
}

describe('what is read, and how it is printed', () => {
  test.each([
    // precedence and associativity
    ['1+2*3', '1 + 2 * 3'],
    ['(1+2)*3', '(1 + 2) * 3'],
    ['1-2-3', '1 - 2 - 3'],
    ['1-(2-3)', '1 - (2 - 3)'],
    ['2^3^2', '2 ^ 3 ^ 2'],
    ['(2^3)^2', '(2 ^ 3) ^ 2'],
    ['-1^2', '-1 ^ 2'],
    ['(-1)^2', '(-1) ^ 2'],
    ['-(1^2)', '-1 ^ 2'],
    ['-a*b', '-a * b'],
    ['-(a*b)', '-(a * b)'],
    ['a*-b', 'a * -b'],
    ['- - +1', '--+1'],
    ['a or b and c unless d', 'a or b and c unless d'],
    ['(a or b) and c', '(a or b) and c'],
    ['a > b > c', 'a > b > c'],
    ['a == bool (b == bool c)', 'a == bool (b == bool c)'],
    ['((a))', 'a'],
    // postfixes belong to what stands directly before them
    ['a + b offset 5m', 'a + b offset 5m'],
    ['-a offset 5m', '-a offset 5m'],
    ['a ^ b @ 5 ^ c', 'a ^ b @ 5.000 ^ c'],
    ['sum(a) + min_over_time(b[5m:])', 'sum(a) + min_over_time(b[5m:])'],
    ['min_over_time((-a)[5m:1m])', 'min_over_time((-a)[5m:1m])'],
    ['min_over_time((a)[5m:])', 'min_over_time(a[5m:])'],
    ['a offset 1m @ 5', 'a @ 5.000 offset 1m'],
    ['rate(a[5m] offset - 5m)', 'rate(a[5m] offset -5m)'],
    ['a @ - 0.0005', 'a @ -0.001'],
    ['a @ START ()', 'a @ start()'],
    // matching and grouping
    ['a*on()group_left b', 'a * on () group_left () b'],
    ['a * on(x) group_left(y,) (b + c)', 'a * on (x) group_left (y) (b + c)'],
    ['a and ignoring () b', 'a and ignoring () b'],
    ['a == bool on (x) b', 'a == bool on (x) b'],
    ['a == on () group_left (x) 10', 'a == 10'],
    ['sum(a) by (x, y)', 'sum by (x, y) (a)'],
    ['sum by () (a)', 'sum by () (a)'],
    ['SUM Without (a) (b)', 'sum without (a) (b)'],
    ['topk by (x) (3, a)', 'topk by (x) (3, a)'],
    // names that are keywords elsewhere
    ['offset offset 5m', 'offset offset 5m'],
    ['a + offset{by="on"}', 'a + offset{by="on"}'],
    ['and and and', 'and and and'],
    ['sum by (sum, by, offset, on, bool, start) (sum)', 'sum by (sum, by, offset, on, bool, start) (sum)'],
    ['rate + rate(rate[1m])', 'rate + rate(rate[1m])'],
    ['fill + smoothed', 'fill + smoothed'],
    ['holt_winters(holt_winters[1m], 0.5, 0.5)', 'holt_winters(holt_winters[1m], 0.5, 0.5)'],
    // selectors and strings
    ['a{}', 'a'],
    ['a{b="c",}', 'a{b="c"}'],
    ['a{z=\'1\', b!~`x\\d`, b="2"}', 'a{b="2", b!~"x\\\\d", z="1"}'],
    ['a{b="c", b="c"}', 'a{b="c"}'],
    ['{__name__="a b"}', '{__name__="a b"}'],
    ['{__name__=~"a.*", job=""}', '{__name__=~"a.*", job=""}'],
    ['http_bucket{le="+Inf"}', 'http_bucket{le="+Inf"}'],
    // numbers and durations
    ['0x1F', '31'],
    ['0755', '493'],
    ['08', '8'],
    ['1e-3', '0.001'],
    ['iNf', 'Inf'],
    ['NAN', 'NaN'],
    ['5. + .5', '5 + 0.5'],
    ['a[90m]', 'a[1h30m]'],
    ['a[ 1d12h ]', 'a[36h]'],
    // comments and space
    ['a # b\n+ # c\r b', 'a + b'],
    ['sum # x\n(a # }\n)', 'sum(a)'],
    ['a offset # x\n- # y\n 5m', 'a offset -5m'],
    ['- # x\n 5', '-5'],
  ])('%s', (text, printed) => {
    expect(print(read(text).node)).toBe(printed);
  });
});

describe('macros in dashboards', () => {
  test.each([
    'rate(a[$__rate_interval])',
    'max_over_time(a[$__range:$__interval])',
    'a offset $shift',
    'a offset -$shift',
    'rate(a[${window}])',
    'rate(a[${window:text}])',
    'rate(a[[[window]]])',
    'rate(a[${__range_s}s])',
    'rate(a{instance=~"${instance:regex}", job="$job"}[$__rate_interval] offset [[back]])',
  ])('%s', text => {
    const result = parse(text, { macros: true });
    expect(result.ok && print(result.node)).toBe(text);
  });

  test('are nodes of the tree', () => {
    const result = parse('a[$__range]', { macros: true });
    expect(result.ok && result.node).toMatchObject({ kind: 'matrix', range: { kind: 'macro', text: '$__range' } });
  });

  test.each(['topk($k, a)', 'a / $__range_s', '$metric{a="b"}', 'a[5$unit]', 'a[$]'])('%s is refused', text => {
    expect(parse(text, { macros: true }).ok).toBe(false);
  });
});

describe('places', () => {
  test('every node and matcher has the stretch of text that it was read from', () => {
    const text = 'sum(rate(a{x="1"}[5m] offset 1h)) > -(b{y="2", x="3"} @ 5)';
    const { node, spans } = read(text);
    const found: string[] = [];
    visit(node, (n: Node) => {
      const parts = n.kind === 'selector' ? [n, ...n.matchers] : [n];
      for (const part of parts) {
        const span = spans.get(part);
        found.push(span ? text.slice(span.from, span.to) : 'nowhere');
      }
    });
    expect(found).toEqual([
      text,
      'sum(rate(a{x="1"}[5m] offset 1h))',
      'rate(a{x="1"}[5m] offset 1h)',
      'a{x="1"}[5m] offset 1h',
      'a{x="1"}',
      'x="1"',
      '-(b{y="2", x="3"} @ 5)',
      'b{y="2", x="3"} @ 5',
      'x="3"',
      'y="2"',
    ]);
  });
});
