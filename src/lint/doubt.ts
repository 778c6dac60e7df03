import type { Finding } from '../core/findings.js';

/**
 * What was found, of which an error that follows only from what other rules record is a warning: in an open world others
 * may record the same series, and what reads it may be evaluated where labels are added to it.
 */
export function withDoubt(found: readonly Finding[], findAlone: () => readonly Finding[]): Finding[] {
  if (!found.some(isError)) return [...found];
  const sure = new Set(findAlone().filter(isError).map(keyOf));
  return found.map(finding =>
    isError(finding) && !sure.has(keyOf(finding)) ? { ...finding, severity: 'warning' } : finding,
  );
}

const isError = ({ severity }: Finding): boolean => severity === 'error';

/** The same part of the same expression, or the same said of the same place. */
const keyOf = ({ id, place, span, message }: Finding): string =>
  JSON.stringify([id, place.file, place.item, place.line, place.column, span?.from ?? message]);
