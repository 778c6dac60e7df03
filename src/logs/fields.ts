/** Reads one field of a parsed line; undefined when it is not there. */
export type Get = (of: object) => unknown;

/** A reader of `a` or `a.b`. Own fields only. */
export function get(path: string | undefined): Get {
  if (path === undefined) return () => undefined;
  const [first = '', ...rest] = path.split('.');
  const own = (of: unknown, name: string) =>
    typeof of === 'object' && of !== null && Object.hasOwn(of, name)
      ? (of as Record<string, unknown>)[name]
      : undefined;
  if (rest.length === 0) return of => own(of, first);
  return of => [first, ...rest].reduce<unknown>(own, of);
}

/** Text, when it is text with something in it. */
export const text = (value: unknown): string | undefined =>
  typeof value === 'string' && value !== '' ? value : undefined;

/** An object that is no list. */
export const isObject = (value: unknown): value is object =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

const iso = /^\d{4}-\d\d-\d\d(?:[T ]\d\d:\d\d(?::\d\d(?:[.,]\d+)?)?(Z|[+-]\d\d:?\d\d)?)?$/;
/** The end of the year 9999, in seconds since the epoch: what is above counts something else. */
const latest = 253_402_300_800;

/**
 * A point in time as milliseconds since the epoch, from ISO 8601 (UTC where it says no zone) or from seconds since the
 * epoch; undefined when it is neither.
 */
export function readTime(value: unknown): number | undefined {
  if (typeof value === 'number') return value >= 0 && value < latest ? value * 1000 : undefined;
  const match = typeof value === 'string' ? iso.exec(value) : null;
  if (!match) return undefined;
  const [all, zone] = match;
  const ms = Date.parse(all.length > 10 && !zone ? `${all}Z`.replace(',', '.') : all.replace(',', '.'));
  return Number.isNaN(ms) ? undefined : ms;
}
