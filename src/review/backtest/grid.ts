import type { Grid, Stretch } from './model.js';

/** The evaluations from one time to another, at whole multiples of the interval, shifted by `offset`. */
export function gridOf(from: number, to: number, step: number, offset = 0): Grid {
  const start = Math.ceil((from - offset) / step) * step + offset;
  return { start, step, count: Math.max(0, Math.floor((to - start) / step) + 1) };
}

/** The time of an evaluation. */
export const timeOf = ({ start, step }: Grid, index: number): number => start + index * step;

/** Stretches of equal length that cover the grid, each of at most so many evaluations. */
export function chunksOf({ count }: Grid, most: number): Stretch[] {
  const chunks = Math.ceil(count / most);
  const size = Math.ceil(count / chunks);
  return Array.from({ length: chunks }, (_, i) => ({ from: i * size, to: Math.min(count, (i + 1) * size) - 1 }));
}
