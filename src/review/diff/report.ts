import type { Area, Entry, Item, Subject } from './model.js';

/** All that differs in one thing. */
export interface Told {
  readonly area: Area;
  readonly subject: Subject;
  /** The thing as it is called now; as it was called, when it is gone. */
  readonly item: Item;
  readonly entries: readonly Entry[];
}

const areas: readonly Area[] = ['rules', 'dashboards'];

/** Differences by the thing that they are about, in the order of the areas, then by home and name. */
export function byThing(entries: readonly Entry[]): Told[] {
  const things = new Map<string, { item: Item; entries: Entry[] }>();
  for (const entry of entries) {
    const item = itemOf(entry);
    const key = JSON.stringify([areas.indexOf(entry.area), item.home, item.name, entry.subject, item.place]);
    const thing = things.get(key);
    if (thing) thing.entries.push(entry);
    else things.set(key, { item, entries: [entry] });
  }
  return [...things]
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([, { item, entries: all }]) => {
      const [{ area, subject }] = all as [Entry];
      return { area, subject, item, entries: all };
    });
}

/** The thing that differs, as HEAD calls it unless it is gone. */
export const itemOf = (entry: Entry): Item => (entry.head ?? entry.base) as Item;

/** `coordinator-memory › CoordinatorMemoryLeak (critical)`. */
export const nameOf = ({ home, name }: Item): string => (home === '' ? name : `${home} › ${name}`);
