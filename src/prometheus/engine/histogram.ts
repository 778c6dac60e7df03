/** A cumulative bucket: how many observations are at or below an edge. */
export interface Bucket {
  readonly edge: number;
  readonly count: number;
}

/** The phi-quantile of a classic histogram, interpolated inside its bucket; NaN without observations or an +Inf edge. */
export function histogramQuantile(phi: number, buckets: readonly Bucket[]): number {
  if (Number.isNaN(phi)) return NaN;
  if (phi < 0) return -Infinity;
  if (phi > 1) return Infinity;
  const sorted = monotonic(merged([...buckets].sort((a, b) => a.edge - b.edge)));
  const last = sorted.at(-1);
  if (last?.edge !== Infinity || sorted.length < 2) return NaN;
  if (last.count === 0 || Number.isNaN(last.count)) return NaN;
  const rank = phi * last.count;
  const i = sorted.findIndex(b => b.count >= rank);
  if (i < 0 || i === sorted.length - 1) return (sorted.at(-2) as Bucket).edge;
  const bucket = sorted[i] as Bucket;
  if (i === 0 && bucket.edge <= 0) return bucket.edge;
  const below = sorted[i - 1];
  const [start, before] = below ? [below.edge, below.count] : [0, 0];
  return start + (bucket.edge - start) * ((rank - before) / (bucket.count - before));
}

function merged(sorted: readonly Bucket[]): Bucket[] {
  const out: Bucket[] = [];
  for (const bucket of sorted) {
    const last = out.at(-1);
    if (last?.edge === bucket.edge) out[out.length - 1] = { edge: last.edge, count: last.count + bucket.count };
    else out.push(bucket);
  }
  return out;
}

function monotonic(buckets: readonly Bucket[]): Bucket[] {
  let most = -Infinity;
  return buckets.map(({ edge, count }) => {
    most = Math.max(most, count);
    return { edge, count: most };
  });
}
