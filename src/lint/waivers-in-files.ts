import type { Finding, Place } from '../core/findings.js';
import { readWaiver } from './waiver-text.js';
import { judge, malformed, unusedFinding, type Waiver, type Waivers } from './waivers.js';

/** A waiver, and the item of the file that it is about where it is not about all of its scope. */
export interface Held {
  readonly waiver: Waiver;
  readonly item?: string;
}

/** A stretch of a file: from its start to the start of the next one. What holds in `within` holds here too. */
export interface Scope {
  readonly start: Place;
  readonly within?: Scope;
  readonly held: Held[];
}

/** The waivers of one file. */
export interface WaiverScopes {
  readonly file: string;
  /** In the order of the file; the first begins with it. */
  readonly scopes: readonly Scope[];
  readonly faults: readonly Finding[];
}

/** A file without any. */
export const noScopes: WaiverScopes = { file: '', scopes: [], faults: [] };

/**
 * Takes what somebody wrote after the marker as waivers of a scope, or of an item in it; tells what is wrong with it. The
 * second waiver of one check in one place is not needed.
 */
export function hold(scope: Scope, written: string, place: Place, item?: string): Finding[] {
  const read = readWaiver(written);
  if (!read) return [malformed(place)];
  const { waivers, faults } = judge(read.ids, read.because, place);
  for (const waiver of waivers) {
    if (scope.held.some(other => other.waiver.id === waiver.id && other.item === item))
      faults.push(unusedFinding(waiver));
    else scope.held.push({ waiver, ...(item !== undefined && { item }) });
  }
  return faults;
}

/** The waivers of several files. */
export function fileWaivers(files: readonly WaiverScopes[]): Waivers {
  const some = files.filter(({ scopes }) => scopes.length > 0);
  const byFile = new Map(some.map(({ file, scopes }) => [file, scopes]));
  return {
    all: some.flatMap(({ scopes }) => scopes.flatMap(({ held }) => held.map(({ waiver }) => waiver))),
    faults: files.flatMap(({ faults }) => faults),
    *at(place) {
      const scopes = byFile.get(place.file);
      if (!scopes) return;
      for (let scope = scopeAt(scopes, place); scope; scope = scope.within) {
        for (const { waiver, item } of scope.held) if (isIn(place.item, item)) yield waiver;
      }
    },
  };
}

/** Whether a finding's item is this one or a part of it; what has no item is a matter of all of them. */
export const isIn = (found: string | undefined, item: string | undefined): boolean =>
  item === undefined || found === undefined || found === item || found.startsWith(`${item} › `);

/** The last scope that begins at a place or before. */
export function scopeAt<S extends Scope>(scopes: readonly S[], place: Place): S | undefined {
  let [low, high] = [0, scopes.length - 1];
  while (low < high) {
    const middle = (low + high + 1) >> 1;
    if (isBefore(place, (scopes[middle] as S).start)) high = middle - 1;
    else low = middle;
  }
  return scopes[low];
}

function isBefore(a: Place, b: Place): boolean {
  const [line, column] = [(a.line ?? 0) - (b.line ?? 0), (a.column ?? 0) - (b.column ?? 0)];
  return line < 0 || (line === 0 && column < 0);
}
