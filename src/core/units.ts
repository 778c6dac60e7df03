import { TelltaleError } from './errors.js';

/**
 * A unit of measure: powers of the base dimensions, and the scale against their base.
 * `count` is a dimension of its own, so that errors over requests is a ratio, but errors and a ratio do not add.
 */
export interface Unit {
  readonly kind: 'unit';
  /** Powers of seconds, bytes and counted things. */
  readonly seconds: number;
  readonly bytes: number;
  readonly count: number;
  /** How many base units one of this is: 0.001 for milliseconds, 0.01 for percent. */
  readonly scale: number;
  /** A point in time (seconds since the epoch) or a 0/1 flag: a value of which only the reading differs. */
  readonly reading?: 'timestamp' | 'flag';
}

function define(seconds: number, bytes: number, count: number, scale = 1, reading?: Unit['reading']): Unit {
  return Object.freeze({ kind: 'unit', seconds, bytes, count, scale, ...(reading && { reading }) });
}

const named = {
  ratio: define(0, 0, 0),
  percent: define(0, 0, 0, 0.01),
  seconds: define(1, 0, 0),
  milliseconds: define(1, 0, 0, 0.001),
  bytes: define(0, 1, 0),
  count: define(0, 0, 1),
  'count/second': define(-1, 0, 1),
  'bytes/second': define(-1, 1, 0),
  /** Time that many things take, all together. */
  count·seconds: define(1, 0, 1),
  timestamp: define(1, 0, 0, 1, 'timestamp'),
  flag: define(0, 0, 0, 1, 'flag'),
} as const;

/** Units that have a name; a catalog uses these, the inference finds the others. */
export type UnitName = keyof typeof named;

/** The unit of that name. @throws TelltaleError when there is none (what the compiler did not see). */
export function unit(name: UnitName): Unit {
  const found = Object.hasOwn(named, name) ? named[name] : undefined;
  if (!found)
    throw new TelltaleError(`there is no unit "${name}"`, { fix: `use one of ${Object.keys(named).join(', ')}` });
  return found;
}

/** Same dimension, scale apart. */
export function sameDimension(a: Unit, b: Unit): boolean {
  return a.seconds === b.seconds && a.bytes === b.bytes && a.count === b.count;
}

/** Same dimension and scale: values of the two may be added and compared. */
export function sameUnit(a: Unit, b: Unit): boolean {
  return sameDimension(a, b) && Math.abs(a.scale - b.scale) <= 1e-9 * a.scale;
}

/**
 * The unit of a product, or of a quotient when `power` is -1. Per counted thing is no dimension: seconds over requests
 * is the mean of a request, in seconds.
 */
export function timesUnit(a: Unit, b: Unit, power: 1 | -1 = 1): Unit {
  const count = Math.max(0, a.count + power * b.count);
  return define(a.seconds + power * b.seconds, a.bytes + power * b.bytes, count, a.scale * b.scale ** power);
}

/** The unit per second, as rate() and deriv() give it. */
export const perSecond = (a: Unit): Unit => timesUnit(a, named.seconds, -1);

/** A unit's name, e.g. `seconds`, `count/second`; composed from the dimensions where it has none. */
export function unitName(u: Unit): string {
  for (const [name, known] of Object.entries(named)) {
    if (sameUnit(known, u) && known.reading === u.reading) return name;
  }
  const powers = [
    ['bytes', u.bytes],
    ['count', u.count],
    ['seconds', u.seconds],
  ] as const;
  const part = (sign: 1 | -1) =>
    powers
      .filter(([, p]) => p * sign > 0)
      .map(([n, p]) => (Math.abs(p) === 1 ? n : `${n}^${Math.abs(p)}`))
      .join('·');
  const scale = u.scale === 1 ? '' : `${Number(u.scale.toPrecision(6))} `;
  const [over, under] = [part(1), part(-1)];
  return `${scale}${over || '1'}${under && `/${under}`}`;
}
