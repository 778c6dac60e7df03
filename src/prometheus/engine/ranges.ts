import type { Point } from './storage.js';

/** A range function: what it makes of the points of one series; undefined for no result. */
export type RangeFunction = (points: readonly Point[], window: Window) => number | undefined;

export interface Window {
  /** Milliseconds. */
  readonly from: number;
  readonly to: number;
  readonly now: number;
}

/** Compensated summation, as Prometheus' own functions do it. */
export class Sum {
  private total = 0;
  private rest = 0;

  add(value: number): void {
    const next = this.total + value;
    this.rest += Math.abs(this.total) >= Math.abs(value) ? this.total - next + value : value - next + this.total;
    this.total = next;
  }

  get raw(): number {
    return this.total;
  }

  get value(): number {
    return Number.isFinite(this.total) ? this.total + this.rest : this.total;
  }
}

/** Growth over the window, extended to its edges as Prometheus does. */
function extrapolated(counter: boolean, perSecond: boolean): RangeFunction {
  return (points, { from, to }) => {
    const first = points[0];
    const last = points.at(-1);
    if (!first || !last || points.length < 2) return undefined;
    let growth = last.value - first.value;
    if (counter) {
      for (let i = 1; i < points.length; i++) {
        const [before, value] = [(points[i - 1] as Point).value, (points[i] as Point).value];
        if (value < before) growth += before;
      }
    }
    let toStart = (first.time - from) / 1000;
    const toEnd = (to - last.time) / 1000;
    const sampled = (last.time - first.time) / 1000;
    const average = sampled / (points.length - 1);
    if (counter && growth > 0 && first.value >= 0) toStart = Math.min(toStart, sampled * (first.value / growth));
    const threshold = average * 1.1;
    let covered = sampled;
    covered += toStart < threshold ? toStart : average / 2;
    covered += toEnd < threshold ? toEnd : average / 2;
    let factor = covered / sampled;
    if (perSecond) factor /= (to - from) / 1000;
    return growth * factor;
  };
}

function instant(counter: boolean, perSecond: boolean): RangeFunction {
  return points => {
    const [before, last] = points.slice(-2);
    if (!before || !last) return undefined;
    const growth = counter && last.value < before.value ? last.value : last.value - before.value;
    return perSecond ? growth / ((last.time - before.time) / 1000) : growth;
  };
}

/** The least-squares line through the points: slope per second, and the value at `origin`. */
function regression(points: readonly Point[], origin: number): { slope: number; intercept: number } | undefined {
  const first = points[0];
  if (!first || points.length < 2) return undefined;
  if (points.every(p => p.value === first.value)) {
    return Number.isFinite(first.value) ? { slope: 0, intercept: first.value } : { slope: NaN, intercept: NaN };
  }
  const [x1, y1, xy1, xx1] = [new Sum(), new Sum(), new Sum(), new Sum()];
  for (const { time, value } of points) {
    const x = (time - origin) / 1000;
    x1.add(x);
    y1.add(value);
    xy1.add(x * value);
    xx1.add(x * x);
  }
  const n = points.length;
  const covariance = xy1.value - (x1.value * y1.value) / n;
  const variance = xx1.value - (x1.value * x1.value) / n;
  const slope = covariance / variance;
  return { slope, intercept: y1.value / n - (slope * x1.value) / n };
}

/** `predict_linear`: the line's value so many seconds after now. */
export const predictLinear =
  (ahead: number): RangeFunction =>
  (points, { now }) => {
    const line = regression(points, now);
    return line && line.slope * ahead + line.intercept;
  };

const some =
  (of: (values: readonly number[]) => number): RangeFunction =>
  points =>
    points.length > 0 ? of(points.map(p => p.value)) : undefined;

function total(values: readonly number[]): number {
  const sum = new Sum();
  for (const value of values) sum.add(value);
  return sum.value;
}

function average(values: readonly number[]): number {
  const mean = new Sum();
  values.forEach((value, i) => {
    mean.add(value / (i + 1) - mean.raw / (i + 1));
  });
  return mean.value;
}

function variance(values: readonly number[]): number {
  const mean = new Sum();
  const squares = new Sum();
  values.forEach((value, i) => {
    const delta = value - mean.value;
    mean.add(delta / (i + 1));
    squares.add(delta * (value - mean.value));
  });
  return squares.value / values.length;
}

/** The phi-quantile of values, interpolated. */
export function quantile(phi: number, values: readonly number[]): number {
  if (values.length === 0 || Number.isNaN(phi)) return NaN;
  if (phi < 0) return -Infinity;
  if (phi > 1) return Infinity;
  const sorted = [...values].sort((a, b) => a - b);
  const rank = phi * (sorted.length - 1);
  const below = Math.max(0, Math.floor(rank));
  const above = Math.min(sorted.length - 1, below + 1);
  const weight = rank - Math.floor(rank);
  return (sorted[below] as number) * (1 - weight) + (sorted[above] as number) * weight;
}

/** `quantile_over_time`. */
export const quantileOverTime = (phi: number): RangeFunction => some(values => quantile(phi, values));

const steps = (test: (before: number, value: number) => boolean) =>
  some(values => values.filter((value, i) => i > 0 && test(values[i - 1] as number, value)).length);

/** Range functions of one argument. */
export const rangeFunctions: ReadonlyMap<string, RangeFunction> = new Map<string, RangeFunction>([
  ['rate', extrapolated(true, true)],
  ['increase', extrapolated(true, false)],
  ['delta', extrapolated(false, false)],
  ['irate', instant(true, true)],
  ['idelta', instant(false, false)],
  ['deriv', points => regression(points, points[0]?.time ?? 0)?.slope],
  ['changes', steps((a, b) => a !== b && !(Number.isNaN(a) && Number.isNaN(b)))],
  ['resets', steps((a, b) => b < a)],
  ['avg_over_time', some(average)],
  ['sum_over_time', some(total)],
  ['min_over_time', some(values => values.reduce((a, b) => (b < a || Number.isNaN(a) ? b : a)))],
  ['max_over_time', some(values => values.reduce((a, b) => (b > a || Number.isNaN(a) ? b : a)))],
  ['count_over_time', some(values => values.length)],
  ['last_over_time', some(values => values.at(-1) as number)],
  ['present_over_time', some(() => 1)],
  ['stdvar_over_time', some(variance)],
  ['stddev_over_time', some(values => Math.sqrt(variance(values)))],
]);
