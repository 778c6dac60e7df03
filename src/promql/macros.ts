import { SyntaxFault } from './fault.js';

const macro = /(?:\$\w+|(?:\$\{\w+(?:\.[\w.]+)?(?::\w+)?\}|\[\[\w+(?::\w+)?\]\])(?:ms|[smhdwy])?)/y;

/**
 * Where the Grafana macro or variable that starts at `from` ends: `$__rate_interval`, `${name}`, `${name:format}`,
 * `[[name]]`, the latter two also with a unit after them (`${__range_s}s`). Undefined when there is none.
 */
export function scanMacro(text: string, from: number): number | undefined {
  const first = text.charCodeAt(from);
  if (first !== 0x24 && first !== 0x5b) return undefined;
  macro.lastIndex = from;
  return macro.test(text) ? macro.lastIndex : undefined;
}

/** A duration of the same length, which the grammar reads in the macro's place. */
export const placeholder = (length: number) => `1${'0'.repeat(length - 2)}s`;

/** A macro stands in a text that is no dashboard's. */
export function macroFault(text: string, at: number): SyntaxFault {
  const message = `the macro ${text} belongs to dashboards only; write a duration such as 5m`;
  return new SyntaxFault(message, at, at + text.length);
}

/**
 * Whether a macro may stand at `at`, outside brackets.
 * @throws SyntaxFault when it may not: the tree has a place for durations only.
 */
export function checkMacroPlace(text: string, at: number, end: number): void {
  if (/\boffset\s*-?\s*$/i.test(text.slice(0, at))) return;
  const message = `the macro ${text.slice(at, end)} stands where no duration can stand; macros go into […] and after offset`;
  throw new SyntaxFault(message, at, end);
}
