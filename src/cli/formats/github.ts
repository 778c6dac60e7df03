import type { Finding, Place } from '../../core/findings.js';

const commands = { error: 'error', warning: 'warning', info: 'notice' } as const;

/** Findings as GitHub's workflow commands: each becomes an annotation of the line in the pull request. */
export function github(findings: readonly Finding[]): string {
  return findings
    .map(({ id, severity, place, message, fix }) =>
      annotation(
        commands[severity],
        place.item === undefined ? id : `${id} › ${place.item}`,
        fix ? `${message}\nfix: ${fix}` : message,
        place,
      ),
    )
    .join('\n');
}

/** A workflow command that annotates a place, or the whole run. No text in it can begin another command. */
export function annotation(
  command: 'error' | 'warning' | 'notice',
  title: string,
  message: string,
  place?: Place,
): string {
  const properties = [
    ['file', place?.file],
    ['line', place?.line],
    ['col', place?.column],
    ['title', title],
  ].flatMap(([key, value]) => (value === undefined ? [] : [`${key}=${encodeProperty(String(value))}`]));
  return `::${command} ${properties.join(',')}::${encode(message)}`;
}

const encode = (text: string): string => text.replaceAll('%', '%25').replaceAll('\r', '%0D').replaceAll('\n', '%0A');
const encodeProperty = (text: string): string => encode(text).replaceAll(':', '%3A').replaceAll(',', '%2C');
