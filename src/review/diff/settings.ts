import type { Json, JsonObject } from '../side/model.js';
import type { Entry } from './model.js';

/** How many settings of one thing are told one by one. */
const most = 4;

/** Settings that are not the same, by their path, as text on each side; null, empty and left out are the same. */
export function changedSettings(base: JsonObject, head: JsonObject): Pick<Entry, 'before' | 'after'> | undefined {
  const [from, to] = [leaves(base), leaves(head)];
  const paths = [...new Set([...from.keys(), ...to.keys()])].filter(path => from.get(path) !== to.get(path)).sort();
  if (paths.length === 0) return undefined;
  const told = (of: ReadonlyMap<string, string>): string | undefined => {
    const texts = paths.slice(0, most).flatMap(path => (of.has(path) ? [`${path}: ${of.get(path)}`] : []));
    const rest = paths.slice(most).filter(path => of.has(path)).length;
    if (rest > 0) texts.push(`and ${rest} more`);
    return texts.length === 0 ? undefined : texts.join(', ');
  };
  const [before, after] = [told(from), told(to)];
  return { ...(before !== undefined && { before }), ...(after !== undefined && { after }) };
}

/** Settings as one text: the same for settings of which none has changed. */
export const settingsKey = (settings: JsonObject): string => JSON.stringify([...leaves(settings)].sort());

function leaves(of: Json, path: readonly string[] = [], found = new Map<string, string>()): Map<string, string> {
  if (of === null) return found;
  if (typeof of !== 'object') return found.set(path.join('.'), JSON.stringify(of));
  for (const [key, value] of Object.entries(of)) if (value !== undefined) leaves(value, [...path, key], found);
  return found;
}

/** The same settings without some of them. */
export const without = (of: JsonObject, ...names: readonly string[]): JsonObject =>
  Object.fromEntries(Object.entries(of).filter(([name]) => !names.includes(name)));
