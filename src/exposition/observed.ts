import type { Family } from './model.js';

/** A metric as it was seen: what a first catalog is drawn up from. */
export interface Observed {
  /** As queries name it: a counter with its `_total`. */
  readonly name: string;
  readonly type: 'counter' | 'gauge' | 'histogram';
  readonly help: string;
  /** Values seen of each label, sorted. */
  readonly labels: Readonly<Record<string, readonly string[]>>;
  /** Finite bucket edges, ascending. */
  readonly buckets: readonly number[];
}

/** What was seen of a metric that the catalog has no kind for, and why. */
export interface Passed {
  readonly name: string;
  readonly because: string;
}

const own = new Set(['le', 'quantile', 'job', 'instance']);

/** The metrics of pages, those of several pages taken together, sorted by name; and what was passed over. */
export function observe(pages: readonly (readonly Family[])[]): { metrics: Observed[]; passed: Passed[] } {
  const metrics = new Map<
    string,
    { type: Observed['type']; help: string; labels: Map<string, Set<string>>; edges: Set<number> }
  >();
  const passed = new Map<string, Passed>();
  for (const family of pages.flat()) {
    const { samples, type } = family;
    if (samples.length === 0) continue;
    const counts = type === 'counter' || (isUntyped(type) && family.name.endsWith('_total'));
    const kind = counts
      ? 'counter'
      : type === 'histogram'
        ? 'histogram'
        : type === 'gauge' || isUntyped(type)
          ? 'gauge'
          : undefined;
    if (!kind) {
      passed.set(family.name, { name: family.name, because: `it is a ${type}` });
      continue;
    }
    const name = kind === 'counter' && !family.name.endsWith('_total') ? `${family.name}_total` : family.name;
    const metric = metrics.get(name) ?? { type: kind, help: family.help ?? '', labels: new Map(), edges: new Set() };
    metrics.set(name, metric);
    for (const sample of samples) {
      if (sample.name.endsWith('_created')) continue;
      for (const [label, value] of Object.entries(sample.labels)) {
        if (label === 'le' && kind === 'histogram') metric.edges.add(Number(value.replace('+Inf', 'Infinity')));
        if (own.has(label)) continue;
        metric.labels.set(label, (metric.labels.get(label) ?? new Set()).add(value));
      }
    }
  }
  return {
    metrics: [...metrics]
      .sort(([a], [b]) => (a < b ? -1 : 1))
      .map(([name, { type, help, labels, edges }]) => ({
        name,
        type,
        help,
        labels: Object.fromEntries(
          [...labels].sort(([a], [b]) => (a < b ? -1 : 1)).map(([l, values]) => [l, [...values].sort()]),
        ),
        buckets: [...edges].filter(Number.isFinite).sort((a, b) => a - b),
      })),
    passed: [...passed.values()],
  };
}

const isUntyped = (type: Family['type']): boolean => type === 'untyped' || type === 'unknown';
