import type { CallSite } from '../core/call-site.js';
import { type Finding, hasErrors, type Place } from '../core/findings.js';
import { keep, kept } from './cache.js';
import { fingerprint } from './fingerprint.js';
import { libraryState } from './library-state.js';
import type { Loaded } from './load.js';
import { hash } from './manifest.js';

/** What a piece of the work came to: plain data, and what was found, if anything can be. */
export interface Piece {
  readonly findings?: readonly Finding[];
}

/**
 * The pieces of a build, each kept for the next one by all that it follows from: most builds change little.
 * A piece is made by a function of the values that it is kept by, and of nothing else: what it does not get cannot
 * make it stale. A piece with errors is not kept.
 */
export interface Pieces {
  /**
   * `make(...from)`, or what that came to before. `kind` tells apart what is made of the same values, and begins with
   * the name of the file that it is kept in: `drawings panel`.
   */
  of<A extends unknown[], T extends object>(
    kind: string,
    from: Readonly<A>,
    make: (...from: A) => T | Promise<T>,
  ): Promise<T>;
  /** Keeps the pieces that this build asked for; in the files that they are kept in, others go. */
  keep(): void;
}

interface Store {
  readonly before: Readonly<Record<string, Piece>>;
  readonly after: Record<string, Piece>;
}

export function piecesOf({ config, content, url }: Loaded): Pieces {
  const stores = new Map<string, Store>();
  const storeOf = (name: string): Store => {
    const known = stores.get(name);
    if (known) return known;
    const made = { before: JSON.parse(kept(config, name, 'by-key') ?? '{}'), after: {} };
    stores.set(name, made);
    return made;
  };
  const prints = new WeakMap<object, string | undefined>();
  const printOf = (value: unknown): string | undefined => {
    if (typeof value !== 'object' || value === null) return fingerprint(value, url);
    if (!prints.has(value)) prints.set(value, fingerprint(value, url));
    return prints.get(value);
  };
  return {
    async of(kind, from, make) {
      const { before, after } = storeOf(kind.slice(0, kind.indexOf(' ')));
      const parts = from.map(printOf);
      if (parts.includes(undefined)) return make(...from);
      const key = hash([kind, libraryState(config), ...parts].join(' ')).slice(0, 32);
      // Lines of what was found follow from all of the content, unless they are those of what the piece is made of.
      const placed = hash(`${key} ${content}`).slice(0, 32);
      const found = revived(before[key] ?? before[placed], from, url);
      const piece = (found as Awaited<ReturnType<typeof make>> | undefined) ?? (await make(...from));
      const { findings = [] }: Piece = piece;
      if (findings.length === 0) after[key] = piece;
      else if (!hasErrors(findings)) {
        const moved = movable(piece, from, url);
        after[moved.sure ? key : placed] = moved.piece;
      }
      return piece;
    },
    keep() {
      for (const [name, { before, after }] of stores) {
        const changed = Object.keys({ ...before, ...after }).some(key => !(key in before && key in after));
        if (changed) keep(config, name, 'by-key', JSON.stringify(after));
      }
    },
  };
}

/** Stands for the bundle, whose address is as long as the bundle itself. */
const inContent = '\0';

/** The call sites in the bundle that values have, in the order of the values: equal ones have them in the same order. */
function sitesIn(values: readonly unknown[], url: string): CallSite[] {
  const sites: CallSite[] = [];
  JSON.stringify(values, (_, value) => {
    if ((value as { file?: unknown } | null)?.file !== url) return typeof value === 'bigint' ? null : value;
    sites.push(value);
    // Not the address of the bundle once more for each: it is as long as the bundle.
    return null;
  });
  return sites;
}

/** A piece with its lines counted among the call sites of its values; whether they all could be. */
function movable<T extends Piece>(piece: T, from: readonly unknown[], url: string): { piece: T; sure: boolean } {
  const sites = sitesIn(from, url);
  let sure = true;
  const findings = piece.findings?.map((finding): Finding => {
    const { file, line, column, ...place } = finding.place;
    if (file !== url) return finding;
    const index = sites.findIndex(site => site.line === line && site.column === column);
    sure &&= index >= 0;
    const where = index < 0 ? { line, column } : { line: index };
    return { ...finding, place: { ...place, file: inContent, ...where } as Place };
  });
  return { piece: { ...piece, findings }, sure };
}

/** The piece with the lines that they are now. */
function revived(piece: Piece | undefined, from: readonly unknown[], url: string): Piece | undefined {
  if (!piece?.findings?.length) return piece;
  const sites = sitesIn(from, url);
  const findings = piece.findings.map((finding): Finding => {
    const { file, line = 0, column } = finding.place;
    if (file !== inContent) return finding;
    const site = column === undefined ? sites[line] : { line, column };
    return {
      ...finding,
      place: { ...finding.place, file: url, ...(site && { line: site.line, column: site.column }) },
    };
  });
  return { ...piece, findings };
}
