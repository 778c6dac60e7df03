import type { Limit } from '../catalog/limits.js';
import type { Allowing } from '../core/allowances.js';
import type { CallSite } from '../core/call-site.js';
import type { Duration } from '../core/durations.js';
import type { Node } from '../promql/ast.js';

/** One query of a panel and the name of the series that it draws. */
export interface PanelQuery {
  readonly kind: 'series';
  /** Names every label that tells the series apart: `p95 {{orchestrator_type}}` (ruling R17). */
  readonly legend: string;
  /** Without job and instance: rendering narrows every selector to the dashboard's variables. */
  readonly expr: Node;
}

/** A value column of a table. */
export interface Column {
  readonly kind: 'column';
  readonly title: string;
  readonly expr: Node;
  /** Colours the cells. */
  readonly limit?: Limit;
  readonly unit?: string;
}

/** Colours of Grafana's palette; the theme picks the shade. */
export type Color = 'green' | 'yellow' | 'orange' | 'red' | 'blue' | 'purple' | 'text';

/** How a single value reads: `{ 0: ['legacy', 'blue'], 1: ['coordinator', 'green'] }`; an empty text only colours it. */
export type ValueTexts = Readonly<Record<number | string, readonly [text: string, color: Color]>>;

interface PanelBase extends Allowing {
  readonly kind: 'panel';
  readonly title: string;
  /** What the panel's id is made of, together with the dashboard's slug; the title unless given. */
  readonly key: string;
  /** The panel's description: what to conclude and what to do. */
  readonly why: string;
  /** In columns of 24. */
  readonly width: number;
  /** In grid lines of 30 pixels. */
  readonly height: number;
  /** Slug of the dashboard that the panel's title links to. */
  readonly opens?: string;
  /** What the panel says while its queries return nothing. */
  readonly whenEmpty?: string;
  readonly site: CallSite | undefined;
}

/** A panel that draws series. */
export interface SeriesPanel extends PanelBase {
  readonly type: 'timeseries' | 'stat' | 'gauge' | 'bargauge' | 'piechart' | 'state-timeline';
  readonly series: readonly PanelQuery[];
  /** Drawn as lines and areas on a time series, as colours elsewhere. At most one on either side. */
  readonly limits: readonly Limit[];
  /** A Grafana unit id, to read the queries' unit another way, e.g. `reqps` instead of `cps`. */
  readonly unit?: string;
  /** What single values mean. */
  readonly values?: ValueTexts;
  /** The colour of all other values; green unless given. */
  readonly otherwise?: Color;
  readonly min?: number;
  readonly max?: number;
  /** Time series only: series stand on each other. */
  readonly stacked: boolean;
  /** Stat only: the history behind the number. */
  readonly sparkline: boolean;
}

/** A panel that lists label values with one or more measured columns, now. */
export interface TablePanel extends PanelBase {
  readonly type: 'table';
  readonly columns: readonly Column[];
  /** Header per label, in the order of the columns. Every label of the queries has one. */
  readonly labels: Readonly<Record<string, string>>;
  /** Colours of a label's values, by label. */
  readonly colors: Readonly<Record<string, Readonly<Record<string, Color>>>>;
  /** Title of the column that orders the lines, and whether the largest comes first. */
  readonly sortBy?: { readonly column: string; readonly descending: boolean };
}

/** A panel that lists log lines of the chosen jobs. */
export interface LogsPanel extends PanelBase {
  readonly type: 'logs';
  /** LogQL after the stream selector, which rendering writes: `| json | level="error"`. */
  readonly pipeline: string;
}

/** A panel that lists what fires now. Its query is Prometheus' own and nobody writes it. */
export interface AlertsPanel extends PanelBase {
  readonly type: 'alerts';
}

export type Panel = SeriesPanel | TablePanel | LogsPanel | AlertsPanel;

/** Panels under one heading. */
export interface Row {
  readonly kind: 'row';
  readonly title: string;
  readonly panels: readonly Panel[];
  readonly site: CallSite | undefined;
}

/** A variable whose choices are the values of a label. */
export interface LabelVariable {
  readonly kind: 'variable';
  readonly name: string;
  readonly title: string;
  /** The series whose label values are offered. */
  readonly of: Node;
}

/** Marks on every graph of a dashboard, wherever the query returns something. */
export interface Annotation {
  readonly kind: 'annotation';
  readonly title: string;
  readonly expr: Node;
  /** What stands at the mark, with labels as `{{label}}`. */
  readonly text: string;
  readonly color: Color;
}

/** A dashboard as content writes it; variables for datasource, job and instance are added to each. */
export interface Dashboard extends Allowing {
  readonly kind: 'dashboard';
  /** Name inside the project; the uid is `${site.uidPrefix}-${slug}`. */
  readonly slug: string;
  readonly title: string;
  /** The question that the dashboard answers. */
  readonly description: string;
  readonly tags: readonly string[];
  /** How often it reloads. */
  readonly refresh: Duration;
  /** How much time it shows at first. */
  readonly span: Duration;
  readonly variables: readonly LabelVariable[];
  readonly annotations: readonly Annotation[];
  readonly rows: readonly Row[];
  readonly site: CallSite | undefined;
}

/** The PromQL that content wrote for a panel, in the order of its refIds. */
export function panelQueries(panel: Panel): readonly (PanelQuery | Column)[] {
  if (panel.type === 'logs' || panel.type === 'alerts') return [];
  return panel.type === 'table' ? panel.columns : panel.series;
}

/** `A`, `B`, … `Z`, `AA`: the name of the n-th query of a panel. */
export function refId(n: number): string {
  return (n >= 26 ? refId(Math.floor(n / 26) - 1) : '') + String.fromCharCode(65 + (n % 26));
}
