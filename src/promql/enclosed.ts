import { SyntaxFault } from './fault.js';
import { macroFault, placeholder, scanMacro } from './macros.js';
import type { Mask } from './mask.js';
import {
  charAt,
  checkDuration,
  commentEnd,
  isAlpha,
  isDigit,
  isSpace,
  literalEnd,
  looksLikeDuration,
  nameEnd,
  unexpected,
} from './scan.js';
import { scanString } from './strings.js';

/** Checks the tokens between the brace at `open` and its partner. Returns the place after it. */
export function scanBraces(text: string, open: number, mask: Mask): number {
  for (let i = open + 1; ; ) {
    if (i >= text.length) throw new SyntaxFault('the brace is not closed; a "}" is missing', open, open + 1);
    const code = text.charCodeAt(i);
    const next = text[i + 1];
    if (isAlpha(code)) i = nameEnd(text, i, false);
    else if (code === 0x22 || code === 0x27 || code === 0x60) i = scanString(text, i);
    else if (isSpace(code) || code === 0x2c) i++;
    else if (code === 0x3d) i += next === '~' ? 2 : 1;
    else if (code === 0x21 && (next === '=' || next === '~')) i += 2;
    else if (code === 0x7d) return i + 1;
    else if (code === 0x23) {
      const end = commentEnd(text, i);
      mask.blank(i, end);
      i = end;
    } else throw unexpected(text, i, ' inside braces');
  }
}

/**
 * Checks the range after the bracket at `open`: `[5m]`, `[5m:1m]`, `[5m:]`. Prometheus 2.42 takes any letter for the
 * colon. Returns the place after it.
 */
export function scanRange(text: string, open: number, mask: Mask, macros: boolean): number {
  let i = open + 1;
  while (isSpace(text.charCodeAt(i))) i++;
  i = skip(text, scanWindow(text, i, open, mask, macros), mask);
  const code = text.charCodeAt(i);
  if (code === 0x3a || isAlpha(code)) {
    if (code !== 0x3a) mask.replace(i, ':');
    i = skip(text, i + 1, mask);
    if (text[i] !== ']') i = skip(text, scanWindow(text, i, open, mask, macros), mask);
  }
  if (i >= text.length) throw unclosed(open);
  if (text[i] === ']') return i + 1;
  const char = charAt(text, i);
  throw new SyntaxFault(`in a range stands a duration, then "]" or ":", not "${char}"`, i, i + char.length);
}

const unclosed = (open: number) => new SyntaxFault('the bracket is not closed; a "]" is missing', open, open + 1);

function scanWindow(text: string, at: number, open: number, mask: Mask, macros: boolean): number {
  const macroEnd = scanMacro(text, at);
  if (macroEnd !== undefined) {
    if (!macros) throw macroFault(text.slice(at, macroEnd), at);
    mask.replace(at, placeholder(macroEnd - at));
    return macroEnd;
  }
  const end = literalEnd(text, at);
  const literal = text.slice(at, end);
  if (at >= text.length) throw unclosed(open);
  if (!isDigit(text.charCodeAt(at))) {
    throw new SyntaxFault('a range needs a duration such as 5m here', at, Math.max(end, at + 1));
  }
  if (!looksLikeDuration(literal)) {
    const fix = /^\d+$/.test(literal) ? `write "${literal}s" for seconds` : 'write whole seconds, such as "90s"';
    throw new SyntaxFault(`the duration "${literal}" has no unit; ${fix}`, at, end);
  }
  checkDuration(literal, at);
  return end;
}

function skip(text: string, from: number, mask: Mask): number {
  let i = from;
  for (;;) {
    if (isSpace(text.charCodeAt(i))) i++;
    else if (text[i] === '#') {
      const end = commentEnd(text, i);
      mask.blank(i, end);
      i = end;
    } else return i;
  }
}
