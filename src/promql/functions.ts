import type { AggregationOp, ValueType } from './ast.js';

/** One function of PromQL. */
export interface FunctionSpec {
  readonly name: string;
  readonly args: readonly ValueType[];
  /** How many of the last arguments may be left out. */
  readonly optional: number;
  /** The last argument may come any number of times, none included. */
  readonly variadic: boolean;
  readonly returns: ValueType;
  /** The Prometheus version that brought it; undefined when 2.42 has it. */
  readonly since?: string;
  /** The version that took it away again, and what to write there. */
  readonly removed?: { readonly in: string; readonly renamedTo: string };
  /** Behind a feature flag in the versions that have it. */
  readonly experimental: boolean;
}

type Extras = Partial<Pick<FunctionSpec, 'optional' | 'variadic' | 'since' | 'removed' | 'experimental'>>;

const letters: Readonly<Record<string, ValueType>> = { v: 'vector', s: 'scalar', m: 'matrix', t: 'string' };

function define(names: string, signature: string, extras: Extras = {}): FunctionSpec[] {
  const [args = '', returns = 'v'] = signature.split('>');
  return names.split(' ').map(name =>
    Object.freeze({
      name,
      args: Object.freeze([...args].map(letter => letters[letter] as ValueType)),
      optional: 0,
      variadic: false,
      returns: letters[returns] as ValueType,
      experimental: false,
      ...extras,
    }),
  );
}

const experimental = (since: string): Extras => ({ since, experimental: true });

/** v vector, s scalar, m matrix, t string; what stands after `>` is returned. */
const list = [
  ...define('abs absent ceil exp floor ln log10 log2 sgn sqrt sort sort_desc timestamp', 'v>v'),
  ...define('acos acosh asin asinh atan atanh cos cosh deg rad sin sinh tan tanh', 'v>v'),
  ...define('histogram_count histogram_sum', 'v>v'),
  ...define('absent_over_time avg_over_time changes count_over_time delta deriv idelta increase irate', 'm>v'),
  ...define('last_over_time max_over_time min_over_time present_over_time rate resets', 'm>v'),
  ...define('stddev_over_time stdvar_over_time sum_over_time', 'm>v'),
  ...define('day_of_month day_of_week day_of_year days_in_month hour minute month year', 'v>v', { optional: 1 }),
  ...define('clamp', 'vss>v'),
  ...define('clamp_max clamp_min', 'vs>v'),
  ...define('histogram_fraction', 'ssv>v'),
  ...define('histogram_quantile', 'sv>v'),
  ...define('holt_winters', 'mss>v', { removed: { in: '3.0', renamedTo: 'double_exponential_smoothing' } }),
  ...define('label_join', 'vttt>v', { variadic: true }),
  ...define('label_replace', 'vtttt>v'),
  ...define('pi time', '>s'),
  ...define('predict_linear', 'ms>v'),
  ...define('quantile_over_time', 'sm>v'),
  ...define('round', 'vs>v', { optional: 1 }),
  ...define('scalar', 'v>s'),
  ...define('vector', 's>v'),

  ...define('histogram_stddev histogram_stdvar', 'v>v', { since: '2.47' }),
  ...define('histogram_avg', 'v>v', { since: '2.51' }),
  ...define('mad_over_time', 'm>v', experimental('2.49')),
  ...define('sort_by_label sort_by_label_desc', 'vt>v', { ...experimental('2.49'), variadic: true }),
  ...define('double_exponential_smoothing', 'mss>v', experimental('3.0')),
  ...define('info', 'vv>v', { ...experimental('3.0'), optional: 1 }),
  ...define('ts_of_max_over_time ts_of_min_over_time ts_of_last_over_time', 'm>v', experimental('3.5')),
  ...define('first_over_time ts_of_first_over_time', 'm>v', experimental('3.7')),
  ...define('step range start end', '>s', experimental('3.12')),
  ...define('histogram_quantiles', 'vtss>v', { ...experimental('3'), variadic: true }),
];

/** Every function of PromQL by name, those that are newer than 2.42 included: they have `since`. */
export const functions: ReadonlyMap<string, FunctionSpec> = new Map(list.map(spec => [spec.name, spec]));

/** How many arguments a call may have; `max` is infinite for a variadic function. */
export function arity(spec: FunctionSpec): { readonly min: number; readonly max: number } {
  const { args, optional, variadic } = spec;
  return { min: args.length - (variadic ? 1 : optional), max: variadic ? Number.POSITIVE_INFINITY : args.length };
}

/** One aggregation of PromQL: what stands before the aggregated expression, if anything. */
export interface AggregationSpec {
  readonly op: AggregationOp;
  readonly param?: ValueType;
  /** The Prometheus version that brought it, behind a feature flag; undefined when 2.42 has it. */
  readonly since?: string;
}

const aggregate = (op: AggregationOp, param?: ValueType, since?: string): [string, AggregationSpec] => [
  op,
  Object.freeze({ op, ...(param && { param }), ...(since && { since }) }),
];

/** Every aggregation of PromQL by name, those that are newer than 2.42 included: they have `since`. */
export const aggregations: ReadonlyMap<string, AggregationSpec> = new Map([
  ...(['sum', 'min', 'max', 'avg', 'group', 'stddev', 'stdvar', 'count'] as const).map(op => aggregate(op)),
  aggregate('count_values', 'string'),
  aggregate('bottomk', 'scalar'),
  aggregate('topk', 'scalar'),
  aggregate('quantile', 'scalar'),
  aggregate('limitk', 'scalar', '3.0'),
  aggregate('limit_ratio', 'scalar', '3.0'),
]);
