/** Buckets of a percentile: each is 2 % wide, so that its middle is within 1 % of every value in it. */
const growth = Math.log(1.02);
/** The lowest bucket begins here, in microseconds; what is shorter counts as this. */
const least = 1;
/** Up to 10^13 µs: 115 days. */
const buckets = Math.ceil(Math.log(1e13) / growth) + 1;

/** What is said of many durations. Seconds. Percentiles are within 1 %; the others are exact to a microsecond. */
export interface DurationSummary {
  readonly count: number;
  readonly mean: number;
  readonly p50: number;
  readonly p95: number;
  readonly max: number;
}

/**
 * Durations, summarised in constant memory. Sums are whole microseconds, so that the order in which they come does not
 * matter to the last bit.
 */
export function durations() {
  let count = 0;
  let sum = 0;
  let min = Infinity;
  let max = 0;
  const counts = new Uint32Array(buckets);
  const percentile = (q: number): number => {
    const rank = Math.ceil(q * count);
    let below = 0;
    const i = counts.findIndex(n => {
      below += n;
      return below >= rank;
    });
    const middle = i === 0 ? least : least * Math.exp((i - 0.5) * growth);
    return Math.max(min, Math.min(middle, max)) / 1e6;
  };
  return {
    /** @param seconds zero or more */
    add(seconds: number): void {
      const micros = Math.round(seconds * 1e6);
      count++;
      sum += micros;
      if (micros < min) min = micros;
      if (micros > max) max = micros;
      const i = micros <= least ? 0 : Math.min(buckets - 1, Math.ceil(Math.log(micros / least) / growth));
      counts[i] = (counts[i] as number) + 1;
    },
    /** Null when there is none: nothing is divided by zero. */
    summary(): DurationSummary | null {
      if (count === 0) return null;
      return { count, mean: sum / count / 1e6, p50: percentile(0.5), p95: percentile(0.95), max: max / 1e6 };
    },
  };
}
