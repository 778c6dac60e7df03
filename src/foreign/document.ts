import { EVENT_ID, type Event, getScalarValue, parseEvents, type ScalarEvent, YAMLException } from 'js-yaml';

/** A part of a YAML or JSON document that knows where it stands. `start` is an offset into the text. */
export type Item = Scalar | Sequence | Mapping;

export interface Scalar {
  readonly kind: 'scalar';
  readonly start: number;
  readonly event: ScalarEvent;
}

export interface Sequence {
  readonly kind: 'sequence';
  readonly start: number;
  readonly items: readonly Item[];
}

export interface Mapping {
  readonly kind: 'mapping';
  readonly start: number;
  /** In the order of the text; a key may be there twice. */
  readonly entries: readonly (readonly [key: Item, value: Item])[];
}

/** Why a text is no YAML: a sentence without a full stop, and the offset. */
export interface DocumentFault {
  readonly message: string;
  readonly at: number;
}

export type Documents =
  | {
      readonly ok: true;
      readonly documents: readonly Item[];
      /** Whether an item may be there in several places. */
      readonly aliased: boolean;
    }
  | { readonly ok: false; readonly fault: DocumentFault };

/**
 * Reads YAML, of which JSON is a part, without losing where everything stands. An alias is the item that it names, so
 * that a file of aliases to aliases takes no more room than its text. Never throws.
 */
export function readDocuments(text: string): Documents {
  const most = /^\s*\{/.test(text) ? mostOfJson : mostPieces;
  const excess = beyond(most, text);
  if (excess !== undefined) {
    const message = `this has more than ${most / 1e6} million lines, keys and items: split it into several files`;
    return { ok: false, fault: { message, at: excess } };
  }
  try {
    const events = parseEvents(text, {});
    return { ok: true, documents: compose(events, text), aliased: events.some(e => e.type === EVENT_ID.ALIAS) };
  } catch (error) {
    if (error instanceof Unknown) return { ok: false, fault: { message: error.message, at: error.at } };
    if (!(error instanceof YAMLException)) throw error;
    const { reason, mark } = error;
    return { ok: false, fault: { message: `this is no YAML: ${reason}`, at: mark?.position ?? 0 } };
  }
}

/** More than three hundred thousand rules have; each takes some hundred bytes. */
const mostPieces = 6_000_000;
/** As much as fifty thousand panels have. */
const mostOfJson = 1_000_000;

/** Where there are more pieces than may be held at once; undefined when there are not. Never less than there are. */
function beyond(most: number, text: string): number | undefined {
  if (text.length <= most) return undefined;
  let pieces = 0;
  for (let i = 0; i < text.length; i++) {
    const code = text.charCodeAt(i);
    // A comma, a colon, the end of a line; a dash of a list in a list; a bracket or brace that opens.
    if (code === 0x2c || code === 0x3a || code === 0x0a || code === 0x5b || code === 0x7b || code === 0x3f) pieces++;
    else if (code === 0x2d && text.charCodeAt(i + 1) === 0x20) pieces++;
    if (pieces > most) return i;
  }
  return undefined;
}

/** The text that a scalar stands for. */
export const textOf = (source: string, scalar: Scalar): string => getScalarValue(source, scalar.event);

/** Whether a scalar is YAML's null: an absent value, for whoever asks for text. */
export function isNull(source: string, scalar: Scalar): boolean {
  const { style, valueStart, valueEnd } = scalar.event;
  return style === 1 && /^(?:|~|null|Null|NULL)$/.test(source.slice(Math.max(valueStart, 0), Math.max(valueEnd, 0)));
}

class Unknown extends Error {
  constructor(
    message: string,
    readonly at: number,
  ) {
    super(message);
  }
}

function compose(events: readonly Event[], text: string): Item[] {
  const documents: Item[] = [];
  let anchors = new Map<string, Item>();
  let place = 0;
  let next = 0;
  const item = (): Item => {
    const event = events[next++] as Event;
    switch (event.type) {
      case EVENT_ID.SCALAR: {
        if (event.valueStart >= 0) place = event.valueStart;
        return anchored(event, { kind: 'scalar', start: place, event });
      }
      case EVENT_ID.SEQUENCE: {
        place = event.start;
        const items: Item[] = [];
        const sequence = anchored(event, { kind: 'sequence', start: place, items });
        while (events[next]?.type !== EVENT_ID.POP) items.push(item());
        next++;
        return sequence;
      }
      case EVENT_ID.MAPPING: {
        place = event.start;
        const entries: [Item, Item][] = [];
        const mapping = anchored(event, { kind: 'mapping', start: place, entries });
        while (events[next]?.type !== EVENT_ID.POP) entries.push([item(), item()]);
        next++;
        return mapping;
      }
      case EVENT_ID.ALIAS: {
        const name = text.slice(event.anchorStart, event.anchorEnd);
        const target = anchors.get(name);
        if (!target) throw new Unknown(`nothing is called &${name} above`, event.anchorStart);
        return target;
      }
      default:
        throw new Error(`an event of type ${event.type} where an item begins`);
    }
  };
  const anchored = <T extends Item>(event: { anchorStart: number; anchorEnd: number }, made: T): T => {
    if (event.anchorStart >= 0) anchors.set(text.slice(event.anchorStart, event.anchorEnd), made);
    return made;
  };
  while (next < events.length) {
    next++;
    anchors = new Map();
    // A document may be empty.
    if (events[next]?.type !== EVENT_ID.POP) documents.push(item());
    next++;
  }
  return documents;
}
