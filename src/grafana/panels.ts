import type { Limit } from '../catalog/limits.js';
import { TelltaleError } from '../core/errors.js';
import type { Quantity } from '../core/quantities.js';
import type { Node } from '../promql/ast.js';
import type {
  AlertsPanel,
  Color,
  Column,
  LogsPanel,
  PanelQuery,
  SeriesPanel,
  TablePanel,
  ValueTexts,
} from './model.js';
import { base, type Common } from './panel-base.js';

interface SeriesOptions extends Common {
  readonly series: readonly PanelQuery[];
  /** Drawn as thresholds; two where both too little and too much are bad. */
  readonly limit?: Limit | readonly [below: Limit, above: Limit];
  /** A Grafana unit id of the queries' own dimension and scale. Left out, the unit follows from the queries. */
  readonly unit?: string;
  readonly values?: ValueTexts;
  /** The colour of values that `values` does not list. */
  readonly otherwise?: Color;
  readonly min?: number;
  readonly max?: number;
}

interface TableOptions extends Common {
  readonly columns: readonly [Column, ...Column[]];
  readonly labels: Readonly<Record<string, string>>;
  /** Colours of a label's values: `{ severity: { critical: 'red' } }`. */
  readonly colors?: TablePanel['colors'];
  readonly sortBy?: TablePanel['sortBy'];
}

/** A query and the name of what it draws: `series('p95 {{orchestrator_type}}', expr)`. */
export function series(legend: string, expr: Node): PanelQuery {
  if (legend.trim() === '')
    throw new TelltaleError('a series without a legend', { fix: 'name it, with its labels as {{label}}' });
  return Object.freeze({ kind: 'series', legend, expr });
}

/** A value column of a table: `column('Calls per second', expr, { limit })`. */
export function column(
  title: string,
  expr: Node,
  options: { readonly limit?: Limit; readonly unit?: string } = {},
): Column {
  if (title.trim() === '') throw new TelltaleError('a column without a title', { fix: 'say what it measures' });
  return Object.freeze({ kind: 'column', title, expr, ...options });
}

/** Lines over time, 12 columns by 8. `stacked` for parts of a whole. @throws TelltaleError on misuse, as all panels do. */
export function timeseries(title: string, options: SeriesOptions & { readonly stacked?: boolean }): SeriesPanel {
  return drawn('timeseries', title, options, [12, 8]);
}

/** Single numbers, 4 columns by 4. `sparkline` draws their history behind them. */
export function stat(title: string, options: SeriesOptions & { readonly sparkline?: boolean }): SeriesPanel {
  return drawn('stat', title, options, [4, 4]);
}

/** Dials between the lowest and the highest value that the queries can have, 6 columns by 6. */
export function gaugePanel(title: string, options: SeriesOptions): SeriesPanel {
  return drawn('gauge', title, options, [6, 6]);
}

/** One bar for each series, now, from the lowest to the highest value that the queries can have; 8 columns by 8. */
export function barGauge(title: string, options: SeriesOptions): SeriesPanel {
  return drawn('bargauge', title, options, [8, 8]);
}

/** Shares of a whole, now; 8 columns by 8. */
export function pieChart(title: string, options: SeriesOptions): SeriesPanel {
  return drawn('piechart', title, options, [8, 8]);
}

/** Which state each series was in, over time; 12 columns by 6. */
export function stateTimeline(title: string, options: SeriesOptions): SeriesPanel {
  return drawn('state-timeline', title, options, [12, 6]);
}

/** Label values with measured columns, now; 12 columns by 8. */
export function tablePanel(title: string, options: TableOptions): TablePanel {
  const common = base(title, options, [12, 8]);
  const titles = [...Object.values(options.labels), ...options.columns.map(c => c.title)];
  const twice = titles.find((t, i) => titles.indexOf(t) !== i);
  if (twice !== undefined)
    throw new TelltaleError(`table "${title}" has two columns "${twice}"`, { fix: 'rename one of them' });
  const { colors = {}, sortBy } = options;
  const unknown = Object.keys(colors).find(label => !(label in options.labels));
  if (unknown !== undefined) {
    throw new TelltaleError(`table "${title}" colours "${unknown}", which has no column`, {
      fix: `use one of ${Object.keys(options.labels).join(', ')}`,
    });
  }
  if (sortBy && !titles.includes(sortBy.column)) {
    throw new TelltaleError(`table "${title}" sorts by "${sortBy.column}", which is not a column`, {
      fix: `sort by one of ${titles.join(', ')}`,
    });
  }
  return Object.freeze({
    ...common,
    type: 'table',
    columns: Object.freeze([...options.columns]),
    labels: Object.freeze({ ...options.labels }),
    colors: Object.freeze({ ...colors }),
    ...(sortBy && { sortBy: Object.freeze({ ...sortBy }) }),
  });
}

/** The alerts that fire now, on the chosen jobs and instances or on none in particular; 12 columns by 8. */
export function alertsPanel(title: string, options: Common): AlertsPanel {
  return Object.freeze({ ...base(title, options, [12, 8]), type: 'alerts' });
}

/**
 * Log lines of the chosen jobs and instances, newest first; 24 columns by 10. `pipeline` is LogQL after the stream
 * selector: `| json | level="error"`.
 */
export function logsPanel(title: string, options: Common & { readonly pipeline: string }): LogsPanel {
  const common = base(title, options, [24, 10]);
  if (!/^\s*[|!]/.test(options.pipeline)) {
    throw new TelltaleError(`the pipeline of logs panel "${title}" does not begin with a filter or a stage`, {
      fix: 'leave out the stream selector, which follows from the variables: begin with | or !=',
    });
  }
  return Object.freeze({ ...common, type: 'logs', pipeline: options.pipeline.trim() });
}

function drawn(
  type: SeriesPanel['type'],
  title: string,
  options: SeriesOptions & { readonly stacked?: boolean; readonly sparkline?: boolean },
  size: readonly [number, number],
): SeriesPanel {
  const { limit, unit, values, otherwise, min, max, stacked = false, sparkline = false } = options;
  if (options.series.length === 0)
    throw new TelltaleError(`panel "${title}" has no series`, { fix: 'give it at least one series(legend, expr)' });
  const limits = limit === undefined ? [] : 'kind' in limit ? [limit] : limit;
  if (limits.length === 2 && !band(limits)) {
    throw new TelltaleError(`panel "${title}" has two limits with no good values between them`, {
      fix: 'give the limit below first, then one above it',
    });
  }
  if (limit && values) {
    throw new TelltaleError(`panel "${title}" takes its colours from a limit and from values`, {
      fix: 'give it one of the two',
    });
  }
  if (min !== undefined && max !== undefined && !(min < max))
    throw new TelltaleError(`panel "${title}" goes from ${min} to ${max}`, { fix: 'give a min below the max' });
  return Object.freeze({
    ...base(title, options, size),
    type,
    series: Object.freeze([...options.series]),
    limits: Object.freeze([...limits]),
    ...(unit !== undefined && { unit }),
    ...(values && { values: Object.freeze({ ...values }) }),
    ...(otherwise && { otherwise }),
    ...(min !== undefined && { min }),
    ...(max !== undefined && { max }),
    stacked,
    sparkline,
  });
}

function band([low, high]: readonly Limit[]): boolean {
  const values = (limit: Limit | undefined) =>
    Object.values<Quantity>(limit?.levels ?? {}).map(q => q.value * q.unit.scale);
  return (
    low?.direction === 'below' && high?.direction === 'above' && Math.max(...values(low)) < Math.min(...values(high))
  );
}
