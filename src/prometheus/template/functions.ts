import { TelltaleError } from '../../core/errors.js';
import type { Value, ValueKind } from './ast.js';
import { formatG } from './numbers.js';

/** A template function: what it takes and gives, and what it does. */
export interface TemplateFunction {
  /** What is wrong with arguments of these kinds; undefined when they fit. */
  readonly check: (args: readonly ValueKind[]) => string | undefined;
  readonly returns: (args: readonly ValueKind[]) => ValueKind;
  readonly run: (args: readonly Value[]) => Value;
}

const text = (value: string): Value => ({ kind: 'string', value });
const bool = (value: boolean): Value => ({ kind: 'bool', value });

function humanizer(format: (value: number) => string): TemplateFunction {
  return {
    check: args => (args.length === 1 && args[0] !== 'bool' ? undefined : 'takes one number'),
    returns: () => 'string',
    run: ([of]) => text(format(toNumber(of as Value))),
  };
}

function onText(format: (value: string) => string): TemplateFunction {
  return {
    check: args =>
      args.length === 1 && args[0] === 'string' ? undefined : `takes one text, not ${args.join(' and ') || 'nothing'}`,
    returns: () => 'string',
    run: ([of]) => text(format(String((of as Value).value))),
  };
}

function comparison(test: (order: Order) => boolean): TemplateFunction {
  return {
    check: args => {
      if (args.length !== 2) return 'takes two values';
      if (args[0] === args[1]) return undefined;
      return `compares ${args[0]} with ${args[1]}; write a number with a decimal point to compare it with $value`;
    },
    returns: () => 'bool',
    run: ([a, b]) => bool(test(order(a as Value, b as Value))),
  };
}

interface Order {
  readonly less: boolean;
  readonly equal: boolean;
}

function order(a: Value, b: Value): Order {
  return { less: a.value < b.value, equal: a.value === b.value };
}

const logic = (stop: boolean): TemplateFunction => ({
  check: args => (args.length > 0 && args.every(a => a === args[0]) ? undefined : 'takes values of one kind'),
  returns: args => args[0] as ValueKind,
  run: args => args.find(a => truth(a) === stop) ?? (args.at(-1) as Value),
});

/** Whether `if` takes the value for true. */
export const truth = (of: Value): boolean => (of.kind === 'number' ? of.value !== 0 : Boolean(of.value));

function toNumber(of: Value): number {
  if (of.kind !== 'string') return Number(of.value);
  const known: Readonly<Record<string, number>> = { nan: NaN, '+inf': Infinity, inf: Infinity, '-inf': -Infinity };
  const value =
    known[of.value.toLowerCase()] ??
    (/^[+-]?(\d+\.?\d*|\.\d+)(e[+-]?\d+)?$/i.test(of.value) ? Number(of.value) : undefined);
  if (value === undefined) {
    throw new TelltaleError(`"${of.value}" is not a number`, { fix: 'humanize $value, not a label' });
  }
  return value;
}

const large = ['k', 'M', 'G', 'T', 'P', 'E', 'Z', 'Y'];
const small = ['m', 'u', 'n', 'p', 'f', 'a', 'z', 'y'];

/** Divides or multiplies by `factor` until the number is short. */
function scaled(value: number, prefixes: readonly string[], factor: number, done: (v: number) => boolean): string {
  let prefix = '';
  let rest = value;
  for (const next of prefixes) {
    if (done(Math.abs(rest))) break;
    prefix = next;
    rest = factor < 1 ? rest * 1000 : rest / factor;
  }
  return formatG(rest, 4) + prefix;
}

const tiny = (value: number) => scaled(value, small, 0.001, v => v >= 1);

function humanize(value: number): string {
  if (value === 0 || !Number.isFinite(value)) return formatG(value, 4);
  return Math.abs(value) >= 1 ? scaled(value, large, 1000, v => v < 1000) : tiny(value);
}

function humanize1024(value: number): string {
  if (Math.abs(value) <= 1 || !Number.isFinite(value)) return formatG(value, 4);
  return scaled(value, ['ki', ...large.slice(1).map(p => `${p}i`)], 1024, v => v < 1024);
}

/** A float as Go converts it to a 64-bit integer on amd64: what does not fit becomes the smallest one. */
function toInt64(value: number): bigint {
  return Math.abs(value) < 2 ** 63 ? BigInt(Math.trunc(value)) : -(2n ** 63n);
}

function humanizeDuration(value: number): string {
  if (!Number.isFinite(value)) return formatG(value, 4);
  if (value === 0) return `${formatG(value, 4)}s`;
  if (Math.abs(value) < 1) return `${tiny(value)}s`;
  const sign = value < 0 ? '-' : '';
  const whole = toInt64(Math.abs(value));
  const [seconds, minutes, hours, days] = [whole % 60n, (whole / 60n) % 60n, (whole / 3600n) % 24n, whole / 86400n];
  if (days !== 0n) return `${sign}${days}d ${hours}h ${minutes}m ${seconds}s`;
  if (hours !== 0n) return `${sign}${hours}h ${minutes}m ${seconds}s`;
  if (minutes !== 0n) return `${sign}${minutes}m ${seconds}s`;
  return `${sign}${formatG(Math.abs(value), 4)}s`;
}

function humanizeTimestamp(value: number): string {
  if (!Number.isFinite(value)) return formatG(value, 4);
  const nanoseconds = value * 1e9;
  if (Math.abs(nanoseconds) > 2 ** 63) {
    throw new TelltaleError(`${formatG(value)} seconds since the epoch are beyond the calendar`, {
      fix: 'humanize a timestamp in seconds',
    });
  }
  const ms = Number(toInt64(nanoseconds) / 1_000_000n);
  const iso = new Date(ms).toISOString();
  const fraction = iso.slice(20, 23).replace(/0+$/, '');
  return `${iso.slice(0, 10)} ${iso.slice(11, 19)}${fraction && `.${fraction}`} +0000 UTC`;
}

/** A code point in upper or lower case where that is one code point again, as Go maps runes. */
const mapRunes = (value: string, map: (rune: string) => string) =>
  [...value].map(rune => ([...map(rune)].length === 1 ? map(rune) : rune)).join('');
const upper = (value: string) => mapRunes(value, rune => rune.toUpperCase());
const lower = (value: string) => mapRunes(value, rune => rune.toLowerCase());

/** Every first letter of a word in upper case; letters, digits and `_` make words. */
function title(value: string): string {
  let before = ' ';
  return [...value]
    .map(rune => {
      const starts = /^(?:(?![\p{L}\p{Nd}_])\p{ASCII}|\p{White_Space})$/u.test(before);
      before = rune;
      return starts ? upper(rune) : rune;
    })
    .join('');
}

/** `host:port` without the port; anything else as it is. */
function stripPort(value: string): string {
  return /^([^:[\]]*):[^:[\]]*$/.exec(value)?.[1] ?? /^\[([^[\]]*)\]:[^:[\]]*$/.exec(value)?.[1] ?? value;
}

/** Every function that an annotation may use, printf apart: its format decides what it takes. */
export const templateFunctions: ReadonlyMap<string, TemplateFunction> = new Map([
  ['humanize', humanizer(humanize)],
  ['humanize1024', humanizer(humanize1024)],
  ['humanizeDuration', humanizer(humanizeDuration)],
  ['humanizePercentage', humanizer(value => `${formatG(value * 100, 4)}%`)],
  ['humanizeTimestamp', humanizer(humanizeTimestamp)],
  ['title', onText(title)],
  ['toUpper', onText(upper)],
  ['toLower', onText(lower)],
  ['stripPort', onText(stripPort)],
  // Go derives gt and ge by negation, so that both hold for NaN.
  ['eq', comparison(o => o.equal)],
  ['ne', comparison(o => !o.equal)],
  ['lt', comparison(o => o.less)],
  ['le', comparison(o => o.less || o.equal)],
  ['gt', comparison(o => !(o.less || o.equal))],
  ['ge', comparison(o => !o.less)],
  ['and', logic(false)],
  ['or', logic(true)],
  [
    'not',
    {
      check: args => (args.length === 1 ? undefined : 'takes one value'),
      returns: () => 'bool',
      run: ([of]) => bool(!truth(of as Value)),
    },
  ],
]);
