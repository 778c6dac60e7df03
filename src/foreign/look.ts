import { type Item, isNull, textOf } from './document.js';
import type { Text } from './model.js';

/**
 * A part of a document whose shape is not held against anything: what is not there, or is something else, is undefined.
 * For dashboards, of which Grafana itself takes almost anything.
 */
export interface Look {
  readonly item: Item | undefined;
  at(...keys: string[]): Look;
  /** The items of a list, or the values of a mapping. */
  all(): Look[];
  text(): Text | undefined;
  string(): string | undefined;
}

/** Looks into a document of this text. */
export function look(source: string, item: Item | undefined): Look {
  const text = (): Text | undefined =>
    item?.kind === 'scalar' && !isNull(source, item) ? { value: textOf(source, item), scalar: item } : undefined;
  return {
    item,
    at: (...keys) =>
      look(
        source,
        keys.reduce<Item | undefined>((of, key) => child(source, of, key), item),
      ),
    all: () => below(item).map(i => look(source, i)),
    text,
    string: () => text()?.value,
  };
}

/** The item that a JSON pointer (RFC 6901) points to, or the last that is there on the way to it. */
export function itemAt(source: string, root: Item, pointer: string): Item {
  let item = root;
  for (const part of pointer.split('/').slice(1)) {
    const next = child(source, item, part.replaceAll('~1', '/').replaceAll('~0', '~'));
    if (!next) break;
    item = next;
  }
  return item;
}

function child(source: string, of: Item | undefined, key: string): Item | undefined {
  if (of?.kind === 'sequence') return of.items[Number(key)];
  if (of?.kind !== 'mapping') return undefined;
  return of.entries.find(([k]) => k.kind === 'scalar' && textOf(source, k) === key)?.[1];
}

function below(item: Item | undefined): readonly Item[] {
  if (item?.kind === 'sequence') return item.items;
  return item?.kind === 'mapping' ? item.entries.map(([, value]) => value) : [];
}
