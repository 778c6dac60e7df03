import type { History } from './history.js';

/** What happened in one part of a timeline. */
export interface Cell {
  /** The share of the time in which something fired, 0–1. */
  readonly firing: number;
  readonly pending: boolean;
  readonly unknown: boolean;
}

/** The time from one moment to another in so many parts. */
export function cellsOf(
  history: History,
  { from, to, historyFrom = from }: { from: number; to: number; historyFrom?: number },
  cells: number,
): Cell[] {
  const width = (to - from) / cells;
  const spans = history.episodes.map(({ start, duration }) => [start, start + duration] as const);
  const pending = [
    ...history.nearMisses.map(({ start, end }) => [start, end] as const),
    ...history.episodes.map(({ activeAt, start }) => [activeAt, start] as const),
  ];
  const unknown: (readonly [number, number])[] = history.troubles.flatMap(({ kind, from: a, to: b }) =>
    kind === 'unknown' && a !== undefined && b !== undefined ? [[a, b] as const] : [],
  );
  if (historyFrom > from && Number.isFinite(historyFrom)) unknown.push([from, historyFrom]);
  return Array.from({ length: cells }, (_, i) => {
    const [begin, end] = [from + i * width, from + (i + 1) * width];
    const within = ([a, b]: readonly [number, number]) => a < end && b > begin;
    return {
      firing: share(spans.filter(within), begin, end),
      pending: pending.some(within),
      unknown: unknown.some(within),
    };
  });
}

function share(spans: readonly (readonly [number, number])[], begin: number, end: number): number {
  let [total, until] = [0, begin];
  for (const [a, b] of [...spans].sort(([x], [y]) => x - y)) {
    const stop = Math.min(b, end);
    total += Math.max(0, stop - Math.max(a, until));
    until = Math.max(until, stop);
  }
  return Math.min(1, total / (end - begin));
}

const blocks = ['▁', '▂', '▃', '▄', '▅', '▆', '▇', '█'] as const;

/** A line of characters: how much of each part something fired; · was pending only, ? is not known. */
export function sparkline(cells: readonly Cell[]): string {
  return cells
    .map(({ firing, pending, unknown }) => {
      if (firing > 0) return blocks[Math.min(7, Math.floor(firing * 8))];
      return unknown ? '?' : pending ? '·' : ' ';
    })
    .join('');
}

/** Counts as a line of characters, the largest as the highest block; a blank is none. */
export function curve(counts: readonly number[]): string {
  const most = Math.max(...counts, 1);
  return counts.map(n => (n === 0 ? ' ' : blocks[Math.ceil((n / most) * 8) - 1])).join('');
}
