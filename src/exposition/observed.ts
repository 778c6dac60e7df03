import type { DeclaredType, Family } from './model.js';

/** A metric as one page or server has it. */
export interface Seen {
  /** As queries name it: a counter with its `_total`. */
  readonly name: string;
  readonly type: DeclaredType;
  readonly help: string | undefined;
  /** Values seen of each label, `le` among them. */
  readonly labels: ReadonlyMap<string, ReadonlySet<string>>;
  /** Labels whose values changed while they were watched. */
  readonly changing: ReadonlySet<string>;
}

/** A metric as it was seen: what a first catalog is drawn up from. */
export interface Observed {
  /** As queries name it: a counter with its `_total`. */
  readonly name: string;
  readonly type: 'counter' | 'gauge' | 'histogram';
  readonly help: string;
  /** Values seen of each label, sorted. */
  readonly labels: Readonly<Record<string, readonly string[]>>;
  /** Labels whose values come and go. */
  readonly changing: ReadonlySet<string>;
  /** Finite bucket edges, ascending. */
  readonly buckets: readonly number[];
}

/** What was seen of a metric that the catalog has no kind for, and why. */
export interface Passed {
  readonly name: string;
  readonly because: string;
}

const own = new Set(['le', 'quantile', 'job', 'instance']);

/** What a page has of each metric that has samples. */
export function seenOn(page: readonly Family[]): Seen[] {
  return page
    .filter(({ samples }) => samples.length > 0)
    .map(({ name, type, help, samples }) => {
      const labels = new Map<string, Set<string>>();
      const kept = samples.filter(sample => !sample.name.endsWith('_created'));
      for (const sample of kept)
        for (const [label, value] of Object.entries(sample.labels))
          labels.set(label, (labels.get(label) ?? new Set()).add(value));
      const named = type === 'counter' ? (kept[0]?.name ?? name) : name;
      return { name: named, type, help, labels, changing: new Set<string>() };
    });
}

/** The metrics that were seen, those of several pages taken together, sorted by name; and what was passed over. */
export function observe(seen: readonly Seen[]): { metrics: Observed[]; passed: Passed[] } {
  const metrics = new Map<
    string,
    { type: Observed['type']; help: string; labels: Map<string, Set<string>>; changing: Set<string> }
  >();
  const passed = new Map<string, Passed>();
  for (const { name, type, help, labels, changing } of seen) {
    const kind = kindOf(name, type);
    const because = kind === undefined ? `it is a ${type}` : refused(name, kind, labels);
    if (kind === undefined || because !== undefined) {
      passed.set(name, { name, because: because ?? '' });
      continue;
    }
    const metric = metrics.get(name) ?? { type: kind, help: help ?? '', labels: new Map(), changing: new Set() };
    metrics.set(name, metric);
    for (const label of changing) metric.changing.add(label);
    for (const [label, values] of labels)
      metric.labels.set(label, new Set([...(metric.labels.get(label) ?? []), ...values]));
  }
  return {
    metrics: [...metrics].sort(byName).map(([name, { type, help, labels, changing }]) => ({
      name,
      type,
      help,
      labels: Object.fromEntries(
        [...labels]
          .filter(([label]) => !own.has(label))
          .sort(byName)
          .map(([label, values]) => [label, [...values].sort()]),
      ),
      changing,
      buckets: type === 'histogram' ? edgesOf(labels.get('le') ?? new Set()) : [],
    })),
    passed: [...passed.values()],
  };
}

function kindOf(name: string, type: DeclaredType): Observed['type'] | undefined {
  if (type === 'counter' || type === 'gauge' || type === 'histogram') return type;
  if (type !== 'untyped' && type !== 'unknown') return undefined;
  return name.endsWith('_total') ? 'counter' : 'gauge';
}

/** Why the catalog has no form for a metric. */
function refused(name: string, type: Observed['type'], labels: Seen['labels']): string | undefined {
  if (type === 'counter' && !name.endsWith('_total'))
    return 'it is a counter, and its name does not end in _total: correct what exports it';
  if (type === 'histogram' && !labels.has('le')) return 'it is a native histogram, without buckets';
  const label = [...labels.keys()].find(each => !/^(?!__)[a-zA-Z_][a-zA-Z0-9_]*$/.test(each));
  return label === undefined ? undefined : `the catalog can have no label ${JSON.stringify(label)}`;
}

const edgesOf = (les: ReadonlySet<string>): number[] =>
  [...new Set([...les].map(Number))].filter(Number.isFinite).sort((a, b) => a - b);

const byName = ([a]: readonly [string, unknown], [b]: readonly [string, unknown]): number => (a < b ? -1 : 1);
