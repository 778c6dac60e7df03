import { TelltaleError } from '../core/errors.js';
import { assumed } from '../core/sources.js';
import type { Node } from '../promql/ast.js';
import type { Histogram, Metric, Recorded, Series } from './metrics.js';
import { formatLe } from './metrics.js';

/** What the catalog knows of one series name. */
export interface KnownSeries extends Omit<Series, 'kind'> {
  readonly metric: Metric;
  /** The lowest and highest value that a sample can have. */
  readonly range: readonly [number, number];
}

/** A rule that records a series, as it is checked with what reads it. */
export interface Recording {
  readonly expr: Node;
  /** The labels that it sets; an empty one is taken away. */
  readonly labels: Readonly<Record<string, string>>;
}

/** The closed world: every series that exists, by name. A name that is not here has no samples. */
export interface World {
  readonly kind: 'world';
  /** Whether there may be series that are not here: then nothing is known of them, and their names are no mistakes. */
  readonly open: boolean;
  readonly metrics: readonly Metric[];
  /** What `name` is, or undefined when nothing exports it. */
  series(name: string): KnownSeries | undefined;
  /** The histogram whose bare name this is: it has no samples itself (ruling R3). */
  histogram(name: string): Histogram | undefined;
  names(): readonly string[];
  /** Whether there is such a series, of which the catalog knows no more than its name. */
  named(name: string): boolean;
  /** Nothing new is written any more: of what only carries itself on nothing is left. */
  readonly ended: boolean;
  /** The rules that are checked here and record this series, which the catalog does not have. */
  recordings(name: string): readonly Recording[];
}

const noRecordings: readonly Recording[] = [];

/** What Prometheus itself writes of the alerts that it evaluates. */
const ofAlerts: ReadonlySet<string> = new Set(['ALERTS', 'ALERTS_FOR_STATE']);

/**
 * The world of these metrics. Accepts module namespaces (`import * as metrics`): values that are not metrics are passed over.
 * @throws TelltaleError when two of them give the same series.
 */
export function world(...modules: readonly Readonly<Record<string, unknown>>[]): World {
  const metrics = [...new Set(modules.flatMap(m => Object.values(m)).filter(isMetric))].sort((a, b) =>
    a.name < b.name ? -1 : 1,
  );
  const known = new Map<string, KnownSeries>();
  const histograms = new Map<string, Histogram>();
  for (const metric of metrics) {
    if (metric.type === 'histogram') histograms.set(metric.name, metric);
    for (const series of seriesOf(metric)) {
      if (known.has(series.name)) {
        throw new TelltaleError(`two metrics give the series "${series.name}"`, {
          fix: 'rename one',
          site: metric.site,
        });
      }
      known.set(series.name, series);
    }
  }
  return Object.freeze({
    kind: 'world',
    open: false,
    ended: false,
    metrics,
    series: (name: string) => known.get(name),
    histogram: (name: string) => histograms.get(name),
    names: () => [...known.keys()],
    named: (name: string) => ofAlerts.has(name),
    recordings: () => noRecordings,
  });
}

/** The same world, but of other series nothing is known: for rules that somebody wrote about metrics of their own. */
export function openWorld(base: World = world()): World {
  return Object.freeze({ ...base, open: true });
}

/** The same world, and in it the series that rules record which are checked with what reads them. */
export function withRecordings(base: World, rules: ReadonlyMap<string, readonly Recording[]>): World {
  return Object.freeze({
    ...base,
    named: (name: string) => rules.has(name) || base.named(name),
    recordings: (name: string) => rules.get(name) ?? base.recordings(name),
  });
}

/**
 * A metric without what it is called and judged by: what is worked out from this follows from no help, limit or source.
 * Limits are in the rules and panels that they were given to.
 */
export function bareMetric<M extends Metric>(metric: M): M {
  const { allow: _, ...rest } = metric;
  return { ...rest, help: '', limits: {}, source: nothing } as unknown as M;
}

const nothing = assumed('left out');

/** The same world of bare metrics. */
export function bareWorld({ metrics, open, named, recordings }: World): World {
  const bare = world(Object.fromEntries(metrics.map(m => [m.name, bareMetric(m)])));
  return Object.freeze({ ...bare, open, named, recordings });
}

/** Whether a value is a metric definition. */
export function isMetric(value: unknown): value is Metric {
  return typeof value === 'object' && value !== null && (value as Metric).kind === 'metric';
}

/** Whether the metric is written by a recording rule and not by the application. */
export function isRecorded(metric: Metric): metric is Recorded {
  return metric.type === 'recorded';
}

function seriesOf(metric: Metric): KnownSeries[] {
  if (metric.type !== 'histogram') {
    const { name, labels, unit, moves } = metric;
    return [{ name, labels, unit, moves, metric, range: metric.type === 'counter' ? [0, Infinity] : metric.range }];
  }
  return [metric.bucket, metric.sum, metric.count].map(({ name, labels, unit, moves }) => ({
    name,
    labels,
    unit,
    moves,
    metric,
    range: [0, Infinity],
  }));
}

/** The finite bucket edges of a histogram as `le` values. */
export function edges(histogram: Histogram): readonly string[] {
  return histogram.buckets.map(formatLe);
}
