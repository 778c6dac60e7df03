/** A number in [0, 1) that depends on the text only (FNV-1a, with a final mix). */
export function hash(text: string): number {
  let h = 0x811c9dc5;
  for (let i = 0; i < text.length; i++) h = Math.imul(h ^ text.charCodeAt(i), 0x01000193);
  h = Math.imul(h ^ (h >>> 16), 0x85ebca6b);
  h = Math.imul(h ^ (h >>> 13), 0xc2b2ae35);
  return ((h ^ (h >>> 16)) >>> 0) / 2 ** 32;
}

/** Three waves whose periods have no common multiple that anybody would wait for. */
const waves = [
  [1, 0.5],
  [0.414, 0.3],
  [0.1618, 0.2],
] as const;

/** Smooth noise between -1 and 1 around 0, with the given period in seconds. Pure: same key and time, same value. */
export function wobble(key: string, period: number, time: number): number {
  return waves.reduce(
    (sum, [part, weight], i) =>
      sum + weight * Math.sin(2 * Math.PI * (time / (period * part) + hash(`${key}\0${String(i)}`))),
    0,
  );
}

/** A cosine over the day: `low` at 02:00 UTC, 1 at 14:00. */
export function daily(low: number, time: number): number {
  const wave = (1 - Math.cos((2 * Math.PI * (time - 2 * 3600)) / 86_400)) / 2;
  return low + (1 - low) * wave;
}

/**
 * The k-th of a sequence in (0, 1) whose members look independent of each other (splitmix). `start` in [0, 1) tells
 * sequences apart. Never so near to 0 or 1 that one value outweighs thousands.
 */
export function independently(start: number, k: number): number {
  let h = (Math.floor(start * 2 ** 32) + Math.imul(k, 0x9e3779b9)) | 0;
  h = Math.imul(h ^ (h >>> 16), 0x21f0aaad);
  h = Math.imul(h ^ (h >>> 15), 0x735a2d97);
  const u = ((h ^ (h >>> 15)) >>> 0) / 2 ** 32;
  return Math.min(Math.max(u, 1e-4), 1 - 1e-4);
}

/** The quantile u of the log-logistic distribution with this mean, whose 99th percentile is `tail` times its median. */
export function spread(u: number, mean: number, tail: number): number {
  const shape = Math.log(99) / Math.log(tail);
  const median = (mean * Math.sin(Math.PI / shape)) / (Math.PI / shape);
  return median * (u / (1 - u)) ** (1 / shape);
}
