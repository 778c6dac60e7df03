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
