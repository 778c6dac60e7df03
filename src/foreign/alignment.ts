import { SCALAR_STYLE } from 'js-yaml';
import { type Scalar, textOf } from './document.js';

const isBlank = (char: string | undefined): boolean => char === ' ' || char === '\n' || char === '\t' || char === '\r';

/** Escapes of double-quoted scalars that take more than two characters. */
const long: Readonly<Record<string, number>> = { x: 4, u: 6, U: 10 };

/**
 * Where each UTF-16 unit of a scalar's value stands in the text; one more entry for the end. Folded lines, indentation
 * and escapes are looked through: what is not blank is exact, a blank may point at another one of the same gap.
 */
export function alignment(source: string, scalar: Scalar): number[] {
  const value = textOf(source, scalar);
  const { valueStart, valueEnd, style, fast } = scalar.event;
  if (fast || valueStart < 0) {
    const offsets: number[] = [];
    for (let i = 0; i <= value.length; i++) offsets.push(scalar.start + i);
    return offsets;
  }
  const double = style === SCALAR_STYLE.DOUBLE_QUOTED;
  const single = style === SCALAR_STYLE.SINGLE_QUOTED;
  const offsets: number[] = [];
  let at = valueStart;
  const skipBlanks = () => {
    while (at < valueEnd && isBlank(source[at])) at++;
  };
  /** Over a backslash that ends a line, which stands for nothing. */
  const skipEscapedBreaks = () => {
    while (double && source[at] === '\\' && (source[at + 1] === '\n' || source[at + 1] === '\r')) {
      at++;
      skipBlanks();
    }
  };
  for (let i = 0; i < value.length; i++) {
    skipEscapedBreaks();
    if (!isBlank(value[i])) {
      skipBlanks();
      skipEscapedBreaks();
    }
    offsets.push(at);
    if (double && source[at] === '\\') {
      // `\U` stands for two units, JSON's `\u` for one of them.
      const astral = source[at + 1] === 'U' && (value.codePointAt(i) as number) > 0xffff;
      at += long[source[at + 1] as string] ?? 2;
      if (astral) {
        offsets.push(offsets.at(-1) as number);
        i++;
      }
    } else if (single && source[at] === "'") at += 2;
    else if (!isBlank(value[i]) || isBlank(source[at])) at++;
  }
  offsets.push(at);
  return offsets;
}
