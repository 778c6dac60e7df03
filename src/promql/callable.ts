import { nearest } from '../core/nearest.js';
import { SyntaxFault } from './fault.js';
import { aggregations, functions } from './functions.js';
import { formatVersion, isAtLeast, type Version } from './versions.js';

/** Words that the grammar itself refuses before a parenthesis, with a better sentence. */
const keywords = new Set(['by', 'without', 'offset']);

/** Whether the version has what came with `since`; what has no such thing was always there. */
const has = (version: Version, since: string | undefined): boolean => since === undefined || isAtLeast(version, since);

/**
 * Checks a name that stands before a parenthesis: it has to be a function of the version in its own spelling, or an
 * aggregation in any. @throws SyntaxFault when it is neither.
 */
export function checkCallable(text: string, from: number, length: number, version: Version): void {
  const to = from + length;
  const name = text.slice(from, to);
  const word = name.toLowerCase();
  if (keywords.has(word)) return;
  if ((word === 'start' || word === 'end') && /@\s*$/.test(text.slice(0, from))) return;
  const spec = functions.get(name) ?? aggregations.get(word);
  if (!spec) {
    const known = [...functions.values(), ...aggregations.values()].filter(({ since }) => has(version, since));
    const close = nearest(
      name,
      known.map(of => ('op' in of ? of.op : of.name)),
    );
    throw new SyntaxFault(`unknown function "${name}"${close ? `; did you mean "${close}"?` : ''}`, from, to);
  }
  if (has(version, spec.since)) return;
  const kind = 'op' in spec ? 'aggregation' : 'function';
  throw new SyntaxFault(tooNewFor(`the ${kind} "${name}"`, spec.since ?? '', version), from, to);
}

/** That something needs a newer version than the rules are to load on. */
export const tooNewFor = (what: string, since: string, version: Version): string =>
  `${what} needs Prometheus ${since}; rules must load on ${formatVersion(version)}`;
