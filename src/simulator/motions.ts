import type { LabelSpecs, ValueOf } from '../catalog/labels.js';
import type { Counter, Gauge, Histogram, Limits, PushLabels } from '../catalog/metrics.js';
import { TelltaleError } from '../core/errors.js';
import type { Motion } from './model.js';

/** Every label of a metric with one of its values. */
export type LabelSet<L extends LabelSpecs> = { readonly [K in keyof L]: ValueOf<L[K]> };

/**
 * All label sets at 0, as an application creates them when it starts, so that the first event is an increase (ruling R8):
 * every closed value and every example of an open one, unless `fixed` names the value.
 */
export function zeros<L extends LabelSpecs>(
  metric: Counter<L> | Histogram<L>,
  fixed: Partial<LabelSet<L>> = {},
): Motion[] {
  const chosen: Readonly<Record<string, string | undefined>> = fixed;
  let sets: Record<string, string>[] = [{}];
  for (const [label, spec] of Object.entries(metric.own)) {
    const one = chosen[label];
    const values = one !== undefined ? [one] : spec.kind === 'closed' ? spec.values : spec.examples;
    sets = sets.flatMap(set => values.map(value => ({ ...set, [label]: value })));
  }
  return sets.map(labels => ({ kind: 'zero', metric, labels }));
}

/** A gauge has this value from now on. */
export function level<L extends LabelSpecs>(
  metric: Gauge<L> | Gauge<L, Limits, PushLabels>,
  labels: LabelSet<L>,
  value: number,
): Motion {
  return { kind: 'level', metric, labels, value };
}

/**
 * A counter grows at this rate; one that counts things grows by whole ones. Without `zeros` its series appears with
 * the first of them.
 */
export function flow<L extends LabelSpecs>(metric: Counter<L>, labels: LabelSet<L>, perSecond: number): Motion {
  return { kind: 'flow', metric, labels, perSecond };
}

/** A counter grows by one, now. */
export function event<L extends LabelSpecs>(metric: Counter<L>, labels: LabelSet<L>): Motion {
  return { kind: 'event', metric, labels };
}

/** A histogram observes this value, now. In the metric's unit. */
export function observation<L extends LabelSpecs>(metric: Histogram<L>, labels: LabelSet<L>, value: number): Motion {
  return { kind: 'observation', metric, labels, value };
}

/** How a histogram's observations are spread: their mean, and how many times the median the 99th percentile is. */
export interface Spread {
  readonly mean: number;
  readonly tail: number;
}

/**
 * A histogram observes at this rate. The values follow a log-logistic distribution, each drawn for itself, so that
 * means are as noisy as those of as many requests that know nothing of each other. @throws TelltaleError for a tail that is not between 1 and 20.
 */
export function observations<L extends LabelSpecs>(
  metric: Histogram<L>,
  labels: LabelSet<L>,
  perSecond: number,
  { mean, tail }: Spread,
): Motion {
  if (!(tail > 1 && tail <= 20))
    throw new TelltaleError(`a tail of ${tail}`, { fix: 'give p99 / median, above 1 and at most 20' });
  return { kind: 'observations', metric, labels, perSecond, mean, tail };
}
