import type { Problem } from './problem.js';

/** A value that must not occur twice among its siblings. */
export interface Occurrence {
  readonly value: unknown;
  readonly pointer: string;
}

/**
 * A problem for every occurrence of a value after its first. `what` begins the message (`panel id`), `scope` ends it
 * (`in this panel`). Values that are no strings or numbers are left to the schema.
 */
export function duplicates(what: string, scope: string, occurrences: readonly Occurrence[], fix: string): Problem[] {
  const first = new Map<unknown, string>();
  return occurrences.flatMap(({ value, pointer }) => {
    if (typeof value !== 'string' && typeof value !== 'number') return [];
    const earlier = first.get(value);
    if (earlier === undefined) {
      first.set(value, pointer);
      return [];
    }
    const message = `${what} ${JSON.stringify(value)} is used twice ${scope}; first at ${earlier}`;
    return [{ id: 'schema/duplicate', pointer, message, fix }];
  });
}
