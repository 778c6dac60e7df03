import { expect, test } from 'vitest';
import { commentsIn } from '../../src/promql/comments.js';

test.each<[string, [string, number][]]>([
  ['x # a', [[' a', 2]]],
  [
    '# a\nx #b\r\n> 1 # c',
    [
      [' a', 0],
      ['b', 6],
      [' c', 14],
    ],
  ],
  ['x{a="# b"} # c', [[' c', 11]]],
  [`x{a='# b', c=\`# d\n# e\`} # f`, [[' f', 24]]],
  [String.raw`x{a="\"# b"} # c`, [[' c', 13]]],
  ['x{a=`\\`} # b', [[' b', 9]]],
  ['x{a="unclosed\n} # a', [[' a', 16]]],
  [
    "# it's\nx # a",
    [
      [" it's", 0],
      [' a', 9],
    ],
  ],
  ['x{a="ends\\', []],
  ['', []],
])('the comments of %j', (expr, expected) => {
  expect(commentsIn(expr).map(({ text, from }) => [text, from])).toEqual(expected);
});
