/** The endings that samples of a type have besides the metric's own name. */
const endings: Readonly<Record<string, readonly string[]>> = {
  counter: ['_total', '_created'],
  histogram: ['_bucket', '_sum', '_count', '_created'],
  gaugehistogram: ['_bucket', '_gsum', '_gcount'],
  summary: ['_sum', '_count', '_created'],
  info: ['_info'],
};

interface Typed {
  readonly name: string;
  readonly type: string;
}

/** Whether a sample or a series of this name is one of the metric. */
export function belongs(sample: string, { name, type }: Typed): boolean {
  if (sample === name) return true;
  return sample.startsWith(name) && (endings[type] ?? []).includes(sample.slice(name.length));
}

/** The metric that a sample or a series is of: its own, or the one whose ending it has. */
export function ownerOf<T extends Typed>(sample: string, families: ReadonlyMap<string, T>): T | undefined {
  const exact = families.get(sample);
  if (exact) return exact;
  const parts = /^(.*)(_[a-z]+)$/.exec(sample);
  const family = parts ? families.get(parts[1] as string) : undefined;
  return family && belongs(sample, family) ? family : undefined;
}
