import { describe, expect, test } from 'vitest';
import { parse } from '../../src/promql/parse.js';
import { print } from '../../src/promql/print.js';

describe('what is refused, why, and where', () => {
  test.each([
    ['', 'there is no expression here', ''],
    [' # nothing', 'there is no expression here', ' # nothing'],
    ['a +', 'the expression ends too early', '+'],
    ['a b', 'unexpected "b"', 'b'],
    ['(a', 'the parenthesis is not closed; a ")" is missing', '('],
    ['a)', 'there is a ")" without a "("', ')'],
    ['a{b="c"', 'the brace is not closed; a "}" is missing', '{'],
    ['a[5m', 'the bracket is not closed; a "]" is missing', '['],
    ['a{b="c', 'the string is not closed; a closing " is missing', '"c'],
    ['a = 1', 'a single "=" compares nothing; write "==", or put the label into braces', '='],
    ['a\u00a0+ b', 'the character "\u00a0" has no meaning', '\u00a0'],
    ['a{b=c}', 'unexpected "c" inside the braces; matchers are written name="value", with commas between them', 'c'],
    ['1 + 0b1', '"0b1" is not a number that Prometheus reads', '0b1'],
    // functions
    [
      'histogram_quantil(0.9, a)',
      'unknown function "histogram_quantil"; did you mean "histogram_quantile"?',
      'histogram_quantil',
    ],
    ['Rate(a[5m])', 'unknown function "Rate"; did you mean "rate"?', 'Rate'],
    ['frobnicate_everything(a)', 'unknown function "frobnicate_everything"', 'frobnicate_everything'],
    [
      'mad_over_time(a[5m])',
      'the function "mad_over_time" needs Prometheus 2.49; rules must load on 2.42',
      'mad_over_time',
    ],
    ['limitk(1, a)', 'the aggregation "limitk" needs Prometheus 3.0; rules must load on 2.42', 'limitk'],
    ['1 + rate(a)', 'rate wants a range vector here, not an instant vector; add a range such as [5m]', 'a'],
    [
      'abs(a[5m])',
      'abs wants an instant vector here, not a range vector; a range goes into a function such as rate()',
      'a[5m]',
    ],
    ['round()', 'round takes 1 to 2 arguments, not 0', 'round()'],
    ['label_join(a, "b")', 'label_join takes at least 3 arguments, not 2', 'label_join(a, "b")'],
    ['label_join(a, "b", "c", d)', 'label_join wants a string here, not an instant vector', 'd'],
    ['time(a)', 'time takes 0 arguments, not 1', 'time(a)'],
    // aggregations
    ['topk(a)', 'topk takes two arguments, a parameter and an instant vector; here is 1', 'topk(a)'],
    ['topk(a, b)', 'topk wants a scalar first, not an instant vector', 'a'],
    ['count_values(5, b)', 'count_values wants a string first, not a scalar', '5'],
    ['sum(1)', 'sum aggregates an instant vector, not a scalar; wrap it in vector()', '1'],
    ['sum by (inf) (a)', '"inf" is read as a number here and cannot name a label', 'inf'],
    // operators
    ['1 > 2', 'two scalars are compared with "> bool"', '1 > 2'],
    ['a + bool b', '"bool" goes with comparisons only, not with "+"', 'a + bool b'],
    ['c * (a and 1)', '"and" joins instant vectors only; wrap the scalar in vector()', 'a and 1'],
    [
      'a or on (x) group_left () b',
      '"or" takes no group_left: it matches many with many anyway',
      'a or on (x) group_left () b',
    ],
    ['a * on (x) 2', '"on" matches two instant vectors; one side here is a scalar', 'a * on (x) 2'],
    [
      'a * on (x) group_left (x) b',
      'the label "x" stands in on and in group_left; leave it out of the latter',
      'a * on (x) group_left (x) b',
    ],
    ['"a" + 1', '"+" works on scalars and instant vectors, not on a string', '"a"'],
    ['-a[5m]', 'a range vector has no sign', '-a[5m]'],
    ['sum(a) + b[5m:]', '"+" works on scalars and instant vectors, not on a range vector', 'b[5m:]'],
    // selectors
    [
      'a + {}',
      'the selector would select every series; give a metric name or a matcher that does not match an empty value',
      '{}',
    ],
    ['a{__name__="b"}', 'the metric name is given twice, as "a" and as "b"', 'a{__name__="b"}'],
    ['a{b=~"("}', 'the regular expression of b does not compile: a ")" is missing', 'a{b=~"("}'],
    // ranges, offset, @
    ['a[5]', 'the duration "5" has no unit; write "5s" for seconds', '5'],
    ['a[0s]', 'a duration of zero selects nothing', '0s'],
    [
      'a[5m1h]',
      '"5m1h" is not a duration: units go from y, w, d, h, m, s to ms, each at most once, up to 292 years',
      '5m1h',
    ],
    [
      'a[300y]',
      '"300y" is not a duration: units go from y, w, d, h, m, s to ms, each at most once, up to 292 years',
      '300y',
    ],
    ['a[1.5h]', '"1.5h" is not a duration: it is a whole number and a unit (y, w, d, h, m, s, ms)', '1.5h'],
    ['a offset 5', 'a duration such as 5m must stand here, not "5"', '5'],
    ['a offset 1m offset 1m', 'offset stands here twice', ' offset 1m'],
    ['a @ 1 @ 2', '"@" stands here twice', ' @ 2'],
    ['a @ Inf', 'the time after "@" is out of bounds', 'Inf'],
    ['(a) offset 1m', 'offset follows a selector, a range or a subquery directly', ' offset 1m'],
    ['a offset 1m [5m]', 'the range stands before offset: metric[5m] offset 1h', ' [5m]'],
    [
      'sum(a)[5m]',
      'a range follows a metric or selector directly; after another expression write a subquery, [5m:]',
      '[5m]',
    ],
    ['1[5m:]', 'a subquery needs an instant vector, not a scalar', '1[5m:]'],
    ['1 + 5m', 'the duration "5m" stands where no duration can stand; write seconds', '5m'],
    // newer syntax
    ['{"a b"}', 'a quoted name inside braces needs Prometheus 3; rules must load on 2.42', '"a b"'],
    ['sum by ("a") (b)', 'a quoted label name needs Prometheus 3; rules must load on 2.42', '"a"'],
    ['a smoothed', '"smoothed" needs Prometheus 3; rules must load on 2.42', 'smoothed'],
    ['a </ b', 'the operator "</" needs Prometheus 3; rules must load on 2.42', '</'],
    // macros
    [
      'rate(a[$__rate_interval])',
      'the macro $__rate_interval belongs to dashboards only; write a duration such as 5m',
      '$__rate_interval',
    ],
    ['a > $limit', 'the macro $limit belongs to dashboards only; write a duration such as 5m', '$limit'],
  ])('%s', (text, message, marked) => {
    const result = parse(text);
    if (result.ok) throw new Error(`read as ${print(result.node)}`);
    const { from, to } = result.error;
    expect([result.error.message, text.slice(from, to)]).toEqual([message, marked]);
  });
});
