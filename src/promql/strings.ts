import { TelltaleError } from '../core/errors.js';
import { SyntaxFault } from './fault.js';

/**
 * String literals, in one place. A value is JavaScript text; a byte that is no valid UTF-8 (`"\xff"`) is kept as the
 * lone surrogate U+DC00 + byte, so that printing gives the same bytes again.
 */

const named: Readonly<Record<number, string>> = {
  7: '\\a',
  8: '\\b',
  9: '\\t',
  10: '\\n',
  11: '\\v',
  12: '\\f',
  13: '\\r',
  34: '\\"',
  92: '\\\\',
};

const plain = /^[ !#-[\]-~]*$/;

/** `value` between double quotes with Go's escapes. @throws TelltaleError when it holds half a surrogate pair. */
export function quote(value: string): string {
  if (plain.test(value)) return `"${value}"`;
  let out = '"';
  for (const char of value) {
    const code = char.codePointAt(0) as number;
    if (code >= 0xd800 && code <= 0xdfff) {
      if (code < 0xdc80 || code > 0xdcff) {
        throw new TelltaleError('a string holds half a surrogate pair, which no text encoding can write', {
          fix: 'take the broken character out',
        });
      }
      out += `\\x${(code - 0xdc00).toString(16)}`;
    } else out += named[code] ?? (isPrintable(code) ? char : `\\u${code.toString(16).padStart(4, '0')}`);
  }
  return `${out}"`;
}

/** U+FFFD is what Prometheus' lexer takes for broken UTF-8; line separators and controls would be unreadable. */
function isPrintable(code: number): boolean {
  return code >= 0x20 && (code < 0x7f || code > 0x9f) && code !== 0x2028 && code !== 0x2029 && code !== 0xfffd;
}

/** What a quoted literal (`"…"`, `'…'` or `` `…` ``) stands for. @throws SyntaxFault when it is none. */
export function unquote(literal: string): string {
  const end = scanString(literal, 0);
  if (end !== literal.length) throw new SyntaxFault('there is text after the closing quote', end, literal.length);
  return decode(literal, 0, end);
}

/** Where the literal that starts at `from` ends. @throws SyntaxFault on a bad escape or a missing closing quote. */
export function scanString(text: string, from: number): number {
  const open = text.charCodeAt(from);
  const raw = open === 0x60;
  for (let i = from + 1; ; i++) {
    const code = text.charCodeAt(i);
    if (code === open) return i + 1;
    if (i >= text.length || (code === 0x0a && !raw)) {
      const quoteChar = text[from];
      throw new SyntaxFault(`the string is not closed; a closing ${quoteChar} is missing`, from, i);
    }
    if (code === 0x5c && !raw) i = scanEscape(text, i, open) - 1;
    else if (code >= 0xd800 && code <= 0xdfff) {
      const next = text.charCodeAt(i + 1);
      if (code > 0xdbff || !(next >= 0xdc00 && next <= 0xdfff)) {
        throw new SyntaxFault('the string holds half a surrogate pair, which is no text', i, i + 1);
      }
      i++;
    } else if (code === 0xfffd) {
      throw new SyntaxFault('Prometheus takes the character U+FFFD for broken text; write \\ufffd', i, i + 1);
    }
  }
}

const forms: Readonly<Record<string, readonly [digits: number, base: number, max: number]>> = {
  x: [2, 16, 0xff],
  u: [4, 16, 0x10ffff],
  U: [8, 16, 0x10ffff],
};

function scanEscape(text: string, at: number, open: number): number {
  const char = text[at + 1] ?? '';
  if (char !== '' && ('abfnrtv\\'.includes(char) || char.charCodeAt(0) === open)) return at + 2;
  if (char === '') throw new SyntaxFault('the string ends in a backslash and is not closed', at, at + 1);
  const octal = char >= '0' && char <= '7';
  const form = octal ? ([3, 8, 0xff] as const) : forms[char];
  if (!form) {
    throw new SyntaxFault(`the escape "\\${char}" does not exist; a backslash itself is "\\\\"`, at, at + 2);
  }
  const [digits, base, max] = form;
  const start = at + (octal ? 1 : 2);
  const digitText = text.slice(start, start + digits);
  if (!(base === 8 ? /^[0-7]{3}$/ : /^[0-9a-fA-F]+$/).test(digitText) || digitText.length < digits) {
    throw new SyntaxFault(
      `the escape "\\${char}" needs ${digits} ${base === 8 ? 'octal' : 'hexadecimal'} digits`,
      at,
      Math.min(start + digits, text.length),
    );
  }
  const code = Number.parseInt(digitText, base);
  if (code > max || (code >= 0xd800 && code <= 0xdfff)) {
    throw new SyntaxFault('the escape stands for no Unicode character', at, start + digits);
  }
  return start + digits;
}

const controls: Readonly<Record<string, string>> = {
  a: '\x07',
  b: '\b',
  f: '\f',
  n: '\n',
  r: '\r',
  t: '\t',
  v: '\v',
};

/** The value of a literal that `scanString` has accepted. */
export function decode(text: string, from: number, to: number): string {
  const body = text.slice(from + 1, to - 1);
  if (text.charCodeAt(from) === 0x60 || !body.includes('\\')) return body;
  const bytes: number[] = [];
  let hasBytes = false;
  const value = body.replace(/\\(?:x(..)|u(.{4})|U(.{8})|([0-7]{3})|(.))/gsu, (_, x, u, U, octal, char) => {
    if (u ?? U) return String.fromCodePoint(Number.parseInt(u ?? U, 16));
    if (char) return controls[char] ?? char;
    const byte = x ? Number.parseInt(x, 16) : Number.parseInt(octal, 8);
    if (byte < 0x80) return String.fromCharCode(byte);
    hasBytes = true;
    return String.fromCharCode(0xdc00 + byte);
  });
  if (!hasBytes) return value;
  for (const char of value) {
    const code = char.codePointAt(0) as number;
    if (code >= 0xdc80 && code <= 0xdcff) bytes.push(code - 0xdc00);
    else bytes.push(...Buffer.from(char));
  }
  return fromBytes(Uint8Array.from(bytes));
}

/** Decodes UTF-8, keeping each byte that does not belong to a character as U+DC00 + byte. */
function fromBytes(bytes: Uint8Array): string {
  const decoder = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });
  let out = '';
  for (let i = 0; i < bytes.length; ) {
    const first = bytes[i] as number;
    const size = first < 0x80 ? 1 : first >= 0xf0 ? 4 : first >= 0xe0 ? 3 : 2;
    try {
      out += decoder.decode(bytes.subarray(i, i + size));
      i += size;
    } catch {
      out += String.fromCharCode(0xdc00 + first);
      i++;
    }
  }
  return out;
}
