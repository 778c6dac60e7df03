import type { Finding } from '../../core/findings.js';

const commands = { error: 'error', warning: 'warning', info: 'notice' } as const;

/** Findings as GitHub's workflow commands: each becomes an annotation of the line in the pull request. */
export function github(findings: readonly Finding[]): string {
  return findings
    .map(({ id, severity, place, message, fix }) => {
      const properties = [
        ['file', place.file],
        ['line', place.line],
        ['col', place.column],
        ['title', place.item === undefined ? id : `${id} › ${place.item}`],
      ].flatMap(([key, value]) => (value === undefined ? [] : [`${key}=${encodeProperty(String(value))}`]));
      return `::${commands[severity]} ${properties.join(',')}::${encode(fix ? `${message}\nfix: ${fix}` : message)}`;
    })
    .join('\n');
}

const encode = (text: string): string => text.replaceAll('%', '%25').replaceAll('\r', '%0D').replaceAll('\n', '%0A');
const encodeProperty = (text: string): string => encode(text).replaceAll(':', '%3A').replaceAll(',', '%2C');
