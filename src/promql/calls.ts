import type { Duration } from '../core/durations.js';
import { TelltaleError } from '../core/errors.js';
import type { Quantity } from '../core/quantities.js';
import type { AggregationOp, Node, Window } from './ast.js';
import { aggregation, call, matrix, string } from './nodes.js';
import { literal } from './operators.js';
import type { Matrix, Scalar, Selector, Vector } from './typed.js';

interface RangeFunction {
  <L extends string>(selector: Selector<L>, window: Window): Vector<L>;
  <L extends string>(range: Matrix<L>): Vector<L>;
}

function overRange(func: string): RangeFunction {
  return ((of: Node, window?: Window) => call(func, [toMatrix(func, of, window)])) as RangeFunction;
}

function toMatrix(func: string, of: Node, window: Window | undefined): Node {
  if (!window) return of;
  if (of.kind !== 'selector') {
    throw new TelltaleError(`${func}() takes a window only together with a selector`, {
      fix: 'use over(expr, window, step) for a subquery',
    });
  }
  return matrix(of, window);
}

/** Prints `rate(c[5m])`: per second, of a counter. */
export const rate = overRange('rate');
/** Prints `irate(c[5m])`: per second, from the last two samples of a counter. */
export const irate = overRange('irate');
/** Prints `increase(c[5m])`: how much a counter grew in the window. */
export const increase = overRange('increase');
/** Prints `delta(g[5m])`: how much a gauge changed in the window. */
export const delta = overRange('delta');
/** Prints `idelta(g[5m])`: the change between the last two samples of a gauge. */
export const idelta = overRange('idelta');
/** Prints `deriv(g[5m])`: per second, by linear regression over a gauge. */
export const deriv = overRange('deriv');
/** Prints `changes(g[5m])`: how often the value changed. */
export const changes = overRange('changes');
/** Prints `resets(c[5m])`: how often a counter was reset. */
export const resets = overRange('resets');
/** Prints `avg_over_time(g[5m])`. */
export const avgOverTime = overRange('avg_over_time');
/** Prints `min_over_time(g[5m])`. */
export const minOverTime = overRange('min_over_time');
/** Prints `max_over_time(g[5m])`. */
export const maxOverTime = overRange('max_over_time');
/** Prints `sum_over_time(g[5m])`. */
export const sumOverTime = overRange('sum_over_time');
/** Prints `count_over_time(g[5m])`. */
export const countOverTime = overRange('count_over_time');
/** Prints `last_over_time(g[5m])`: the newest sample, stale or not. */
export const lastOverTime = overRange('last_over_time');
/** Prints `present_over_time(g[5m])`: 1 for every series with a sample in the window. */
export const presentOverTime = overRange('present_over_time');
/** Prints `stddev_over_time(g[5m])`. */
export const stddevOverTime = overRange('stddev_over_time');

/** Prints `quantile_over_time(0.9, g[5m])`. */
export const quantileOverTime = <L extends string>(phi: number, of: Matrix<L>): Vector<L> =>
  call('quantile_over_time', [literal(phi), of]) as Vector<L>;
/** Prints `predict_linear(g[6h], 86400)`: where a gauge will be by then. */
export const predictLinear = <L extends string>(of: Matrix<L>, ahead: Duration): Vector<L> =>
  call('predict_linear', [of, literal(ahead)]) as Vector<L>;

function ofVector(func: string) {
  return <L extends string>(of: Vector<L>): Vector<L> => call(func, [of]) as Vector<L>;
}

/** Prints `abs(v)`. */
export const abs = ofVector('abs');
/** Prints `ceil(v)`. */
export const ceil = ofVector('ceil');
/** Prints `floor(v)`. */
export const floor = ofVector('floor');
/** Prints `sqrt(v)`. */
export const sqrt = ofVector('sqrt');
/** Prints `ln(v)`. */
export const ln = ofVector('ln');
/** Prints `exp(v)`. */
export const exp = ofVector('exp');
/** Prints `sgn(v)`. */
export const sgn = ofVector('sgn');
/** Prints `timestamp(v)`: when each sample was taken, in seconds since the epoch. */
export const timestamp = ofVector('timestamp');
/** Prints `sort(v)`. */
export const sort = ofVector('sort');
/** Prints `sort_desc(v)`. */
export const sortDesc = ofVector('sort_desc');
/** Prints `clamp(v, 0, 1)`. */
export const clamp = <L extends string>(of: Vector<L>, min: number, max: number): Vector<L> =>
  call('clamp', [of, literal(min), literal(max)]) as Vector<L>;
/** Prints `clamp_min(v, 0)`. */
export const clampMin = <L extends string>(of: Vector<L>, min: number): Vector<L> =>
  call('clamp_min', [of, literal(min)]) as Vector<L>;
/** Prints `clamp_max(v, 1)`. */
export const clampMax = <L extends string>(of: Vector<L>, max: number): Vector<L> =>
  call('clamp_max', [of, literal(max)]) as Vector<L>;
/** Prints `round(v, 0.1)`. */
export const round = <L extends string>(of: Vector<L>, to?: number): Vector<L> =>
  call('round', to === undefined ? [of] : [of, literal(to)]) as Vector<L>;
/** Prints `histogram_quantile(0.95, b)`: b is rates of buckets that still have `le`. */
export const histogramQuantile = <L extends string>(phi: number, buckets: Vector<L | 'le'>): Vector<Exclude<L, 'le'>> =>
  call('histogram_quantile', [literal(phi), buckets]) as Vector<Exclude<L, 'le'>>;
/** Prints `absent(v)`: 1 when v is empty, with the labels that v's equality matchers fix. */
export const absent = <L extends string>(of: Vector<L>): Vector<L> => call('absent', [of]) as Vector<L>;
/** Prints `absent_over_time(v[5m])`. */
export const absentOverTime = overRange('absent_over_time');
/** Prints `label_replace(v, "dst", "$1", "src", "regex")`. */
export const labelReplace = <L extends string, D extends string>(
  of: Vector<L>,
  dst: D,
  replacement: string,
  src: L | '',
  regex: string,
): Vector<L | D> =>
  call('label_replace', [of, string(dst), string(replacement), string(src), string(regex)]) as Vector<L | D>;
/** Prints `label_replace(v, "label", "value", "", "")`: sets a label to a fixed value. */
export const withLabel = <L extends string, D extends string>(of: Vector<L>, label: D, value: string): Vector<L | D> =>
  labelReplace(of, label, value.replaceAll('$', '$$$$'), '', '');
/** Prints `label_join(v, "dst", "-", "a", "b")`. */
export const labelJoin = <L extends string, D extends string>(
  of: Vector<L>,
  dst: D,
  separator: string,
  ...sources: L[]
): Vector<L | D> => call('label_join', [of, string(dst), string(separator), ...sources.map(string)]) as Vector<L | D>;
/** Prints `scalar(v)`: the value of the only series, NaN when there is not exactly one. */
export const scalar = (of: Vector<string>): Scalar => call('scalar', [of]) as Scalar;
/** Prints `vector(1)`: one series without labels. */
export const vector = (of: Scalar | number | Quantity): Vector<never> => call('vector', [literal(of)]) as Vector<never>;
/** Prints `time()`: the evaluation time, in seconds since the epoch. */
export const time = (): Scalar => call('time', []) as Scalar;

interface Aggregate {
  <L extends string, const B extends L>(of: Vector<L>, grouping: { readonly by: readonly B[] }): Vector<B>;
  <L extends string, const W extends L>(
    of: Vector<L>,
    grouping: { readonly without: readonly W[] },
  ): Vector<Exclude<L, W>>;
  <L extends string>(of: Vector<L>): Vector<never>;
}
type Grouping = { readonly by?: readonly string[]; readonly without?: readonly string[] };

function aggregate(op: AggregationOp): Aggregate {
  return ((of: Node, grouping?: Grouping) => group(op, of, grouping)) as Aggregate;
}

function group(op: AggregationOp, of: Node, grouping: Grouping = {}, param?: Node): Node {
  const labels = grouping.by ?? grouping.without;
  return aggregation({
    op,
    expr: of,
    ...(param && { param }),
    ...(labels && { grouping: { by: grouping.by !== undefined, labels } }),
  });
}

/** Prints `sum by (job) (v)`. */
export const sum = aggregate('sum');
/** Prints `min by (job) (v)`. */
export const min = aggregate('min');
/** Prints `max by (job) (v)`. */
export const max = aggregate('max');
/** Prints `avg by (job) (v)`. */
export const avg = aggregate('avg');
/** Prints `group by (job) (v)`: 1 for every group. */
export const groupOf = aggregate('group');
/** Prints `stddev by (job) (v)`. */
export const stddev = aggregate('stddev');
/** Prints `stdvar by (job) (v)`. */
export const stdvar = aggregate('stdvar');
/** Prints `count by (job) (v)`. */
export const countOf = aggregate('count');
/** Prints `quantile by (job) (0.9, v)`: over series, not over a histogram. */
export const quantileOf = <L extends string, const B extends L>(
  phi: number,
  of: Vector<L>,
  grouping: { readonly by: readonly B[] },
): Vector<B> => group('quantile', of, grouping, literal(phi)) as Vector<B>;
/** Prints `topk(5, v)`. Dashboards only: in an alert the members change from one evaluation to the next. */
export const topk = <L extends string>(k: number, of: Vector<L>, grouping?: Grouping): Vector<L> =>
  group('topk', of, grouping, literal(k)) as Vector<L>;
/** Prints `bottomk(5, v)`. */
export const bottomk = <L extends string>(k: number, of: Vector<L>, grouping?: Grouping): Vector<L> =>
  group('bottomk', of, grouping, literal(k)) as Vector<L>;
/** Prints `count_values by (job) ("version", v)`. */
export const countValues = <L extends string, const B extends L, V extends string>(
  label: V,
  of: Vector<L>,
  grouping: { readonly by: readonly B[] },
): Vector<B | V> => group('count_values', of, grouping, string(label)) as Vector<B | V>;
