import type { SeriesLabels } from './answers.js';

/** One series of a range query. */
export interface Sampled {
  readonly labels: SeriesLabels;
  /** Milliseconds since the epoch. */
  readonly times: ArrayLike<number>;
  readonly values: ArrayLike<number>;
}

/** What stands before the series of a range query, in the order in which every server written in Go says it. */
const opening = Buffer.from('{"status":"success","data":{"resultType":"matrix","result":[');

const [quote, comma, open, close, brace, curly, dot, minus, zero, nine, backslash] = [...'",[]{}.-09\\'].map(char =>
  char.charCodeAt(0),
) as [number, number, number, number, number, number, number, number, number, number, number];

const [metric, values] = [Buffer.from('{"metric":'), Buffer.from(',"values":[')];

/**
 * The series of an answer, and the answer without them; undefined where it is not written as Prometheus writes it, which
 * may still be JSON. An answer has a million samples: JSON.parse would make an array, a number and a text of each.
 */
export function scanMatrix(bytes: Buffer): { readonly series: Sampled[]; readonly rest: string } | undefined {
  if (!startsWith(bytes, opening, 0)) return undefined;
  const series: Sampled[] = [];
  const room: Room = { times: new Float64Array(16_384), values: new Float64Array(16_384), count: 0 };
  let at = opening.length;
  while (bytes[at] !== close) {
    if (series.length > 0 && bytes[at++] !== comma) return undefined;
    if (!startsWith(bytes, metric, at)) return undefined;
    at += metric.length;
    const end = endOfObject(bytes, at);
    if (end === undefined || !startsWith(bytes, values, end)) return undefined;
    const labels = parsedLabels(bytes.toString('utf8', at, end));
    if (!labels) return undefined;
    at = scanSamples(bytes, end + values.length, room);
    if (at === 0 || bytes[at++] !== curly) return undefined;
    series.push({ labels, times: room.times.slice(0, room.count), values: room.values.slice(0, room.count) });
  }
  return { series, rest: opening.toString() + bytes.toString('utf8', at) };
}

function startsWith(bytes: Buffer, text: Buffer, at: number): boolean {
  for (let i = 0; i < text.length; i++) if (bytes[at + i] !== text[i]) return false;
  return true;
}

/** Behind the object that begins here; labels hold no other one. */
function endOfObject(bytes: Buffer, from: number): number | undefined {
  if (bytes[from] !== brace) return undefined;
  let inside = false;
  for (let at = from + 1; at < bytes.length; at++) {
    const byte = bytes[at];
    if (byte === quote) inside = !inside;
    else if (inside && byte === backslash) at++;
    else if (!inside && byte === curly) return at + 1;
  }
  return undefined;
}

function parsedLabels(text: string): SeriesLabels | undefined {
  try {
    const labels: Record<string, unknown> = JSON.parse(text);
    return Object.values(labels).every(value => typeof value === 'string') ? (labels as SeriesLabels) : undefined;
  } catch {
    return undefined;
  }
}

/** The samples of one series while they are read. */
interface Room {
  times: Float64Array;
  values: Float64Array;
  /** How many samples are in it. */
  count: number;
}

/** Reads `[1435781430.781,"1"],…]`. Returns where it ends; 0 where it is something else. */
function scanSamples(bytes: Buffer, from: number, room: Room): number {
  let { times, values: numbers } = room;
  let at = from;
  for (let count = 0; ; count++) {
    if (count === times.length) {
      times = room.times = larger(times);
      numbers = room.values = larger(numbers);
    }
    if (bytes[at++] !== open) return 0;
    let time = 0;
    let digits = 0;
    for (let byte = bytes[at] as number; byte >= zero && byte <= nine; byte = bytes[++at] as number, digits++)
      time = time * 10 + byte - zero;
    if (digits === 0 || digits > 12 || (digits > 1 && bytes[at - digits] === zero)) return 0;
    time *= 1000;
    if (bytes[at] === dot) {
      let part = 1000;
      for (let byte = bytes[++at] as number; byte >= zero && byte <= nine; byte = bytes[++at] as number) {
        part /= 10;
        time += (byte - zero) * part;
      }
      if (part < 1 || part === 1000) return 0;
    }
    if (bytes[at++] !== comma || bytes[at++] !== quote) return 0;

    // Up to 15 digits are exact as a whole number, and so is what a power of ten divides it by.
    const start = at;
    const negative = bytes[at] === minus;
    if (negative) at++;
    let number = 0;
    let scale = 0;
    const first = at;
    for (let byte = bytes[at] as number; ; byte = bytes[++at] as number) {
      if (byte >= zero && byte <= nine) {
        number = number * 10 + byte - zero;
        scale *= 10;
      } else if (byte === dot && scale === 0 && at > first) scale = 1;
      else break;
    }
    if (bytes[at] === quote && at > first && at - first <= 15) {
      if (scale > 1) number /= scale;
      numbers[count] = negative ? -number : number;
    } else {
      const end = bytes.indexOf(quote, at);
      const value = end < 0 ? undefined : readValue(bytes.toString('latin1', start, end));
      if (value === undefined) return 0;
      numbers[count] = value;
      at = end;
    }
    times[count] = time;
    if (bytes[++at] !== close) return 0;
    const next = bytes[++at];
    at++;
    if (next === close) {
      room.count = count + 1;
      return at;
    }
    if (next !== comma) return 0;
  }
}

function larger(of: Float64Array): Float64Array {
  const twice = new Float64Array(of.length * 2);
  twice.set(of);
  return twice;
}

/** A value as Prometheus prints it; undefined where it is none. */
export function readValue(text: string): number | undefined {
  const value = Number(text);
  if (Number.isFinite(value)) return /[xob]|^\s*$/i.test(text) ? undefined : value;
  return text === 'NaN' ? value : text === '+Inf' ? Infinity : text === '-Inf' ? -Infinity : undefined;
}
