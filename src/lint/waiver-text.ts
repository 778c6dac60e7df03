/** A waiver as somebody wrote it: the checks, and why they may stand. */
export interface WrittenWaiver {
  readonly ids: readonly string[];
  readonly because: string;
}

/** What every waiver in a text begins with; what does not say it has none. */
export const marker = 'telltale:';

/** How a waiver is written, for messages. */
export const form = '# telltale: allow area/check — reason';

const id = String.raw`[^\s,:—–/]+/[^\s,:—–/]+`;
/** Ids hold dashes themselves: the short ones stand alone. */
const written = new RegExp(String.raw`^\s*allow\s+(${id}(?:\s*,\s*${id})*)\s*(?:(?:[—–:]|(?<=\s)--?\s)(.*))?$`, 's');

/**
 * Reads what stands after the marker: `allow rate/on-gauge, sum/overlapping — reason`. In the place of the dash may
 * stand `--` or a colon. Undefined when it is something else.
 */
export function readWaiver(text: string): WrittenWaiver | undefined {
  const [, ids, because = ''] = written.exec(text) ?? [];
  return ids === undefined ? undefined : { ids: ids.split(/\s*,\s*/), because: because.trim() };
}
