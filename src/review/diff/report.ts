import type { Area, Entry, Item, Subject } from './model.js';
import { toldText } from './receivers.js';

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

/** What people call the areas. */
export const areaTitles: Readonly<Record<Area, string>> = {
  rules: 'Rules',
  routing: 'Routing',
  dashboards: 'Dashboards',
  catalog: 'Catalog',
};

/** `coordinator-memory › CoordinatorMemoryLeak (critical)`. */
export const nameOf = ({ home, name }: Item): string => (home === '' ? name : `${home} › ${name}`);

/** What of the thing differs: `limit`, `query A`, `moved`. */
export const labelOf = ({ change, part }: Entry): string => (change === 'changed' ? (part ?? change) : change);

/** The alerts and panels that read what a recording rule writes, on either side. */
export const readersOf = ({ readBy }: Entry): string[] => [
  ...new Set([...(readBy?.base ?? []), ...(readBy?.head ?? [])].map(({ kind, name }) => `${kind} ${name}`)),
];

/** Who was told, and who is now; undefined where that is no other or said already. */
export function toldOf({ told, part }: Entry): string | undefined {
  if (!told || part === 'receiver') return undefined;
  const { base, head } = told;
  return base && head ? `${toldText(base)} → ${toldText(head)}` : toldText(base ?? head ?? []);
}

/** Beyond a handful nobody reads them. */
export const some = (names: readonly string[], most = 5): string[] =>
  names.length <= most + 1 ? [...names] : [...names.slice(0, most), `and ${names.length - most} more`];
