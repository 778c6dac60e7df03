import { formatLe, type Metric } from '../catalog/metrics.js';
import type { World } from '../catalog/world.js';
import { compare } from '../core/findings.js';
import { checkLabels, growth, level, observed } from './allowed.js';
import type { Motion } from './model.js';
import { hash, independently, spread } from './noise.js';

/** One number of a scrape. */
export interface Sample {
  readonly name: string;
  readonly labels: Readonly<Record<string, string>>;
  readonly value: number;
}

/** One metric of a scrape, with all its samples. */
export interface Family {
  readonly metric: Metric;
  readonly samples: readonly Sample[];
}

/** A series as it stands: `value` is the level, the count, or the number of observations. */
interface Series {
  readonly labels: Readonly<Record<string, string>>;
  /** Where its draws and its whole numbers begin, so that series do not move in step. */
  readonly phase: number;
  shown: boolean;
  value: number;
  /** Grown so far, fractions included. */
  grown: number;
  sum: number;
  readonly buckets: number[];
  /** Of each bucket, the one without an end last. */
  readonly bucketLabels: readonly Readonly<Record<string, string>>[];
}

/** The memory of one process: what its client library holds. */
export interface State {
  apply(motion: Motion, step: number): void;
  /** By name, samples in the order in which their label sets came up. */
  families(): Family[];
}

/** An empty state. `key` makes the phases of its series differ from those of other processes and seeds; `pushedAs` is the job of what is pushed. */
export function emptyState(world: World, key: string, pushedAs: string): State {
  const metrics = new Map<Metric, Map<string, Series>>();

  const seriesOf = ({ metric, labels }: Motion): Series => {
    const all = metrics.get(metric) ?? new Map<string, Series>();
    metrics.set(metric, all);
    const id = Object.keys(metric.own)
      .map(label => labels[label])
      .join('\0');
    let series = all.get(id);
    if (!series) {
      checkLabels(world, metric, labels);
      const buckets = metric.type === 'histogram' ? metric.buckets.map(() => 0) : [];
      const phase = hash(`${key}\0${metric.name}\0${id}`);
      const edges = metric.type === 'histogram' ? [...metric.buckets.map(formatLe), '+Inf'] : [];
      series = {
        labels: { ...labels, ...pushLabels(metric, pushedAs) },
        phase,
        shown: false,
        value: 0,
        grown: phase,
        sum: 0,
        buckets,
        bucketLabels: edges.map(le => ({ ...labels, le })),
      };
      all.set(id, series);
    }
    return series;
  };

  return {
    apply(motion, step) {
      const series = seriesOf(motion);
      const { metric } = motion;
      switch (motion.kind) {
        case 'zero':
          series.shown = true;
          break;
        case 'level':
          series.value = level(metric, motion.value);
          series.shown = true;
          break;
        case 'flow': {
          const more = growth(metric, motion.perSecond) * step;
          if (isWhole(metric)) series.value += whole(series, more);
          else series.value += more;
          break;
        }
        case 'event':
          series.value++;
          break;
        case 'observation':
          observe(series, metric, motion.value);
          break;
        case 'observations': {
          const { mean, tail } = motion;
          for (let n = whole(series, growth(metric, motion.perSecond) * step); n > 0; n--)
            observe(series, metric, spread(independently(series.phase, series.value), mean, tail));
          break;
        }
        default:
          motion satisfies never;
      }
    },
    families: () =>
      [...metrics]
        .sort(([a], [b]) => compare(a.name, b.name))
        .map(([metric, all]) => ({
          metric,
          samples: [...all.values()].filter(s => s.shown || s.value > 0).flatMap(s => samplesOf(metric, s)),
        })),
  };
}

/** What a Pushgateway adds: it shows the job that pushed, and an empty instance, so that a scrape adds none. */
function pushLabels(metric: Metric, job: string): Record<string, string> {
  return metric.type === 'gauge' && metric.pushed ? { job, instance: '' } : {};
}

/** How many whole ones came up with `more`; the rest is carried over. */
function whole(series: Series, more: number): number {
  const before = Math.floor(series.grown);
  series.grown += more;
  return Math.floor(series.grown) - before;
}

/** A counter of things has no halves; one of seconds has. */
function isWhole(metric: Metric): boolean {
  return metric.unit.count === 1 && metric.unit.seconds === 0 && metric.unit.bytes === 0;
}

function observe(series: Series, metric: Metric, value: number): void {
  const slot = metric.type === 'histogram' ? metric.buckets.findIndex(edge => value <= edge) : -1;
  if (slot >= 0) (series.buckets[slot] as number)++;
  series.value++;
  series.sum += observed(metric, value);
}

function samplesOf(metric: Metric, { labels, value, sum, buckets, bucketLabels }: Series): Sample[] {
  if (metric.type !== 'histogram') return [{ name: metric.name, labels, value }];
  let below = 0;
  return [
    ...bucketLabels.map((own, i) => {
      below += buckets[i] ?? 0;
      return { name: metric.bucket.name, labels: own, value: i < buckets.length ? below : value };
    }),
    { name: metric.sum.name, labels, value: sum },
    { name: metric.count.name, labels, value },
  ];
}
