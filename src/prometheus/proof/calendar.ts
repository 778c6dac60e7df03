import { visit } from '../../promql/walk.js';
import type { Setup } from './run.js';

/** When what happens in a rough time; milliseconds. */
export interface Calendar {
  /** Whatever is drawn by lot follows from this text. */
  readonly seed: string;
  readonly interval: number;
  /** The present falls into cycles of one length; where it begins. */
  readonly from: number;
  readonly cycle: number;
  readonly cycles: number;
  /** When somebody looks: at the end of each cycle, and between. */
  readonly looks: readonly number[];
  /** How far back rules look with `offset`, beyond the present, longest first: something went on there too. */
  readonly past: readonly number[];
  /** The longest window, and all windows and offsets within the present, shortest first. */
  readonly window: number;
  readonly reaches: readonly number[];
}

/** Windows and offsets beyond this are too dear to be filled. */
const longest = 6 * 3_600_000;

/** How often somebody looks in a cycle. */
const looksPerCycle = 3;

/** The calendar of a rough time for the rules of a test. `patience` is how long an alert waits. */
export function calendarOf(
  { closure, step, interval, start }: Setup,
  patience: number,
  cycles: number,
  seed: string,
): Calendar {
  const windows = new Set<number>();
  const offsets = new Set<number>();
  for (const rule of closure.rules) {
    visit(rule.expr, node => {
      if (node.kind === 'matrix' || node.kind === 'subquery') add(windows, node.range);
      if (node.kind === 'selector' || node.kind === 'subquery') add(offsets, node.offset);
    });
  }
  const reaches = [...windows, ...offsets].filter(ms => ms <= longest).sort((a, b) => a - b);
  const window = Math.max(2 * step, 900_000, ...reaches);
  const cycle = roundUp(1.75 * Math.max(window, patience), step);
  const far = [...offsets].filter(ms => ms > longest).sort((a, b) => b - a);
  // Times that overlap are one.
  const past = far.filter((ms, i) => i === 0 || (far[i - 1] as number) - ms >= cycles * cycle);
  const from = roundUp(Math.max(start, ...past), step);
  const looks = Array.from({ length: cycles * looksPerCycle }, (_, i) =>
    roundUp(from + ((i + 1) * cycle) / looksPerCycle, step),
  );
  return {
    seed,
    interval,
    from,
    cycle,
    cycles,
    looks: [...new Set(looks)],
    past,
    window,
    reaches: reaches.length > 0 ? reaches : [300_000],
  };
}

const add = (to: Set<number>, window: { readonly kind: string; readonly ms?: number } | undefined) => {
  if (window?.ms !== undefined) to.add(window.ms);
};

const roundUp = (ms: number, step: number) => Math.ceil(ms / step) * step;
