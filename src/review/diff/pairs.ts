/** Things of two sides that belong together. */
export interface Pair<T> {
  readonly base: T;
  readonly head: T;
}

/** What was paired so far, and what is left on either side, in their order. */
export interface Pairing<T> {
  readonly pairs: Pair<T>[];
  base: readonly T[];
  head: readonly T[];
}

/** Parts of a thing as one text: the same for things that have the same. */
export const key = (...parts: readonly unknown[]): string => JSON.stringify(parts);

export const unpaired = <T>(base: readonly T[], head: readonly T[]): Pairing<T> => ({ pairs: [], base, head });

/**
 * Pairs those of what is left that have the same key; things without a key stay. Where several have it, those that
 * `alike` calls the same come first, then the first with the first.
 */
export function pairBy<T>(
  pairing: Pairing<T>,
  keyOf: (thing: T, side: 'base' | 'head') => string | undefined,
  alike: (base: T, head: T) => boolean = () => false,
): void {
  const waiting = new Map<string, T[]>();
  for (const thing of pairing.base) {
    const k = keyOf(thing, 'base');
    if (k === undefined) continue;
    const list = waiting.get(k);
    if (list) list.push(thing);
    else waiting.set(k, [thing]);
  }
  const taken = new Set<T>();
  const pair = (base: T, head: T, list: T[]) => {
    pairing.pairs.push({ base, head });
    list.splice(list.indexOf(base), 1);
    taken.add(base);
    taken.add(head);
  };
  const later: { head: T; list: T[] }[] = [];
  for (const head of pairing.head) {
    const k = keyOf(head, 'head');
    const list = k === undefined ? undefined : waiting.get(k);
    if (!list) continue;
    const same = list.length === 1 && pairing.head.length === 1 ? list[0] : list.find(base => alike(base, head));
    if (same !== undefined) pair(same, head, list);
    else later.push({ head, list });
  }
  for (const { head, list } of later) {
    const [first] = list;
    if (first !== undefined) pair(first, head, list);
  }
  if (taken.size === 0) return;
  pairing.base = pairing.base.filter(thing => !taken.has(thing));
  pairing.head = pairing.head.filter(thing => !taken.has(thing));
}
