import type { World } from '../../catalog/world.js';
import { infer } from '../../infer/infer.js';
import { factOf, passes } from '../../infer/labels.js';
import type { Aggregation, AggregationOp, Binary, ComparisonOp, Matcher, Node } from '../../promql/ast.js';
import { isComparison, isSetOperator, mirror } from '../../promql/precedence.js';
import type { Place } from './places.js';

/** Reasons why a change makes no difference, each proven from the catalog and from what stands around the place. */

/** Whether the labels that are aggregated away have one value only: then no group has two series. */
export function oneEach({ grouping = { by: true, labels: [] }, expr }: Aggregation, world: World): boolean {
  const { labels, others } = infer(expr, world);
  if (others) return false;
  return [...labels].every(
    ([label, fact]) => grouping.labels.includes(label) === grouping.by || (fact.sure && fact.values?.length === 1),
  );
}

/** Of one series these all give its value, or all give 1. */
const alike: readonly ReadonlySet<AggregationOp>[] = [
  new Set(['sum', 'avg', 'max', 'min']),
  new Set(['group', 'count']),
];

/** Another operator gives the same where each group has one series. */
export function sameOfOne(node: Aggregation, op: AggregationOp, world: World): string | undefined {
  const same = alike.some(ops => ops.has(node.op) && ops.has(op));
  return same && oneEach(node, world) ? 'each group has one series' : undefined;
}

/** One more label in the groups, where what stands around asks only whether there is a series. */
export function sameWhenFiner({ node, parent, index }: Place, label: string, world: World): string | undefined {
  if (node.kind !== 'aggregation' || node.grouping?.by === false || !parent) return undefined;
  if (asksWhether(parent.node, index, label)) return `${label} makes no difference to ${operatorOf(parent.node)}`;
  const above = parent.parent;
  if (!above || !comparesWithNumber(parent.node, index) || !asksWhether(above.node, parent.index, label))
    return undefined;
  const fact = infer(node.expr, world).labels.get(label);
  if (fact?.sure && fact.values?.length === 1) return `${label} has one value`;
  return extremeDecides(node, parent.node, index, world)
    ? `one series decides the comparison, whatever its ${label}`
    : undefined;
}

/** Whether a node filters a child by a comparison with a number. */
function comparesWithNumber(node: Node, index: number): node is Binary {
  if (node.kind !== 'binary' || !isComparison(node.op) || node.bool) return false;
  return (index === 0 ? node.rhs : node.lhs).kind === 'number';
}

/** Whether a node asks of a child only whether there is a series, and does not look at this label of it. */
function asksWhether(node: Node, index: number, label: string): boolean {
  if (node.kind === 'aggregation') {
    const { by, labels } = node.grouping ?? { by: true, labels: [] };
    return node.op === 'group' && labels.includes(label) !== by;
  }
  if (node.kind !== 'binary' || index !== 1 || (node.op !== 'and' && node.op !== 'unless')) return false;
  const { by, labels } = node.matching ?? { by: 'ignoring', labels: [] };
  return labels.includes(label) !== (by === 'on');
}

const operatorOf = (node: Node) => ('op' in node ? node.op : node.kind);

/** Whether a comparison of a maximum (or minimum) holds exactly when it holds for one of the values. */
function extremeDecides({ op, expr }: Aggregation, comparison: Binary, index: number, world: World): boolean {
  const value = numberIn(index === 0 ? comparison.rhs : comparison.lhs);
  const compares = index === 0 ? comparison.op : mirror(comparison.op as ComparisonOp);
  const [low, high] = infer(expr, world).range;
  if (op === 'max') return compares === '>' || compares === '>=' || (compares === '==' && value >= high);
  if (op === 'min') return compares === '<' || compares === '<=' || (compares === '==' && value <= low);
  return false;
}

const numberIn = (node: Node) => (node.kind === 'number' ? node.value : NaN);

/** A matcher of the right side of `and` and `unless` that only says what matching asks for anyway. */
export function sameByMatching({ parent, index }: Place, matcher: Matcher, world: World): string | undefined {
  if (!parent) return undefined;
  const { node: above } = parent;
  if (above.kind === 'matrix' || (above.kind === 'call' && keepsLabels(above.func))) {
    return sameByMatching({ ...parent, node: above }, matcher, world);
  }
  if (above.kind !== 'binary' || !isSetOperator(above.op) || above.op === 'or' || index !== 1) return undefined;
  const { by, labels } = above.matching ?? { by: 'ignoring', labels: [] };
  if (labels.includes(matcher.label) !== (by === 'on')) return undefined;
  const fact = factOf(infer(above.lhs, world), matcher.label);
  const all = fact?.sure && fact.values?.every(value => passes(matcher, value) === true);
  return all ? `${above.op} matches on ${matcher.label}` : undefined;
}

/** Functions of one series after the other. */
const keepsLabels = (func: string) =>
  /_over_time$|^(?:rate|irate|increase|delta|idelta|deriv|predict_linear)$/.test(func) && func !== 'absent_over_time';

/** A quantile of a histogram is the same for all multiples of its buckets. */
export function sameQuantile({ parent, index }: Place): string | undefined {
  if (!parent) return undefined;
  const { node } = parent;
  if (node.kind === 'aggregation' && (node.op === 'sum' || node.op === 'avg')) return sameQuantile(parent);
  return node.kind === 'call' && node.func === 'histogram_quantile' && index === 1
    ? 'a quantile is the same for multiples of the buckets'
    : undefined;
}

/** Whether an aggregation is over whole histograms: then each bucket has as many series as the others. */
export function wholeHistograms({ grouping, expr }: Aggregation, world: World): boolean {
  if (!grouping || grouping.labels.includes('le') !== grouping.by || expr.kind !== 'call') return false;
  const of = expr.args[0];
  if (of?.kind !== 'matrix' || !keepsLabels(expr.func)) return false;
  const { name, matchers } = of.selector;
  return world.series(name ?? '')?.moves === 'bucket' && matchers.every(m => m.label !== 'le');
}

/** Whether a value of an expression is never above (or below) a bound. */
export function within(node: Node, bound: 'low' | 'high', value: number, world: World): boolean {
  const [low, high] = infer(node, world).range;
  return bound === 'low' ? low >= value : high <= value;
}
