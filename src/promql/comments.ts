import { commentEnd } from './scan.js';

/** A comment of an expression: what stands after the `#`, and where the `#` is. */
export interface Comment {
  readonly text: string;
  readonly from: number;
}

/** The comments of an expression, whether it can be read or not. A `#` in a string begins none. */
export function commentsIn(expr: string): Comment[] {
  const found: Comment[] = [];
  for (let at = 0; at < expr.length; at++) {
    const char = expr[at] as string;
    if (char === '#') {
      const end = commentEnd(expr, at);
      found.push({ text: expr.slice(at + 1, end), from: at });
      at = end;
    } else if (char === '"' || char === "'" || char === '`') at = stringEnd(expr, at, char);
  }
  return found;
}

/** The closing quote, or the end of the line or text where there is none. */
function stringEnd(text: string, from: number, quote: string): number {
  let at = from + 1;
  while (at < text.length && text[at] !== quote && (quote === '`' || text[at] !== '\n'))
    at += text[at] === '\\' && quote !== '`' ? 2 : 1;
  return at;
}
