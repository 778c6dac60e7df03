import { describe, expect, test } from 'vitest';
import { anchoredMatches, checkRegex, matchesEmpty } from '../../src/promql/regex.js';

describe('whether a pattern compiles', () => {
  test.each([
    '',
    'a|b|',
    '(?P<n>a)(?i:b)(?s-m:c)',
    'a{2,5}?',
    'a{,5}',
    '{',
    '[]a]',
    '[^]a]',
    '[a-\\d]'.replace('-', '\\-'),
    '[[:alpha:]-]',
    '\\pL\\p{Greek}\\P{^Lu}',
    '\\Qa.b\\E',
    '\\x{1F600}\\x41\\012\\12\\.',
    '(a{10}){100}',
    '^*',
  ])('%s does', pattern => {
    expect(checkRegex(pattern)).toBeUndefined();
  });

  test.each([
    ['(', 'a ")" is missing'],
    [')', 'there is a ")" without a "("'],
    ['a)(b', 'there is a ")" without a "("'],
    ['*a', 'there is nothing before "*" to repeat'],
    ['a**', '"*" repeats a repetition'],
    ['a{1001}', '"{1001}" is no possible count (at most 1000, the smaller number first)'],
    ['(a{10}){101}', '"{101}" repeats more than 1000 times in all'],
    ['(?=a)', '"(?=a" opens no group: RE2 has no look-around'],
    ['(?<n>a)', '"(?<n" opens no group: groups are (…), (?:…), (?P<name>…), (?i)'],
    ['(?P<n>a)(?P<n>b)', 'the group name "n" is empty or used twice'],
    ['[a', 'a "]" is missing'],
    ['[z-a]', 'a range in brackets runs backwards'],
    ['[[:foo:]]', 'there is no character class "[:foo:]"'],
    ['\\1', 'the escape "\\1" does not exist'],
    ['\\Z', 'the escape "\\Z" does not exist'],
    ['\\p{Foo}', 'there is no Unicode class "Foo"'],
    ['a\\', 'it ends in a backslash'],
    ['\\Qa', 'a ")" is missing'],
  ])('%s does not', (pattern, why) => {
    expect(checkRegex(pattern)).toBe(why);
  });
});

test.each([
  ['', true],
  ['.*', true],
  ['.+', false],
  ['a|', true],
  ['a?b*', true],
  ['(a|b*)c{0,3}', true],
  ['^$', true],
  ['\\b', false],
  ['\\B', true],
  ['a{0}', true],
])('%s matches the empty value: %s', (pattern, empty) => {
  expect(matchesEmpty(pattern)).toBe(empty);
  expect(anchoredMatches(pattern, '')).toBe(empty);
});

test.each([
  ['5..', '503', true],
  ['5..', '5033', false],
  ['a|b', 'ab', false],
  ['a.b', 'a\nb', false],
  ['(?s)a.b', 'a\nb', true],
  ['a.b', 'a\u2028b', true],
  ['(?i)get', 'GeT', true],
  ['g(?i:e)t', 'gEt', true],
  ['g(?i:e)t', 'GEt', false],
  ['(?i)[a-c]x', 'BX', true],
  ['[[:upper:][:digit:]]+', 'A1', true],
  ['[^[:^digit:]]+', '12', true],
  ['\\w+-\\d+', 'foo-12', true],
  ['\\s', '\u00a0', false],
  ['\\D', 'x', true],
  ['\\Qa.b\\E', 'a.b', true],
  ['\\Qa.b\\E', 'axb', false],
  ['\\x{1F600}', '😀', true],
  ['.', '😀', true],
  ['\\pL+', 'Straße', true],
  ['\\p{Greek}', 'λ', true],
  ['\\P{Greek}', 'λ', false],
  ['a-b_c/d#e', 'a-b_c/d#e', true],
  ['{a}', '{a}', true],
  ['a{2}', 'aa', true],
  ['(?:a|b){1,2}', 'ab', true],
  ['[\\]\\-a]+', ']-a', true],
  ['(a+)+', 'aa', undefined],
  ['(', 'a', undefined],
])('%s matches %j: %s', (pattern, value, matches) => {
  expect(anchoredMatches(pattern, value)).toBe(matches);
});
