import { createHash } from 'node:crypto';
import type { Finding } from '../../core/findings.js';

/** What tells a finding from others when lines move: the check, the file, the item, the marked text; and which one of them it is. */
export function fingerprints(findings: readonly Finding[]): string[] {
  const seen = new Map<string, number>();
  return findings.map(({ id, place: { file, item }, source, span, message }) => {
    const about = source === undefined ? message : span ? source.slice(span.from, span.to) : source;
    const parts = JSON.stringify([id, file.replaceAll('\\', '/'), item ?? '', about]);
    const hash = createHash('sha256').update(parts).digest('hex').slice(0, 16);
    const nth = (seen.get(hash) ?? 0) + 1;
    seen.set(hash, nth);
    return `${hash}:${nth}`;
  });
}
