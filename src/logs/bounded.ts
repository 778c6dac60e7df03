/** What stands for all keys beyond the limit. */
export const others = '(others)';

/** How many keys a table has at most, and how long the text of a key is. */
const most = 200;
const longest = 200;

/**
 * Values by the parts of a key. Keys come from logs, so their number is bounded: those that come too late count together,
 * as `(others)`.
 */
export function boundedMap<V>(make: () => V) {
  const map = new Map<string, { readonly key: readonly string[]; readonly value: V }>();
  return {
    at(...key: readonly string[]): V {
      const short = key.map(part => (part.length > longest ? `${part.slice(0, longest - 1)}…` : part));
      const known = map.get(short.join('\0'));
      if (known) return known.value;
      const full = map.size >= most;
      const name = full ? key.map(() => others) : short;
      const id = name.join('\0');
      const entry = map.get(id) ?? { key: name, value: make() };
      map.set(id, entry);
      return entry.value;
    },
    entries: () => [...map.values()],
  };
}
