import type { LabelSpecs } from '../catalog/labels.js';
import type { Metric } from '../catalog/metrics.js';
import type { World } from '../catalog/world.js';
import { TelltaleError } from '../core/errors.js';

/** Throws a TelltaleError unless the catalog has the metric, and the labels are all that it declares, with values that they can have. */
export function checkLabels(world: World, metric: Metric, labels: Readonly<Record<string, string>>): void {
  if (!world.metrics.includes(metric))
    throw new TelltaleError(`the simulation moves ${metric.name}, which the catalog does not have`, {
      fix: 'add it to the catalog',
    });
  const own: LabelSpecs = metric.own;
  const wrong = (what: string, fix: string): never => {
    throw new TelltaleError(`the simulation moves ${metric.name} ${what}`, { fix });
  };
  for (const label of Object.keys(labels))
    if (!Object.hasOwn(own, label)) wrong(`with a label "${label}" that it does not have`, 'leave it out');
  for (const [label, spec] of Object.entries(own)) {
    const value = labels[label];
    if (value === undefined) wrong(`without its label "${label}"`, 'give every label a value');
    else if (spec.kind === 'closed' && !spec.values.includes(value))
      wrong(`with ${label}="${value}"`, `use one of ${spec.values.join(', ')}`);
  }
}

/** A level that the metric can have. @throws TelltaleError outside its range. */
export function level(metric: Metric, value: number): number {
  const [low, high] = metric.type === 'gauge' ? metric.range : [Number.NaN, Number.NaN];
  return within(metric, low, value, high);
}

/** A rate at which the metric can grow. @throws TelltaleError when below 0. */
export const growth = (metric: Metric, perSecond: number): number => within(metric, 0, perSecond, Number.MAX_VALUE);

/** A value that a histogram can observe. @throws TelltaleError when below 0. */
export const observed = (metric: Metric, value: number): number => within(metric, 0, value, Number.MAX_VALUE);

function within(metric: Metric, low: number, value: number, high: number): number {
  if (value >= low && value <= high) return value;
  throw new TelltaleError(`the simulation moves ${metric.name} by or to ${value}`, {
    fix: `stay between ${low} and ${high}; what is counted never goes down`,
  });
}
