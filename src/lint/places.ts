import type { Place } from '../core/findings.js';
import { alignment } from '../foreign/alignment.js';
import type { Text } from '../foreign/model.js';

/** The place of an offset into a file, in an item of it. */
export type Locate = (offset: number, item: string | undefined) => Place;

/** The place of an offset into a text of the file; worked out only when something is to be shown. */
export function placesIn(text: Text, source: string, locate: Locate, item: string): (offset: number) => Place {
  let offsets: readonly number[] | undefined;
  return offset => {
    offsets ??= alignment(source, text.scalar);
    return locate(offsets[offset] ?? text.scalar.start, item);
  };
}
