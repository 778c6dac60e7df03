import { closed, counter, gauge, type LabelSpec, type Metric, open, standard, world } from '../../src/index.js';
import { metrics as shop } from '../support/shop.js';

/** A small catalog with every kind of range, and an hour of samples of all its series. */

const source = standard('the shop');

export const catalog = world(shop, {
  drift: gauge('shop_drift', { help: 'Any number.', unit: 'seconds', labels: { zone: open('zones', 'a') }, source }),
  balance: gauge('shop_balance', { help: 'Below and above.', unit: 'ratio', range: [-1, 1], source }),
  debt: gauge('shop_debt', { help: 'Never above 0.', unit: 'count', range: [-Infinity, 0], source }),
  visits: counter('shop_visits_total', { help: 'Visits.', unit: 'count', labels: { status: closed('ok') }, source }),
});

export interface DataSeries {
  readonly labels: Readonly<Record<string, string>>;
  readonly values: readonly number[];
}

/** How many samples there are, and how many seconds lie between them. */
export const samples = 60;
export const every = 60;

/** Each series of the catalog; those of every seventh end early. */
export function seriesOf(metrics: readonly Metric[] = catalog.metrics): DataSeries[] {
  const random = sequence(7);
  return metrics.flatMap(metric => {
    if (metric.type !== 'histogram') {
      return combinations(metric.labels).map(labels => ({
        labels: { __name__: metric.name, ...labels },
        values: metric.type === 'counter' ? rising(random) : within(random, metric.range),
      }));
    }
    return combinations(metric.sum.labels).flatMap(labels => {
      const counts = rising(random);
      const edges = [...metric.buckets.map(edge => (/\./.test(`${edge}`) ? `${edge}` : `${edge}.0`)), '+Inf'];
      return [
        { labels: { __name__: metric.count.name, ...labels }, values: counts },
        { labels: { __name__: metric.sum.name, ...labels }, values: counts.map(n => n * 0.3) },
        ...edges.map((le, i) => ({
          labels: { __name__: metric.bucket.name, ...labels, le },
          values: counts.map(n => Math.round((n * (i + 1)) / edges.length)),
        })),
      ];
    });
  });
}

function combinations(specs: Readonly<Record<string, LabelSpec>>): Record<string, string>[] {
  let all: Record<string, string>[] = [{}];
  for (const [name, spec] of Object.entries(specs)) {
    const values = spec.kind === 'closed' ? spec.values : name === 'job' ? ['shop', 'other'] : spec.examples;
    all = all.flatMap(labels => values.map(value => ({ ...labels, [name]: value })));
  }
  return all;
}

/** Numbers from 0 to 1, the same in every run. */
function sequence(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state * 48_271) % 2_147_483_647;
    return state / 2_147_483_647;
  };
}

/** A count that grows, stands still, and begins anew. */
function rising(random: () => number): number[] {
  let n = 0;
  return Array.from({ length: samples }, () => {
    n = random() < 0.03 ? 0 : n + (random() < 0.3 ? 0 : Math.floor(random() * 9));
    return n;
  });
}

/** Values of a range, its ends among them. */
function within(random: () => number, [low, high]: readonly [number, number]): number[] {
  const from = Number.isFinite(low) ? low : Number.isFinite(high) ? high - 50 : -50;
  const to = Number.isFinite(high) ? high : from + 100;
  return Array.from({ length: samples }, () => {
    const place = random();
    return place < 0.1 ? from : place > 0.9 ? to : from + random() * (to - from);
  });
}
