import { RegexFault } from './re2-parts.js';

/** `source` is JavaScript for the `u` flag, brackets included; undefined when there is none. */
export interface CharClass {
  readonly source: string | undefined;
  readonly end: number;
}

const perl: Readonly<Record<string, string>> = {
  d: '0-9',
  s: '\\t\\n\\f\\r ',
  w: '0-9A-Za-z_',
};

const posix: Readonly<Record<string, string>> = {
  alnum: '0-9A-Za-z',
  alpha: 'A-Za-z',
  ascii: '\\0-\\x7f',
  blank: '\\t ',
  cntrl: '\\0-\\x1f\\x7f',
  digit: '0-9',
  graph: '!-~',
  lower: 'a-z',
  print: ' -~',
  punct: '!-\\/:-@\\[-`\\{-~',
  space: '\\t-\\r ',
  upper: 'A-Z',
  word: '0-9A-Za-z_',
  xdigit: '0-9A-Fa-f',
};

/** Everything that `set` leaves out, as ranges inside a class; the sets here are ASCII. */
function complement(set: string): string {
  const inside = new RegExp(`[${set}]`, 'u');
  let out = '';
  let start = -1;
  for (let code = 0; code <= 0x80; code++) {
    const member = code < 0x80 && inside.test(String.fromCharCode(code));
    if (!member && start < 0) start = code;
    if (member && start >= 0) {
      out += `${hex(start)}-${hex(code - 1)}`;
      start = -1;
    }
  }
  return `${out}${hex(start)}-\\u{10ffff}`;
}

const hex = (code: number) => `\\u{${code.toString(16)}}`;

/**
 * What the escape at `at` stands for: one character's code, or the inside of a class.
 * @throws RegexFault when Go has no such escape.
 */
export function classEscape(text: string, at: number): { readonly value: number | string; readonly end: number } {
  const char = text[at + 1];
  if (char === undefined) throw new RegexFault('it ends in a backslash');
  if (/[dsw]/i.test(char)) {
    const set = perl[char.toLowerCase()] as string;
    return { value: char === char.toLowerCase() ? set : complement(set), end: at + 2 };
  }
  if (char === 'p' || char === 'P') return unicodeClass(text, at);
  return characterEscape(text, at, char);
}

const controls: Readonly<Record<string, number>> = { a: 7, f: 12, n: 10, r: 13, t: 9, v: 11 };

function characterEscape(text: string, at: number, char: string): { value: number; end: number } {
  const rest = text.slice(at + 1, at + 16);
  const octal = /^(?:0[0-7]{0,2}|[1-7][0-7]{1,2})/.exec(rest);
  if (octal) return { value: Number.parseInt(octal[0], 8), end: at + 1 + octal[0].length };
  const hexadecimal = /^x(?:\{([0-9a-fA-F]+)\}|([0-9a-fA-F]{2}))/.exec(text.slice(at + 1));
  if (hexadecimal) {
    const value = Number.parseInt((hexadecimal[1] ?? hexadecimal[2]) as string, 16);
    if (value <= 0x10ffff) return { value, end: at + 1 + hexadecimal[0].length };
  }
  const control = controls[char];
  if (control !== undefined) return { value: control, end: at + 2 };
  if (char < '\x80' && !/[0-9A-Za-z]/.test(char)) return { value: char.charCodeAt(0), end: at + 2 };
  throw new RegexFault(`the escape "\\${char}" does not exist`);
}

const categories = new Set(
  'C Cc Cf Co Cs L Ll Lm Lo Lt Lu M Mc Me Mn N Nd Nl No P Pc Pd Pe Pf Pi Po Ps S Sc Sk Sm So Z Zl Zp Zs'.split(' '),
);

function unicodeClass(text: string, at: number): { value: string; end: number } {
  const match = /^\\[pP](?:\{(\^?)([^}]*)\}|([^{]))/u.exec(text.slice(at));
  if (!match) throw new RegexFault('"\\p" needs the name of a class');
  const name = (match[2] ?? match[3]) as string;
  const negative = (text[at + 1] === 'P') !== (match[1] === '^');
  const letter = negative ? 'P' : 'p';
  const end = at + match[0].length;
  if (name === 'Any') return { value: negative ? '' : '\\0-\\u{10ffff}', end };
  if (categories.has(name)) return { value: `\\${letter}{${name}}`, end };
  if (isScript(name)) return { value: `\\${letter}{Script=${name}}`, end };
  throw new RegexFault(`there is no Unicode class "${name}"`);
}

/** Go knows scripts by their long names only; the short ones have four letters, as a few long ones do. */
function isScript(name: string): boolean {
  if (!/^[A-Z][A-Za-z_]+$/.test(name)) return false;
  if (name.length === 4 && !['Cham', 'Lisu', 'Miao', 'Thai'].includes(name)) return false;
  try {
    new RegExp(`\\p{Script=${name}}`, 'u');
    return true;
  } catch {
    return false;
  }
}

/** The class that opens at `at`. @throws RegexFault when Go would not read it. */
export function parseClass(text: string, at: number, ignoreCase: boolean): CharClass {
  let i = at + 1;
  const negative = text[i] === '^';
  if (negative) i++;
  let body = '';
  let known = true;
  const single = (): number | string => {
    if (i >= text.length) throw new RegexFault('a "]" is missing');
    if (text[i] === '\\') {
      const escaped = classEscape(text, i);
      i = escaped.end;
      return escaped.value;
    }
    const code = text.codePointAt(i) as number;
    i += code > 0xffff ? 2 : 1;
    return code;
  };
  for (let first = true; first || text[i] !== ']'; first = false) {
    const named = /^\[:(\^?)(.*?):\]/s.exec(text.slice(i));
    if (named) {
      const set = posix[named[2] as string];
      if (!set) throw new RegexFault(`there is no character class "${named[0]}"`);
      body += named[1] ? complement(set) : set;
      i += named[0].length;
      continue;
    }
    const low = single();
    if (typeof low === 'string') {
      body += low;
      continue;
    }
    let high: number | string = low;
    if (text[i] === '-' && i + 1 < text.length && text[i + 1] !== ']') {
      i++;
      high = single();
      if (typeof high === 'string' || high < low) throw new RegexFault('a range in brackets runs backwards');
    }
    body += `${hex(low)}-${hex(high)}`;
    if (ignoreCase) {
      if (high > 0x7f) known = false;
      body += otherCase(low, high, 0x41, 32) + otherCase(low, high, 0x61, -32);
    }
  }
  return { source: known ? `[${negative ? '^' : ''}${body}]` : undefined, end: i + 1 };
}

/** The part of a range that lies in the alphabet starting at `first`, moved to the other case. */
function otherCase(low: number, high: number, first: number, shift: number): string {
  const from = Math.max(low, first);
  const to = Math.min(high, first + 25);
  return from <= to ? `${hex(from + shift)}-${hex(to + shift)}` : '';
}
