import { milliseconds, parseDuration } from '../core/durations.js';
import type { AtModifier, Window } from './ast.js';
import { SyntaxFault } from './fault.js';
import * as make from './nodes.js';
import { parseNumber } from './numbers.js';

/** What stands in a number's, a duration's or a time's place, read from the text that the user wrote. */

/** `text` with comments blanked out, at the same length. */
function withoutComments(text: string): string {
  return text.includes('#') ? text.replace(/#[^\n\r]*/g, comment => ' '.repeat(comment.length)) : text;
}

/** How long the sign and the space after it are. */
export function signLength(text: string): number {
  const first = text.charCodeAt(0);
  return first === 0x2d || first === 0x2b ? (/^.\s*/.exec(withoutComments(text)) as RegExpExecArray)[0].length : 0;
}

/** A duration, or a macro in its place. */
export function readWindow(text: string, from: number, to: number): Window {
  const part = text.slice(from, to);
  const first = part.charCodeAt(0);
  if (first === 0x24 || first === 0x5b) return make.macro(part);
  const duration = parseDuration(part);
  if (duration && duration.ms !== 0) return duration;
  throw new SyntaxFault(`a duration such as 5m must stand here, not "${part}"`, from, to);
}

/** What follows `offset`. */
export function readOffset(text: string, from: number, to: number): Window {
  if (text[from] !== '-') return readWindow(text, from, to);
  const window = readWindow(text, from + signLength(text.slice(from, to)), to);
  return window.kind === 'macro' ? make.macro(`-${window.text}`) : milliseconds(-window.ms);
}

/** The number that follows `@`, in whole milliseconds. */
export function readTime(text: string, from: number, to: number): AtModifier {
  const part = text.slice(from, to);
  const value = parseNumber(part.slice(signLength(part)));
  if (value === undefined) throw new SyntaxFault('after "@" stands a time in seconds, not a duration', from, to);
  if (!(value < 2 ** 63)) throw new SyntaxFault('the time after "@" is out of bounds', from, to);
  const ms = Math.round(value * 1000);
  if (ms === 0) return { seconds: 0 };
  return { seconds: (part.startsWith('-') ? -ms : ms) / 1000 };
}

/** A number without its sign. */
export function readNumber(text: string, from: number, to: number): number {
  const literal = text.slice(from, to);
  const value = parseNumber(literal);
  if (value !== undefined) return value;
  throw new SyntaxFault(`the duration "${literal}" stands where no duration can stand; write seconds`, from, to);
}
