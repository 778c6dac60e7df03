import { TelltaleError } from '../core/errors.js';

/** Where an event says how long something took. Numbers only; what is absent, null or negative is not counted as a duration. */
export interface DurationField {
  readonly field: string;
  /** Seconds in one of its unit. */
  readonly scale: number;
}

/** A field with milliseconds in it. */
export const inMilliseconds = (field: string): DurationField => Object.freeze({ field, scale: 1e-3 });
/** A field with seconds in it. */
export const inSeconds = (field: string): DurationField => Object.freeze({ field, scale: 1 });

/** What an event tells. */
export type LogEvent =
  /** A component was initialised, or could not be. */
  | { readonly kind: 'initialization'; readonly duration?: DurationField }
  /** An operation ended. Operations are what latency and the comparison are about. */
  | {
      readonly kind: 'operation';
      readonly operation: string;
      readonly duration?: DurationField;
      readonly failed: boolean;
    }
  /** Something failed that is no operation. */
  | { readonly kind: 'failure' };

/** The event that says that a component was initialised. */
export const initialized = (duration?: DurationField): LogEvent =>
  Object.freeze({ kind: 'initialization', ...(duration && { duration }) });

/** The event that says that an operation ended, e.g. `operation('chat', inMilliseconds('duration_ms'))`. */
export const operation = (name: string, duration?: DurationField): LogEvent =>
  Object.freeze({ kind: 'operation', operation: name, ...(duration && { duration }), failed: false });

/** The event that is written when an operation fails, where that is not the one for success. */
export const failedOperation = (name: string, duration?: DurationField): LogEvent =>
  Object.freeze({ kind: 'operation', operation: name, ...(duration && { duration }), failed: true });

/** An event that is an error by itself. */
export const failure = (): LogEvent => Object.freeze({ kind: 'failure' });

/** Fields of an event, by what they mean; `a.b` is a field in a field. A format that does not have one leaves it out. */
export interface LogFields {
  /** False when what the event is about failed: whatever the event, that is an error. */
  readonly success?: string;
  readonly errorType?: string;
  readonly message?: string;
  /** The component that was initialised, or that erred. */
  readonly component?: string;
  /** Which of the two variants served. */
  readonly variant?: string;
  /** What latency is broken down by. */
  readonly breakdown?: readonly string[];
}

/** One format of JSON lines. */
export interface LogFormat {
  readonly name: string;
  /** The field with the name of the event: text. */
  readonly event: string;
  /** The field with the time: ISO 8601 (UTC where it says no zone), or seconds since the epoch. */
  readonly time: string;
  /** The object that the fields are in; at the top level when left out. */
  readonly payload?: string;
  readonly fields: LogFields;
  readonly events: Readonly<Record<string, LogEvent>>;
}

/** How the logs of an application answer what is asked of them: part of a project, used by `telltale logs`. */
export interface LogAnalysis {
  readonly kind: 'logs';
  /** What is initialised, as tables call it, e.g. `coordinator`. */
  readonly component: string;
  /** The two that are compared: first the one that is judged, then the one that it is measured against. */
  readonly variants: readonly [string, string];
  /** A line is of the first format that fits: event and time are there, and so is the payload where there is one. */
  readonly formats: readonly LogFormat[];
}

/** Puts the parts together. @throws TelltaleError for what cannot be. */
export function logAnalysis(parts: Omit<LogAnalysis, 'kind'>): LogAnalysis {
  const { variants, formats } = parts;
  const wrong = (what: string, fix: string): never => {
    throw new TelltaleError(`logs: ${what}`, { fix });
  };
  if (formats.length === 0) wrong('no format', 'describe one');
  if (variants[0] === variants[1]) wrong(`"${variants[0]}" is compared with itself`, 'name two variants');
  for (const name of variants)
    if (!/^[\w.-]+$/.test(name)) wrong(`variant "${name}"`, 'use letters, digits, dots, - and _');
  formats.forEach(({ name, event, payload }, i) => {
    const earlier = formats.slice(0, i);
    if (earlier.some(f => f.name === name)) wrong(`two formats "${name}"`, 'give one another name');
    // An earlier format that asks for less takes every line of this one.
    const taker = earlier.find(f => f.event === event && (f.payload === undefined || f.payload === payload));
    if (taker) wrong(`no line can be of format "${name}": "${taker.name}" takes them all`, 'put it first');
  });
  return Object.freeze({ ...parts, kind: 'logs' });
}
