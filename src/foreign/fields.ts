import { nearest } from '../core/nearest.js';
import { type Item, isNull, type Mapping, textOf } from './document.js';
import { Bloated, type Reading, type Text } from './model.js';

/** How deep mappings may be merged into mappings. */
const deepest = 50;

/** A name as a message may quote it. */
export const short = (name: string): string => (name.length > 100 ? `${name.slice(0, 97)}…` : name);

/** The fields of a mapping by name. An unknown name and one that is there twice are faults, as they are to Prometheus. */
export function fieldsOf(
  reading: Reading,
  mapping: Mapping,
  known: ReadonlySet<string> | undefined,
  depth = 0,
): Map<string, Item> {
  const { source, fault, spend } = reading;
  const { entries } = mapping;
  spend(mapping, 1 + entries.length);
  if (depth > deepest) throw new Bloated(mapping.start);
  const fields = new Map<string, Item>();
  const merged: Mapping[] = [];
  for (const [key, value] of entries) {
    if (key.kind !== 'scalar') {
      fault(key, 'a key is no text', 'write a name before the colon');
      continue;
    }
    const name = textOf(source, key);
    if (name === '<<') for (const mapping of mappings(value)) merged.push(mapping);
    else if (fields.has(name)) fault(key, `"${short(name)}" is there twice`, 'delete one of them');
    else if (known && !known.has(name)) {
      const near = nearest(name, [...known]);
      fault(
        key,
        `there is no field "${short(name)}" here`,
        near ? `write ${near}` : `use one of ${[...known].join(', ')}`,
      );
    } else fields.set(name, value);
  }
  // What `<<` brings in gives way to what is written here, and the first of several to none.
  for (const mapping of merged) {
    for (const [name, value] of fieldsOf({ ...reading, fault: () => {} }, mapping, undefined, depth + 1)) {
      if (!fields.has(name) && (!known || known.has(name))) fields.set(name, value);
    }
  }
  return fields;
}

function mappings(item: Item): Mapping[] {
  if (item.kind === 'mapping') return [item];
  return item.kind === 'sequence' ? item.items.filter(i => i.kind === 'mapping') : [];
}

/** A field that is text; absent when it is null, a fault when it is a list or a mapping. */
export function textField({ source, fault }: Reading, item: Item | undefined, name: string): Text | undefined {
  if (!item) return undefined;
  if (item.kind !== 'scalar') {
    fault(item, `${name} is a ${item.kind === 'sequence' ? 'list' : 'mapping'}`, 'give it a text');
    return undefined;
  }
  return isNull(source, item) ? undefined : { value: textOf(source, item), scalar: item };
}

/** A field that maps names to texts: labels and annotations. */
export function textsField(reading: Reading, item: Item | undefined, name: string): Map<string, Text> {
  const texts = new Map<string, Text>();
  if (!item || isAbsent(reading, item)) return texts;
  if (item.kind !== 'mapping') {
    reading.fault(item, `${name} is no mapping of names to texts`, `write ${name} as "name: text" lines`);
    return texts;
  }
  for (const [key, value] of fieldsOf(reading, item, undefined)) {
    const text = textField(reading, value, `${name}.${key}`);
    if (text) texts.set(key, text);
  }
  return texts;
}

/** The items of a field that is a list; none when it is absent. */
export function listField(reading: Reading, item: Item | undefined, name: string): readonly Item[] {
  if (!item || isAbsent(reading, item)) return [];
  if (item.kind === 'sequence') {
    reading.spend(item, item.items.length);
    return item.items;
  }
  reading.fault(item, `${name} is no list`, `begin each of the ${name} with "- "`);
  return [];
}

const isAbsent = ({ source }: Reading, item: Item): boolean => item.kind === 'scalar' && isNull(source, item);
