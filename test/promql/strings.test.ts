import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { TelltaleError } from '../../src/core/errors.js';
import { SyntaxFault } from '../../src/promql/fault.js';
import { formatNumber, parseNumber } from '../../src/promql/numbers.js';
import { quote, unquote } from '../../src/promql/strings.js';
import { text } from './arbitrary.js';

describe('string literals', () => {
  test.each([
    ['"plain"', 'plain'],
    ["'single \"'", 'single "'],
    ['`raw \\n`', 'raw \\n'],
    ['`two\nlines`', 'two\nlines'],
    ['"\\a\\b\\f\\n\\r\\t\\v\\\\\\""', '\x07\b\f\n\r\t\v\\"'],
    ["'\\''", "'"],
    ['"\\x41\\101\\u0041\\U00000041"', 'AAAA'],
    ['"\\xe2\\x98\\xba"', '☺'],
    ['"\\342\\230\\272☺"', '☺☺'],
    ['"\\xff"', '\udcff'],
    ['"a\\xe2\\x98b"', 'a\udce2\udc98b'],
    ['"\\U0001F600"', '😀'],
  ])('%s', (literal, value) => {
    expect(unquote(literal)).toBe(value);
  });

  test.each([
    '"open',
    '"a\nb"',
    '"\\q"',
    '"\\\'"',
    '"\\x4"',
    '"\\400"',
    '"\\ud800"',
    '"\\U00110000"',
    '"\ufffd"',
    '"a" b',
  ])('%j is none', literal => {
    expect(() => unquote(literal)).toThrow(SyntaxFault);
  });

  test.each([
    ['plain', '"plain"'],
    ['a"b\\c', '"a\\"b\\\\c"'],
    ['\n\t\x00\x7f', '"\\n\\t\\u0000\\u007f"'],
    ['é☺😀', '"é☺😀"'],
    ['\u2028\ufffd', '"\\u2028\\ufffd"'],
    ['\udcff', '"\\xff"'],
  ])('%j prints as %s', (value, literal) => {
    expect(quote(value)).toBe(literal);
  });

  test('half a surrogate pair cannot be printed', () => {
    expect(() => quote('\ud800')).toThrow(TelltaleError);
  });

  test('what is printed reads back', () => {
    fc.assert(
      fc.property(text, value => {
        expect(unquote(quote(value))).toBe(value);
      }),
      { numRuns: 1000 },
    );
  });
});

describe('number literals', () => {
  test.each([
    ['0', 0],
    ['017', 15],
    ['018', 18],
    ['0x1f', 31],
    ['0XFF', 255],
    ['1.', 1],
    ['.5e1', 5],
    ['1e308', 1e308],
    ['1e-999', 0],
    ['9223372036854775807', 2 ** 63],
    ['0777777777777777777777777', Number('777777777777777777777777')],
    ['Inf', Number.POSITIVE_INFINITY],
    ['nAn', Number.NaN],
  ])('%s', (literal, value) => {
    expect(parseNumber(literal)).toBe(value);
  });

  test.each(['', '.', '1e', '1_000', '0x', '0x1.8', '0xffffffffffffffff', '0b1', '1e309', '-1'])(
    '%j is none',
    literal => {
      expect(parseNumber(literal)).toBeUndefined();
    },
  );

  test('a printed number reads back as the same one', () => {
    fc.assert(
      fc.property(fc.double({ min: 0 }), value => {
        expect(parseNumber(formatNumber(value))).toBe(value);
      }),
    );
  });
});
