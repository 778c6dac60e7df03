import { hours } from '../core/durations.js';
import type { Window } from '../promql/ast.js';
import { histogramQuantile, increase, lastOverTime, rate, sum } from '../promql/calls.js';
import { and, div, gt, offset, or, unless } from '../promql/operators.js';
import type { Selector, Vector } from '../promql/typed.js';
import type { LabelSpecs, TargetLabels } from './labels.js';
import type { Counter, Gauge, Histogram } from './metrics.js';
import { select, type Where } from './select.js';

type Of<L extends LabelSpecs> = keyof (L & TargetLabels) & string;
type Options<L extends LabelSpecs> = { readonly window: Window; readonly where?: Where<L & TargetLabels> };

/**
 * The mean of a histogram: total over how many, each aggregated first, so that both sides have the same labels and
 * traffic cancels out (rulings R4, R5). Empty where nothing was observed in the window: a mean of nothing is no series.
 * Unit: the histogram's.
 * Prints `sum by (job) (rate(h_sum[5m])) / (sum by (job) (rate(h_count[5m])) > 0)`.
 */
export function mean<L extends LabelSpecs, const B extends Of<L>>(
  of: Histogram<L>,
  by: readonly B[],
  options: Options<L>,
): Vector<B> {
  const { window, where = {} } = options;
  const total = sum(rate(select(of.sum, where as Where<L & TargetLabels>) as never, window) as Vector<B>, { by });
  const many = sum(rate(select(of.count, where as Where<L & TargetLabels>) as never, window) as Vector<B>, { by });
  return div(total, gt(many, 0)) as Vector<B>;
}

/**
 * A quantile of a histogram over all its series with the same `by` labels. Unit: the histogram's.
 * Prints `histogram_quantile(0.95, sum by (job, le) (rate(h_bucket[5m])))`.
 */
export function quantile<L extends LabelSpecs, const B extends Of<L>>(
  phi: number,
  of: Histogram<L>,
  by: readonly B[],
  options: Options<L>,
): Vector<B> {
  const { window, where = {} } = options;
  const rates = rate(select(of.bucket, where as never) as never, window) as Vector<B | 'le'>;
  return histogramQuantile(phi, sum(rates, { by: [...by, 'le'] })) as Vector<B>;
}

/** How events are counted: `up` is the catalog's gauge of that name, which tells since when a job has been scraped. */
type Counting<L extends LabelSpecs> = Options<L> & { readonly up?: Gauge };

/**
 * How many events a counter saw in the window, also when its series was born with the first of them (ruling R8):
 * increase() needs two samples, so a series that appears at 1 and stays there shows no increase. A series counts as
 * born when it was not there in the hour before the window either: after a gap in scraping, old counts are no new
 * events. With `up`, only where its job was scraped in that hour: to a Prometheus that is new, or was away for longer,
 * all that ever failed would be news. Back to 0 when the window has passed. Unit: count.
 * Prints `sum by (job) (c and on (job) last_over_time(up[1h] offset 5m) unless last_over_time(c[1h] offset 5m) or
 * increase(c[5m]))`.
 */
export function newEvents<L extends LabelSpecs, const B extends Of<L>>(
  of: Counter<L>,
  by: readonly B[],
  options: Counting<L>,
): Vector<B> {
  return newIn(select(of, options.where as never) as never, by, options);
}

/** `newEvents` of a histogram's observations. */
export function newObservations<L extends LabelSpecs, const B extends Of<L>>(
  of: Histogram<L>,
  by: readonly B[],
  options: Counting<L>,
): Vector<B> {
  return newIn(select(of.count, options.where as never) as never, by, options);
}

function newIn<B extends string>(
  series: Selector<B | 'job'>,
  by: readonly B[],
  { window, up }: Counting<LabelSpecs>,
): Vector<B> {
  const before = <L extends string>(of: Selector<L>) => lastOverTime(offset(of, window), hours(1));
  // Whether it answered does not matter: a process that was down for hours may fail as it comes back.
  const scraped = up ? and(series, before(select(up)), { on: ['job'] }) : series;
  return sum(or(unless(scraped, before(series)), increase(series, window)), { by }) as Vector<B>;
}
