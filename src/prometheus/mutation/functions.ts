import type { World } from '../../catalog/world.js';
import { sameUnit, unit } from '../../core/units.js';
import type { Node, NumberLiteral } from '../../promql/ast.js';
import { functions } from '../../promql/functions.js';
import { call, number } from '../../promql/nodes.js';
import { formatNumber } from '../../promql/numbers.js';
import { arrow, type Change, type Mutator } from './change.js';
import type { Place } from './places.js';
import { sameQuantile, within } from './same.js';

/** What each function is easily taken for: same arguments, and a series for the same input. */
const neighbours: Readonly<Record<string, readonly string[]>> = {
  rate: ['increase', 'irate'],
  increase: ['rate', 'irate'],
  irate: ['rate', 'increase'],
  delta: ['idelta', 'deriv'],
  idelta: ['delta', 'deriv'],
  deriv: ['delta', 'rate'],
  avg_over_time: ['max_over_time', 'min_over_time'],
  max_over_time: ['avg_over_time', 'min_over_time'],
  min_over_time: ['avg_over_time', 'max_over_time'],
  sum_over_time: ['avg_over_time', 'max_over_time'],
  last_over_time: ['max_over_time', 'min_over_time'],
  count_over_time: ['sum_over_time', 'present_over_time'],
  changes: ['resets'],
  resets: ['changes'],
  stddev_over_time: ['stdvar_over_time'],
  stdvar_over_time: ['stddev_over_time'],
  ceil: ['floor', 'round'],
  floor: ['ceil', 'round'],
  round: ['floor', 'ceil'],
  clamp_min: ['clamp_max'],
  clamp_max: ['clamp_min'],
};

/** Another function in place of this one; what moves values left out. */
export const otherFunctions: Mutator = function* (place, world) {
  const { node } = place;
  if (node.kind !== 'call') return;
  const { func, args } = node;
  for (const other of neighbours[func] ?? []) {
    const multiple = func in perSecond && other in perSecond ? sameQuantile(place) : undefined;
    yield change(func, other, call(other, args.slice(0, functions.get(other)?.args.length)), multiple);
  }
  const [first, low, high] = args;
  if (func === 'clamp' && first && low && high) {
    const [below, above] = [low, high].map(bound => (bound.kind === 'number' ? bound.value : NaN)) as [number, number];
    yield change(func, 'clamp_min', call('clamp_min', [first, low]), inBounds(within(first, 'high', above, world)));
    yield change(func, 'clamp_max', call('clamp_max', [first, high]), inBounds(within(first, 'low', below, world)));
  }
};

/** The one is a multiple of the other. */
const perSecond: Readonly<Record<string, true>> = { rate: true, increase: true };

const inBounds = (always: boolean) => (always ? 'the value is within this bound anyway' : undefined);

const change = (from: string, to: string, node: Node, equivalent?: string): Change => ({
  kind: 'function',
  change: arrow(from, to),
  node,
  // A rate needs two samples, as its neighbours do; so do the others need one.
  values: true,
  equivalent,
});

/** Each number a little lower and a little higher. */
export const numbers: Mutator = function* (place, world) {
  const { node } = place;
  if (node.kind !== 'number' || !Number.isFinite(node.value)) return;
  const step = stepOf(node);
  for (const value of [node.value - step, node.value + step]) {
    const exact = Number(value.toPrecision(12));
    yield {
      kind: isLimit(place) ? 'limit' : 'constant',
      change: arrow(formatNumber(node.value), formatNumber(exact)),
      node: number(exact, node.unit),
      values: !isParameter(place),
      equivalent: inBounds(boundsNothing(place, exact, world)),
    };
  }
};

/** One where things are counted, and of zero, which has no hundredth; else a hundredth. */
function stepOf({ value, unit: of }: NumberLiteral): number {
  const counted = of && sameUnit(of, unit('count')) && Number.isInteger(value);
  return counted || value === 0 ? 1 : Math.abs(value) / 100;
}

/** The right side of the comparison that the whole expression is. */
const isLimit = ({ parent, index }: Place) =>
  parent !== undefined && !parent.parent && parent.node.kind === 'binary' && index === 1;

/** A bound of clamp() that the value never reaches, neither as it is nor as it is changed. */
function boundsNothing({ node, parent, index }: Place, value: number, world: World): boolean {
  const of = parent?.node.kind === 'call' && parent.node.func.startsWith('clamp') ? parent.node : undefined;
  if (!of?.args[0] || node.kind !== 'number' || index === 0) return false;
  const bound = of.func === 'clamp_max' || index === 2 ? 'high' : 'low';
  return [node.value, value].every(v => within(of.args[0] as Node, bound, v, world));
}

/** k of topk and bottomk says how many series there are. */
const isParameter = ({ parent, index }: Place) => parent?.node.kind === 'aggregation' && index === 0;
