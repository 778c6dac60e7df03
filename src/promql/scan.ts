import { parseDuration } from '../core/durations.js';
import { SyntaxFault } from './fault.js';

/** The smallest pieces of PromQL's text, by Prometheus' own (ASCII) idea of letters, digits and space. */

export const isSpace = (code: number) => code === 0x20 || code === 0x0a || code === 0x09 || code === 0x0d;
export const isDigit = (code: number) => code >= 0x30 && code <= 0x39;
export const isAlpha = (code: number) =>
  (code >= 0x61 && code <= 0x7a) || (code >= 0x41 && code <= 0x5a) || code === 0x5f;

/** The whole character at a place, also when it takes two UTF-16 units. */
export const charAt = (text: string, at: number) => String.fromCodePoint(text.codePointAt(at) ?? 0x20);

/** Where the name that starts at `from` ends. */
export function nameEnd(text: string, from: number, colons: boolean): number {
  let i = from;
  for (let code = text.charCodeAt(i); isAlpha(code) || isDigit(code) || (colons && code === 0x3a); ) {
    code = text.charCodeAt(++i);
  }
  return i;
}

/** Where the comment that starts at `from` ends: before the line's end. */
export function commentEnd(text: string, from: number): number {
  let i = from;
  while (i < text.length && text[i] !== '\n' && text[i] !== '\r') i++;
  return i;
}

const isHex = (text: string, from: number) => text[from] === '0' && (text[from + 1] === 'x' || text[from + 1] === 'X');
const isExponent = (code: number) => code === 0x65 || code === 0x45;

/** Where the number or duration that starts at `from` ends: at the next character that could not belong to one. */
export function literalEnd(text: string, from: number): number {
  const hex = isHex(text, from);
  for (let i = from; ; i++) {
    const code = text.charCodeAt(i);
    if (isDigit(code) || isAlpha(code) || code === 0x2e) continue;
    const sign = code === 0x2b || code === 0x2d;
    if (!(sign && !hex && i > from && isExponent(text.charCodeAt(i - 1)))) return i;
  }
}

/** Whether a literal is meant as a duration: it ends in a unit, which no number does but a hexadecimal one. */
export function looksLikeDuration(literal: string): boolean {
  const last = literal.charCodeAt(literal.length - 1);
  return isAlpha(last) && 'smhdwy'.includes(literal[literal.length - 1] as string) && !isHex(literal, 0);
}

/** @throws SyntaxFault when Prometheus would not take the literal for a duration. */
export function checkDuration(literal: string, at: number): void {
  const to = at + literal.length;
  const duration = parseDuration(literal);
  if (duration?.ms === 0) throw new SyntaxFault('a duration of zero selects nothing', at, to);
  if (duration) return;
  const why = /^(\d+[a-z]+)+$/.test(literal)
    ? 'units go from y, w, d, h, m, s to ms, each at most once, up to 292 years'
    : 'it is a whole number and a unit (y, w, d, h, m, s, ms)';
  throw new SyntaxFault(`"${short(literal)}" is not a duration: ${why}`, at, to);
}

/** A piece of text as a message may quote it. */
export const short = (text: string) => (text.length > 40 ? `${text.slice(0, 37)}…` : text);

/** The fault of a character that PromQL does not use. */
export function unexpected(text: string, at: number, where = ''): SyntaxFault {
  const char = charAt(text, at);
  return new SyntaxFault(`the character "${char}" has no meaning${where}`, at, at + char.length);
}
