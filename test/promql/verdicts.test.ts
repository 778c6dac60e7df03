import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import { parse } from '../../src/promql/parse.js';
import { promtoolVerdicts } from './promtool.js';

/** Texts that are mostly wrong, each kind in its own way: our verdict has to be promtool's. */

const pieces = (maxLength: number, words: string) =>
  fc.array(fc.constantFrom(...words.split(' ')), { minLength: 1, maxLength }).map(parts => parts.join(''));

const tokens = fc
  .array(
    fc.constantFrom(
      ...'a foo:bar : 1 2.5 5. .5 0x1F 0777 08 1e3 Inf nan - + * / % ^ == != <= > = =~ ! and or unless AND atan2'.split(
        ' ',
      ),
      ...'offset by without on ignoring group_left group_right bool sum topk quantile rate abs time info'.split(' '),
      ...'holt_winters limitk start end step fill smoothed ( ) ( ) () { } {} {a="b"} {a=~".*"} [5m] [5m:] [5m:1m]'.split(
        ' ',
      ),
      ...'[1m 5m 1h30m 0s ] : [ , "s" `r` "\\q" @ _ $ ~ . é'.split(' '),
      '@ 5',
      '@ start()',
      '# c\n',
      '#c\r',
      '\u00a0',
    ),
    { minLength: 1, maxLength: 7 },
  )
  .chain(parts => fc.constantFrom(parts.join(' '), parts.join('')));

const operators = [
  ...'+ - * / % ^ == > and or unless atan2'.split(' '),
  ...[
    '<= bool',
    '+ on(x)',
    '* on() group_left',
    '/ on(x) group_right(y)',
    'and ignoring()',
    '* on(x) group_left (x)',
    '+ bool',
  ],
];
const { expression } = fc.letrec<{ expression: string }>(tie => ({
  expression: fc.oneof(
    { depthSize: 'medium' },
    fc.constantFrom(
      'a',
      '1',
      '-3',
      'time()',
      'rate(a[5m])',
      'sum by (x) (a)',
      '"s"',
      'a[5m]',
      '{x="y"}',
      'offset',
      'a @ 5',
    ),
    fc.tuple(tie('expression'), fc.constantFrom(...operators), tie('expression')).map(parts => parts.join(' ')),
    fc.tuple(fc.constantFrom('-', '+'), tie('expression')).map(parts => parts.join('')),
    tie('expression').map(inner => `(${inner})`),
    fc
      .tuple(
        tie('expression'),
        fc.constantFrom(' offset 5m', ' offset -1h', ' @ 5', ' @ end()', '[5m]', '[1h:5m]', '[5m:]', ' by (x)'),
      )
      .map(parts => parts.join('')),
    fc
      .tuple(
        fc.constantFrom(
          'rate',
          'abs',
          'sum',
          'topk',
          'round',
          'clamp',
          'hour',
          'label_join',
          'min without (a,)',
          'vector',
        ),
        fc.array(tie('expression'), { maxLength: 3 }),
      )
      .map(([name, args]) => `${name}(${args.join(', ')})`),
  ),
}));

const regexes = pieces(
  6,
  'a b ( ) (?: (?i) (?P<n> (? | * + ? {2} {1000} {1001} {2,1} {,3} {3,} {0} [ [^ ] - a-z z-a [:alpha:] [:x:] \\d \\D \\pL ' +
    '\\p{Greek} \\p{Foo} \\P{^Lu} \\Q \\E \\z \\Z \\b \\A \\C \\x41 \\x{1F600} \\x{110000} \\1 \\12 \\0 \\8 \\. \\_ \\é ^ $ . { } \\ (?U) (?-) (?=',
).map(pattern => `{x=~${JSON.stringify(pattern)}}`);

const strings = fc
  .tuple(fc.constantFrom('"', "'", '`'), pieces(7, '\\ a n x 4 1 7 0 3 8 u U " \' ` d F \n é \ufffd \u{1f600} \\\\ #'))
  .map(([quote, body]) => quote + body + quote);

test.each<[string, fc.Arbitrary<string>]>([
  ['tokens', tokens],
  ['expressions', expression],
  ['numbers', pieces(7, '0 1 7 8 9 . e E + - x X a f _ 5')],
  ['ranges', pieces(6, '0 1 5 y w d h m s ms . : x').map(body => `a[${body}]`)],
  ['offsets', pieces(5, '0 1 5 y d h m s ms - +').map(body => `a offset ${body}`)],
  ['times', pieces(5, '0 1 9 . e - + x Inf NaN 5m').map(body => `a @ ${body}`)],
  ['strings', strings],
  ['regular expressions', regexes],
])('verdicts on %s are promtool’s', { timeout: 60_000 }, async (_, texts) => {
  const seed = Date.now() & 0x7fffffff;
  const sample = [...new Set(fc.sample(texts, { seed, numRuns: 1500 }))].filter(text => text.trim() !== '');
  const verdicts = await promtoolVerdicts(sample);
  const differing = sample.flatMap((text, i) => {
    const result = parse(text);
    return result.ok === (verdicts[i] === undefined) ? [] : [{ text, promtool: verdicts[i] ?? 'accepts it', result }];
  });
  expect(differing, `seed ${seed}`).toEqual([]);
});
