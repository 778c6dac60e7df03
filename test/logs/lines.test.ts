import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { lineSplitter, longestLine } from '../../src/logs/lines.js';
import { pieces } from './arbitrary.js';

/** What a splitter makes of bytes that come in these chunks. */
function split(chunks: readonly Buffer[], limit?: number) {
  const lines: (string | null)[] = [];
  const numbers: number[] = [];
  let cut = false;
  const splitter = lineSplitter(
    {
      line: (text, number, last) => {
        lines.push(text);
        numbers.push(number);
        cut = last;
      },
      overlong: number => {
        lines.push(null);
        numbers.push(number);
      },
    },
    limit,
  );
  for (const chunk of chunks) splitter.push(chunk);
  splitter.end();
  return { lines, numbers, cut };
}

describe('lines of a file', () => {
  test.for<[string, string | Buffer, (string | null)[], number[]]>([
    ['nothing', '', [], []],
    ['one with its end', 'a\n', ['a'], [1]],
    ['one without', 'a', ['a'], [1]],
    ['blank ones are none, but are numbered', '\n \r\n\ta\n\n\nb\n', ['\ta', 'b'], [3, 6]],
    ['a byte order mark goes', '\ufeffa\n\ufeffb\n', ['a', '\ufeffb'], [1, 2]],
    ['Windows ends stay, JSON does not mind', 'a\r\nb\r\n', ['a\r', 'b\r'], [1, 2]],
    ['invalid UTF-8 is replaced', Buffer.from([0x61, 0xff, 0x62, 0x0a]), ['a\ufffdb'], [1]],
    ['a zero byte is a byte', 'a\0b\n', ['a\0b'], [1]],
    ['just at the limit', '12345678\nb\n', ['12345678', 'b'], [1, 2]],
    ['above the limit, and the next one', '123456789\nb\n', [null, 'b'], [1, 2]],
    ['above the limit at the end', 'a\n123456789', ['a', null], [1, 2]],
  ])('%s', ([, bytes, lines, numbers]) => {
    expect(split([Buffer.from(bytes)], 8)).toMatchObject({ lines, numbers });
  });

  test('a line without its end is told apart', () => {
    expect(split([Buffer.from('a\nb\n')]).cut).toBe(false);
    expect(split([Buffer.from('a\nb')]).cut).toBe(true);
  });

  test('where the chunks are cut does not matter', () => {
    fc.assert(
      fc.property(
        pieces(fc.stringMatching(/^[ab\r\n ü😀]{0,40}$/u).map(text => Buffer.from(text))),
        ([whole, chunks]) => {
          expect(split(chunks, 9)).toEqual(split([whole], 9));
        },
      ),
    );
  });

  test('of a line above the limit nothing is kept', () => {
    const chunk = Buffer.alloc(1 << 20, 'x');
    const before = process.memoryUsage().rss;
    const { lines } = split(Array.from({ length: 4000 }, () => chunk));
    expect(lines).toEqual([null]);
    expect(process.memoryUsage().rss - before).toBeLessThan(100 * longestLine);
  });
});
