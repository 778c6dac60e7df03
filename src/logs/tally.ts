import { boundedMap } from './bounded.js';
import { durations } from './durations.js';
import { type Get, get, isObject, readTime, text } from './fields.js';
import type { DurationField, LogAnalysis, LogEvent, LogFormat } from './model.js';

/** What became of a line. `unreadable` says why. */
export type Verdict =
  /** It says something that is asked for. */
  | { readonly kind: 'counted' | 'ignored' | 'outside'; readonly format: string }
  /** JSON of no format that the project describes. */
  | { readonly kind: 'unknown' }
  | { readonly kind: 'unreadable'; readonly why: string };

/** A stretch of time in milliseconds since the epoch: from included, to excluded. */
export interface Period {
  readonly from?: number;
  readonly to?: number;
}

const group = () => ({ count: 0, failed: 0, durations: durations() });
export type Group = ReturnType<typeof group>;

const errorGroup = () => ({ count: 0, first: Infinity, last: -Infinity, example: '' });

/** Counts what lines say, in memory that does not grow with their number. */
export function tally(analysis: LogAnalysis, period: Period = {}) {
  const readers = analysis.formats.map(reader);
  const initializations = boundedMap(group);
  const operations = boundedMap(group);
  const breakdown = boundedMap(group);
  const comparison = boundedMap(group);
  const errors = boundedMap(errorGroup);
  const time = { first: Infinity, last: -Infinity };

  const count = (to: Group, failed: boolean, seconds: number | undefined) => {
    to.count++;
    if (failed) to.failed++;
    if (seconds !== undefined) to.durations.add(seconds);
  };

  /** Adds one line. `variant` is that of its file, for lines that do not say. */
  const add = (line: unknown, variant: string | undefined): Verdict => {
    if (!isObject(line)) return { kind: 'unreadable', why: 'JSON, but not an object' };
    const found = readers.find(r => r.fits(line));
    if (!found) return { kind: 'unknown' };
    const format = found.format.name;
    const at = readTime(found.time(line));
    if (at === undefined) return { kind: 'unreadable', why: `"${found.format.time}" is not a time` };
    if ((period.from !== undefined && at < period.from) || (period.to !== undefined && at >= period.to))
      return { kind: 'outside', format };
    time.first = Math.min(time.first, at);
    time.last = Math.max(time.last, at);
    const name = found.event(line) as string;
    const fields = found.payload(line) as object;
    const event = found.events.get(name);
    const failed = event?.event.kind === 'failure' || event?.failed === true || found.success(fields) === false;
    if (!event && !failed) return { kind: 'ignored', format };

    const component = text(found.component(fields));
    const seconds = event?.seconds(fields);
    if (event?.event.kind === 'initialization') count(initializations.at(component ?? 'unnamed'), failed, seconds);
    else if (event?.event.kind === 'operation') {
      const { operation } = event.event;
      count(operations.at(operation), failed, seconds);
      const parts = found.breakdown.map(part => text(part(fields)));
      if (parts.some(part => part !== undefined))
        count(breakdown.at(operation, parts.map(part => part ?? '?').join(' / ')), failed, seconds);
      const served = text(found.variant(fields)) ?? variant;
      if (served !== undefined && analysis.variants.includes(served))
        count(comparison.at(operation, served), failed, seconds);
    }
    if (failed) {
      const error = errors.at(name, text(found.errorType(fields)) ?? '', component ?? '');
      error.count++;
      error.first = Math.min(error.first, at);
      // The example is that of the latest error; of several at once, the one that sorts last, whatever the order.
      const example = (text(found.message(fields)) ?? '').slice(0, 200);
      if (at > error.last || (at === error.last && example > error.example)) error.example = example;
      error.last = Math.max(error.last, at);
    }
    return { kind: 'counted', format };
  };
  return { add, initializations, operations, breakdown, comparison, errors, time };
}

export type Tally = ReturnType<typeof tally>;

interface Reader {
  readonly format: LogFormat;
  fits(line: object): boolean;
  readonly time: Get;
  readonly event: Get;
  readonly payload: Get;
  readonly success: Get;
  readonly errorType: Get;
  readonly message: Get;
  readonly component: Get;
  readonly variant: Get;
  readonly breakdown: readonly Get[];
  readonly events: ReadonlyMap<string, ReadEvent>;
}

interface ReadEvent {
  readonly event: LogEvent;
  readonly failed: boolean;
  seconds(fields: object): number | undefined;
}

function reader(format: LogFormat): Reader {
  const { fields } = format;
  const event = get(format.event);
  const time = get(format.time);
  const payload: Get = format.payload === undefined ? line => line : get(format.payload);
  return {
    format,
    fits: line => text(event(line)) !== undefined && time(line) !== undefined && isObject(payload(line)),
    time,
    event,
    payload,
    success: get(fields.success),
    errorType: get(fields.errorType),
    message: get(fields.message),
    component: get(fields.component),
    variant: get(fields.variant),
    breakdown: (fields.breakdown ?? []).map(get),
    events: new Map(Object.entries(format.events).map(([name, of]) => [name, readEvent(of)])),
  };
}

function readEvent(event: LogEvent): ReadEvent {
  const failed = event.kind === 'operation' && event.failed;
  const duration = event.kind === 'failure' ? undefined : event.duration;
  return { event, failed, seconds: duration ? secondsOf(duration) : () => undefined };
}

function secondsOf({ field, scale }: DurationField): ReadEvent['seconds'] {
  const read = get(field);
  return fields => {
    const value = read(fields);
    return typeof value === 'number' && value >= 0 ? value * scale : undefined;
  };
}
