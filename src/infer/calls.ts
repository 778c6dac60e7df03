import { perSecond, timesUnit, type Unit, unit } from '../core/units.js';
import type { Call, Node } from '../promql/ast.js';
import { functions } from '../promql/functions.js';
import type { Infer } from './infer.js';
import { labelJoin, labelReplace } from './label-functions.js';
import { bare, everything, type Inferred, type Interval, type LabelFact, unknown } from './model.js';

const nonNegative: Interval = [0, Infinity];
type AnyUnit = Inferred['unit'];

const mapUnit = (u: AnyUnit, f: (u: Unit) => Unit): AnyUnit => (typeof u === 'object' ? f(u) : 'unknown');

/** A fall counts as a restart, so growth is never negative: unless the values are, as those of an unknown series may be. */
const growth = ({ motion, range }: Inferred): Partial<Inferred> => ({
  range: range[0] >= 0 ? nonNegative : everything,
  motion: motion === 'unknown' ? 'unknown' : 'rate',
});

/** What a function makes of its argument, for those that keep its labels: unit, range, motion. */
const simple: Readonly<Record<string, (of: Inferred) => Partial<Inferred>>> = {
  rate: of => ({ unit: mapUnit(of.unit, perSecond), ...growth(of) }),
  irate: of => ({ unit: mapUnit(of.unit, perSecond), ...growth(of) }),
  increase: growth,
  delta: () => ({ range: everything, motion: 'gauge' }),
  idelta: () => ({ range: everything, motion: 'gauge' }),
  deriv: of => ({ unit: mapUnit(of.unit, perSecond), range: everything, motion: 'gauge' }),
  predict_linear: () => ({ range: everything, motion: 'gauge' }),
  holt_winters: () => ({ range: everything, motion: 'gauge' }),
  changes: () => ({ unit: unit('count'), range: nonNegative, motion: 'gauge' }),
  resets: () => ({ unit: unit('count'), range: nonNegative, motion: 'gauge' }),
  avg_over_time: () => ({}),
  min_over_time: () => ({}),
  max_over_time: () => ({}),
  last_over_time: () => ({}),
  sum_over_time: of => ({ range: of.range[0] >= 0 ? [of.range[0], Infinity] : everything, motion: 'gauge' }),
  count_over_time: () => ({ unit: unit('count'), range: [1, Infinity], motion: 'gauge' }),
  present_over_time: () => ({ unit: unit('flag'), range: [1, 1], motion: 'gauge' }),
  stddev_over_time: () => ({ range: nonNegative, motion: 'gauge' }),
  stdvar_over_time: of => ({ unit: mapUnit(of.unit, u => timesUnit(u, u)), range: nonNegative, motion: 'gauge' }),
  abs: () => ({ range: nonNegative }),
  ceil: of => ({ range: [Math.ceil(of.range[0]), Math.ceil(of.range[1])] }),
  floor: of => ({ range: [Math.floor(of.range[0]), Math.floor(of.range[1])] }),
  round: () => ({ range: everything }),
  sgn: () => ({ unit: unit('ratio'), range: [-1, 1] }),
  timestamp: () => ({ unit: unit('timestamp'), range: everything, motion: 'gauge' }),
  sort: () => ({}),
  sort_desc: () => ({}),
};

/** Functions that leave a series its name. */
const keepsNames = new Set([
  'first_over_time',
  'info',
  'last_over_time',
  'sort',
  'sort_by_label',
  'sort_by_label_desc',
  'sort_desc',
]);

/** A function call. What the table does not name keeps the labels of its vector argument and is of unknown unit. */
export function inferCall(node: Call, self: Infer): Inferred {
  const args = node.args.map(self);
  const special = specialCall(node, args);
  if (special) return special;
  const vector = args.find(a => a.type === 'vector' || a.type === 'matrix');
  const type = functions.get(node.func)?.returns ?? 'vector';
  if (!vector) return bare(type, node.func === 'time' ? unit('timestamp') : 'unknown');
  const effect = simple[node.func]?.(vector) ?? { unit: 'unknown', range: everything, motion: 'unknown' };
  const { observed, ...rest } = vector;
  const names = keepsNames.has(node.func) ? {} : { names: 0 };
  const keepsBuckets = observed && (effect.motion === undefined || effect.motion === 'rate');
  return { ...rest, ...(keepsBuckets && { observed }), type, ...names, ...effect };
}

function specialCall(node: Call, args: readonly Inferred[]): Inferred | undefined {
  const [first, second, third] = args;
  switch (node.func) {
    case 'vector':
      return first && { ...first, type: 'vector' };
    case 'scalar':
      return first && { ...bare('scalar', first.unit, first.range), motion: first.motion };
    case 'absent':
    case 'absent_over_time':
      return { ...bare('vector', unit('flag'), [1, 1]), labels: fixedLabels(node.args[0]) };
    case 'clamp':
      return first && second && third && { ...first, range: clampedBetween(first, second, third) };
    case 'clamp_min':
      return first && second && { ...first, range: clamped(first.range, second.range, [Infinity, Infinity]) };
    case 'clamp_max':
      return first && second && { ...first, range: clamped(first.range, [-Infinity, -Infinity], second.range) };
    case 'quantile_over_time':
      return first && second && { ...second, type: 'vector', range: quantileRange(first, second), names: 0 };
    case 'histogram_quantile':
      return first && second && quantile(first, second);
    case 'label_replace':
      return first && labelReplace(node, first);
    case 'label_join':
      return first && labelJoin(node, first);
    // It brings labels that nothing here names.
    case 'info':
      return first && { ...first, others: true };
    case 'histogram_quantiles':
      return unknown('vector');
    default:
      return functions.has(node.func) ? undefined : unknown('vector');
  }
}

/** A value between a lowest and a highest, which may themselves vary; where the lowest is above the highest nothing is returned. */
const clamped = ([low, high]: Interval, least: Interval, most: Interval): Interval => [
  Math.max(least[0], Math.min(most[0], low)),
  Math.min(most[1], Math.max(least[1], high)),
];

/**
 * As `clamped`; but where the highest may be NaN, as that of scalar() may, it holds nothing back: infinity, and what is
 * lifted from below infinity, then come out at the lowest.
 */
function clampedBetween(of: Inferred, least: Inferred, most: Inferred): Interval {
  const [low, high] = clamped(of.range, least.range, most.range);
  return most.motion === 'constant' ? [low, high] : [low, Math.max(high, least.range[1])];
}

/** A quantile lies among the values, but for φ outside of 0 to 1, where it is infinite. */
export function quantileRange({ range: [least, most] }: Inferred, of: Inferred): Interval {
  return least >= 0 && most <= 1 ? of.range : everything;
}

/** Without `le` nothing is left to take a quantile of. */
function quantile(phi: Inferred, buckets: Inferred): Inferred {
  const { observed, ...rest } = buckets;
  const labels = new Map(buckets.labels);
  const empty = buckets.empty || !(labels.delete('le') || buckets.others);
  return {
    ...rest,
    labels,
    unit: observed ?? 'unknown',
    motion: 'gauge',
    range: between(phi, buckets),
    empty,
    names: 0,
  };
}

/** A quantile lies below the highest finite edge (ruling R16) and, where no edge is negative, above 0. */
function between({ range: [least, most] }: Inferred, buckets: Inferred): Interval {
  const edges = buckets.labels.get('le')?.values?.map(Number).filter(Number.isFinite) ?? [];
  if (edges.length === 0 || !(least >= 0 && most <= 1) || buckets.range[0] < 0) return everything;
  return [Math.min(0, ...edges), Math.max(...edges)];
}

/** absent() has the labels that the selector's equality matchers fix once. */
function fixedLabels(arg: Node | undefined): ReadonlyMap<string, LabelFact> {
  const of = arg?.kind === 'matrix' ? arg.selector : arg;
  const labels = new Map<string, LabelFact>();
  if (of?.kind !== 'selector') return labels;
  for (const { label, op, value } of of.matchers) {
    const others = of.matchers.filter(m => m.label === label).length > 1;
    if (op === '=' && value !== '' && !others) labels.set(label, { sure: true, values: [value] });
  }
  return labels;
}
