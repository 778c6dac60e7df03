import type { Allowing } from '../core/allowances.js';
import { type CallSite, here } from '../core/call-site.js';
import { TelltaleError } from '../core/errors.js';
import type { Source } from '../core/sources.js';
import { type Unit, type UnitName, unit } from '../core/units.js';
import { type Closed, closed, type LabelSpecs, type TargetLabels, targetLabels } from './labels.js';
import type { Limit } from './limits.js';

/** No labels, no limits. */
type None = Record<never, never>;

export type Limits = { readonly [name: string]: Limit };

/** One time series family as PromQL names it: what a selector can select. L are its labels, the target's included. */
export interface Series<L extends LabelSpecs = LabelSpecs> {
  readonly kind: 'series';
  readonly name: string;
  readonly labels: L;
  readonly unit: Unit;
  /** How its value moves: what may be done to it follows from that. */
  readonly moves: 'counter' | 'gauge' | 'bucket';
}

interface Common<L extends LabelSpecs, M extends Limits> extends Allowing {
  readonly name: string;
  readonly help: string;
  readonly unit: Unit;
  /** The labels that the application sets, without job and instance. */
  readonly own: L;
  readonly limits: M;
  readonly source: Source;
  readonly site: CallSite | undefined;
}

/** A cumulative count. It is its own series. */
export interface Counter<L extends LabelSpecs = LabelSpecs, M extends Limits = Limits>
  extends Common<L, M>,
    Omit<Series<L & TargetLabels>, 'kind' | 'moves'> {
  readonly kind: 'metric';
  readonly type: 'counter';
  readonly moves: 'counter';
}

/** A value that goes up and down. It is its own series. T are the labels that Prometheus attaches. */
export interface Gauge<
  L extends LabelSpecs = LabelSpecs,
  M extends Limits = Limits,
  T extends LabelSpecs = TargetLabels,
> extends Common<L, M>,
    Omit<Series<L & T>, 'kind' | 'moves'> {
  readonly kind: 'metric';
  readonly type: 'gauge';
  readonly moves: 'gauge';
  /** The lowest and highest value that it can have. */
  readonly range: readonly [number, number];
  /** A batch job pushes it to a Pushgateway: it has a job, but no instance, and stays until pushed again. */
  readonly pushed: boolean;
}

/** The labels of a pushed metric besides its own. */
export type PushLabels = Pick<TargetLabels, 'job'>;

/** A distribution: its bare name has no samples (ruling R3), its three series have. */
export interface Histogram<L extends LabelSpecs = LabelSpecs, M extends Limits = Limits> extends Common<L, M> {
  readonly kind: 'metric';
  readonly type: 'histogram';
  /** Upper bucket edges in the metric's unit, ascending, without +Inf. */
  readonly buckets: readonly number[];
  /** Observed while a process starts and not after: its rate is 0, but for a moment (ruling R13). */
  readonly atStart: boolean;
  readonly bucket: Series<L & TargetLabels & { readonly le: Closed }>;
  readonly sum: Series<L & TargetLabels>;
  readonly count: Series<L & TargetLabels>;
}

/** A series that a recording rule writes. Its labels are all that it has: job and instance only when listed. */
export interface Recorded<L extends LabelSpecs = LabelSpecs> extends Omit<Series<L>, 'kind' | 'moves'>, Allowing {
  readonly kind: 'metric';
  readonly type: 'recorded';
  readonly moves: 'gauge';
  readonly help: string;
  readonly own: L;
  readonly limits: Limits;
  readonly source: Source;
  readonly site: CallSite | undefined;
  readonly range: readonly [number, number];
}

export type Metric = Counter | Gauge | Gauge<LabelSpecs, Limits, PushLabels> | Histogram | Recorded;

interface Options<L extends LabelSpecs, M extends Limits> extends Allowing {
  /** One sentence for `# HELP` and the reference page. */
  readonly help: string;
  readonly unit: UnitName;
  readonly labels?: L;
  readonly limits?: M;
  readonly source: Source;
}

/** Defines a counter. Its name ends in `_total`. @throws TelltaleError on a bad name or label. */
export function counter<const L extends LabelSpecs = None, const M extends Limits = None>(
  name: string,
  options: Options<L, M>,
): Counter<L, M> {
  const common = define(name, options);
  if (!name.endsWith('_total'))
    throw new TelltaleError(`counter "${name}" does not end in _total`, { fix: `call it "${name}_total"` });
  return Object.freeze({
    ...common,
    kind: 'metric',
    type: 'counter',
    moves: 'counter',
    labels: withTarget(common.own),
  });
}

type GaugeOptions<L extends LabelSpecs, M extends Limits> = Options<L, M> & {
  readonly range?: readonly [number, number];
};

/** Defines a gauge; `range` is what its value can be, all numbers when left out. */
export function gauge<const L extends LabelSpecs = None, const M extends Limits = None>(
  name: string,
  options: GaugeOptions<L, M>,
): Gauge<L, M> {
  const common = define(name, options);
  return Object.freeze({ ...common, ...gaugeParts(name, options), labels: withTarget(common.own), pushed: false });
}

/** Defines a gauge that a batch job, such as a CI run, pushes to a Pushgateway (ruling R22). It has no instance label. */
export function pushedGauge<const L extends LabelSpecs = None, const M extends Limits = None>(
  name: string,
  options: GaugeOptions<L, M>,
): Gauge<L, M, PushLabels> {
  const common = define(name, options);
  const labels = Object.freeze({ ...common.own, job: targetLabels.job });
  return Object.freeze({ ...common, ...gaugeParts(name, options), labels, pushed: true });
}

function gaugeParts(name: string, options: GaugeOptions<LabelSpecs, Limits>) {
  const range = options.range ?? ([-Infinity, Infinity] as const);
  if (!(range[0] < range[1]))
    throw new TelltaleError(`gauge "${name}" has the range ${range.join('–')}`, { fix: 'give [lowest, highest]' });
  return { kind: 'metric', type: 'gauge', moves: 'gauge', range: Object.freeze(range) } as const;
}

/** Defines a histogram; `buckets` are upper edges in its unit, ascending, +Inf left out. */
export function histogram<const L extends LabelSpecs = None, const M extends Limits = None>(
  name: string,
  options: Options<L, M> & {
    readonly buckets: readonly number[];
    /** It is observed while a process starts, and not after. */
    readonly atStart?: boolean;
  },
): Histogram<L, M> {
  const common = define(name, options);
  const { buckets } = options;
  if (
    buckets.length === 0 ||
    buckets.some((b, i) => !Number.isFinite(b) || (i > 0 && b <= (buckets[i - 1] as number)))
  ) {
    throw new TelltaleError(`the buckets of "${name}" are not ascending finite numbers`, {
      fix: 'list the upper edges in order, without +Inf',
    });
  }
  const labels = withTarget(common.own);
  const series = <S extends LabelSpecs>(suffix: string, own: S, of: Unit, moves: Series['moves']): Series<S> =>
    Object.freeze({ kind: 'series', name: `${name}_${suffix}`, labels: own, unit: of, moves });
  return Object.freeze({
    ...common,
    kind: 'metric',
    type: 'histogram',
    buckets: Object.freeze([...buckets]),
    atStart: options.atStart ?? false,
    bucket: series('bucket', { ...labels, le: closed(...buckets.map(formatLe), '+Inf') }, unit('count'), 'bucket'),
    sum: series('sum', labels, common.unit, 'counter'),
    count: series('count', labels, unit('count'), 'counter'),
  });
}

/**
 * Declares a series that a recording rule writes, so that dashboards and alerts can name it; `record(series, expr)`
 * says how. The name is `level:metric:operations`, where level lists exactly the labels.
 */
export function recorded<const L extends LabelSpecs = None, const M extends Limits = None>(
  name: string,
  options: Options<L, M> & { readonly range?: readonly [number, number] },
): Recorded<L> & { readonly limits: M } {
  const common = define(name, options, /^[a-zA-Z_][a-zA-Z0-9_]*(:[a-zA-Z0-9_]+){1,2}$/);
  return Object.freeze({
    ...common,
    kind: 'metric',
    type: 'recorded',
    moves: 'gauge',
    labels: common.own,
    range: Object.freeze(options.range ?? ([-Infinity, Infinity] as const)),
  });
}

/** A bucket edge as Prometheus 3 writes it: always with a decimal point or an exponent. */
export function formatLe(edge: number): string {
  const text = String(edge);
  return /[.e]/.test(text) ? text : `${text}.0`;
}

const namePattern = /^[a-zA-Z_][a-zA-Z0-9_]*$/;
const reserved = new Set(['job', 'instance', 'le', 'quantile']);

function define<L extends LabelSpecs, M extends Limits>(name: string, options: Options<L, M>, pattern = namePattern) {
  const { help, labels = {} as L, limits = {} as M, source } = options;
  if (!pattern.test(name))
    throw new TelltaleError(`"${name}" is not a metric name`, { fix: `write one that matches ${pattern.source}` });
  if (help.trim() === '')
    throw new TelltaleError(`metric "${name}" has no help`, { fix: 'say in one sentence what it measures' });
  for (const label of Object.keys(labels)) {
    const ours = pattern === namePattern && reserved.has(label);
    if (!namePattern.test(label) || label.startsWith('__') || ours) {
      throw new TelltaleError(`metric "${name}" cannot have a label "${label}"`, {
        fix: ours ? 'leave it out: Prometheus sets it' : 'use letters, digits and _, without a leading __',
      });
    }
  }
  const named = Object.fromEntries(
    Object.entries(limits).map(([key, limit]) => [key, Object.freeze({ ...limit, id: `${name}.${key}` })]),
  );
  return {
    name,
    help,
    unit: unit(options.unit),
    own: Object.freeze(labels),
    limits: Object.freeze(named) as unknown as M,
    source,
    ...(options.allow && { allow: options.allow }),
    site: here(),
  };
}

function withTarget<L extends LabelSpecs>(own: L): L & TargetLabels {
  return Object.freeze({ ...own, ...targetLabels });
}
