import * as fc from 'fast-check';

/** Texts that are mostly wrong, each kind in its own way. */

/** So many of these words in a row, without space between them. */
export const pieces = (maxLength: number, words: string) =>
  fc.array(fc.constantFrom(...words.split(' ')), { minLength: 1, maxLength }).map(parts => parts.join(''));

/** Tokens in any order. */
export const tokens = fc
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
/** What looks like an expression, mostly of the wrong types. */
export const { expression } = fc.letrec<{ expression: string }>(tie => ({
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

/** Selectors with regular expressions of all kinds. */
export const regexes = pieces(
  6,
  'a b ( ) (?: (?i) (?P<n> (? | * + ? {2} {1000} {1001} {2,1} {,3} {3,} {0} [ [^ ] - a-z z-a [:alpha:] [:x:] \\d \\D \\pL ' +
    '\\p{Greek} \\p{Foo} \\P{^Lu} \\Q \\E \\z \\Z \\b \\A \\C \\x41 \\x{1F600} \\x{110000} \\1 \\12 \\0 \\8 \\. \\_ \\é ^ $ . { } \\ (?U) (?-) (?=',
).map(pattern => `{x=~${JSON.stringify(pattern)}}`);

/** String literals with escapes of all kinds. */
export const strings = fc
  .tuple(fc.constantFrom('"', "'", '`'), pieces(7, '\\ a n x 4 1 7 0 3 8 u U " \' ` d F \n é \ufffd \u{1f600} \\\\ #'))
  .map(([quote, body]) => quote + body + quote);
