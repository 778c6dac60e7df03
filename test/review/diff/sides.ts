import { dump } from 'js-yaml';
import type { Diff, Entry } from '../../../src/review/diff/model.js';
import { readSide } from '../../../src/review/side/files.js';
import type { Side } from '../../../src/review/side/model.js';

/** A rule as it stands in a rule file. */
export interface RuleText {
  alert?: string;
  record?: string;
  expr: string;
  for?: string;
  keep_firing_for?: string;
  labels?: Record<string, string>;
  annotations?: Record<string, string>;
}

export interface GroupText {
  name: string;
  interval?: string;
  rules: RuleText[];
  [setting: string]: unknown;
}

/** Files by path. */
export type Files = Record<string, string>;

/** A side of these files, read as the command reads them. */
export function sideOf(files: Files, name = 'side'): Side {
  const read = Object.entries(files).map(([path, text]) => ({ path, shown: path, text }));
  return { name, externalLabels: {}, ...readSide(read) };
}

export const ruleFile = (...groups: GroupText[]): string => dump({ groups }, { lineWidth: -1 });

/** A side of one file with one group of these rules. */
export const rulesSide = (...rules: RuleText[]): Side => sideOf({ 'rules.yaml': ruleFile({ name: 'g', rules }) });

const opposite = {
  added: 'removed',
  removed: 'added',
  renamed: 'renamed',
  moved: 'moved',
  changed: 'changed',
} as const;

/** The entry as it has to be when the sides are exchanged. */
function mirrored(entry: Entry): unknown {
  const { base, head, before, after, sensitivity, severity, parts, told, readBy, ...rest } = entry;
  return {
    ...rest,
    change: opposite[entry.change],
    base: head,
    head: base,
    before: after,
    after: before,
    sensitivity: sensitivity && (sensitivity === 'more' ? 'less' : 'more'),
    severity: severity && { base: severity.head, head: severity.base },
    parts: parts?.map(part => ({ before: part.after, after: part.before })),
    told: told && { base: told.head, head: told.base },
    readBy: readBy && { base: readBy.head, head: readBy.base },
  };
}

const text = (value: unknown): string =>
  JSON.stringify(value, (_, v) =>
    v && typeof v === 'object' && !Array.isArray(v) ? Object.fromEntries(Object.entries(v).sort()) : v,
  );

/** The entries in an order that does not depend on the side, as text. */
export const entriesOf = ({ entries }: Diff): string[] => entries.map(text).sort();
export const mirroredEntriesOf = ({ entries }: Diff): string[] => entries.map(e => text(mirrored(e))).sort();
