import type { Side } from '../side/model.js';
import { readBoard } from './boards.js';
import type { Entry } from './model.js';
import { ruleName } from './rules.js';

/** What shows or judges a recorded series. */
export interface Reader {
  readonly kind: 'alert' | 'panel';
  readonly name: string;
}

/** Entries of recording rules with the alerts and panels that they reach. */
export function withReaders(entries: readonly Entry[], base: Side, head: Side): Entry[] {
  const of = { base: readersOf(base), head: readersOf(head) };
  return entries.map(entry => {
    if (entry.subject !== 'recording rule') return entry;
    const readBy = (side: 'base' | 'head') => {
      const name = entry[side]?.name.replace(/ \([^)]*\)$/, '');
      const readers = name === undefined ? [] : of[side](name);
      return readers.length > 0 ? { [side]: readers } : {};
    };
    const found: Entry['readBy'] = { ...readBy('base'), ...readBy('head') };
    return Object.keys(found).length > 0 ? { ...entry, readBy: found } : entry;
  });
}

/** Finds what reads a recorded series of a side, through other recording rules too. Read when first asked. */
function readersOf(side: Side): (record: string) => Reader[] {
  let known: ReturnType<typeof index> | undefined;
  return record => {
    known ??= index(side);
    const names = new Set([record]);
    const found = new Map<string, Reader>();
    // A set that grows is gone through to its end.
    for (const name of names) {
      for (const reader of known.get(name) ?? []) {
        if (reader.kind === 'record') names.add(reader.name);
        else found.set(`${reader.kind} ${reader.name}`, { kind: reader.kind, name: reader.name });
      }
    }
    return [...found].sort(([a], [b]) => (a < b ? -1 : 1)).map(([, reader]) => reader);
  };
}

interface Indexed {
  readonly kind: Reader['kind'] | 'record';
  readonly name: string;
}

/** Recorded series by name, with what names them. */
function index({ groups, dashboards }: Side): ReadonlyMap<string, readonly Indexed[]> {
  const rules = groups.flatMap(group => group.rules);
  const found = new Map(rules.flatMap(({ kind, name }) => (kind === 'record' ? [[name, [] as Indexed[]]] : [])));
  const reads = (expr: string, reader: Indexed) => {
    for (const [name] of expr.matchAll(/[a-zA-Z_:][\w:]*/g)) found.get(name)?.push(reader);
  };
  for (const rule of rules)
    reads(
      rule.expr,
      rule.kind === 'alert' ? { kind: 'alert', name: ruleName(rule) } : { kind: 'record', name: rule.name },
    );
  for (const board of dashboards.map(readBoard))
    for (const { title, queries } of board.panels)
      for (const { expr } of queries) reads(expr, { kind: 'panel', name: `${board.title} › ${title}` });
  return found;
}
