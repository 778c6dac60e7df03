import type * as bargauge from '@grafana/grafana-foundation-sdk/bargauge';
import type * as dashboard from '@grafana/grafana-foundation-sdk/dashboard';
import type * as gauge from '@grafana/grafana-foundation-sdk/gauge';
import type * as heatmap from '@grafana/grafana-foundation-sdk/heatmap';
import type * as logs from '@grafana/grafana-foundation-sdk/logs';
import type * as piechart from '@grafana/grafana-foundation-sdk/piechart';
import type * as stat from '@grafana/grafana-foundation-sdk/stat';
import type * as statetimeline from '@grafana/grafana-foundation-sdk/statetimeline';
import type * as table from '@grafana/grafana-foundation-sdk/table';
import type * as text from '@grafana/grafana-foundation-sdk/text';
import type * as timeseries from '@grafana/grafana-foundation-sdk/timeseries';
import type { CustomFieldConfig, DataLink, Matcher, PlainFieldConfig } from './field-types.js';
import type { ClosedTarget, LokiSource, MixedSource, PrometheusSource } from './target-types.js';

/** The grid has 24 columns; that x + w stays within them is checked in code. */
interface GridPosition extends dashboard.GridPos {
  /** @asType integer @minimum 1 */
  h: number;
  /** @asType integer @minimum 1 @maximum 24 */
  w: number;
  /** @asType integer @minimum 0 @maximum 23 */
  x: number;
  /** @asType integer @minimum 0 */
  y: number;
}

interface Transformation extends Omit<dashboard.DataTransformerConfig, 'id' | 'options' | 'filter'> {
  id:
    | 'calculateField'
    | 'concatenate'
    | 'convertFieldType'
    | 'extractFields'
    | 'filterByRefId'
    | 'filterByValue'
    | 'filterFieldsByName'
    | 'formatTime'
    | 'groupBy'
    | 'groupingToMatrix'
    | 'joinByField'
    | 'joinByLabels'
    | 'labelsToFields'
    | 'limit'
    | 'merge'
    | 'organize'
    | 'partitionByValues'
    | 'prepareTimeSeries'
    | 'reduce'
    | 'renameByRegex'
    | 'rowsToFields'
    | 'seriesToRows'
    | 'sortBy'
    | 'timeSeriesTable'
    | 'transpose';
  options: Record<string, unknown>;
  filter?: Matcher;
}

/** What every panel has. Ids are ours to give: Grafana breaks on panels without one. */
interface PanelBase
  extends Omit<
    dashboard.Panel,
    | 'type'
    | 'id'
    | 'title'
    | 'gridPos'
    | 'targets'
    | 'datasource'
    | 'options'
    | 'fieldConfig'
    | 'links'
    | 'transformations'
    | 'libraryPanel'
    | 'maxPerRow'
    | 'maxDataPoints'
  > {
  /** @asType integer @minimum 1 */
  id: number;
  /** @minLength 1 */
  title: string;
  gridPos: GridPosition;
  links?: DataLink[];
  transformations?: Transformation[];
  /** @asType integer @minimum 1 */
  maxPerRow?: number;
  /** @asType integer @minimum 1 */
  maxDataPoints?: number;
}

interface QueryPanel extends PanelBase {
  datasource: PrometheusSource | LokiSource | MixedSource;
  /** @minItems 1 */
  targets: ClosedTarget[];
  /** @pattern ^>?=?[0-9]+(ms|s|m|h|d|w|M|y)$|^[$] */
  interval?: string;
}

// The SDK calls every panel's options `Options`; in one schema each needs a name of its own.
interface TimeseriesOptions extends Pick<timeseries.Options, keyof timeseries.Options> {}
interface StatOptions extends Pick<stat.Options, keyof stat.Options> {}
interface GaugeOptions extends Pick<gauge.Options, keyof gauge.Options> {}
interface BargaugeOptions extends Pick<bargauge.Options, keyof bargauge.Options> {}
interface TableOptions extends Pick<table.Options, keyof table.Options> {}
interface PiechartOptions extends Pick<piechart.Options, keyof piechart.Options> {}
interface StateTimelineOptions extends Pick<statetimeline.Options, keyof statetimeline.Options> {}
interface HeatmapOptions extends Pick<heatmap.Options, keyof heatmap.Options> {}
interface LogsOptions extends Pick<logs.Options, keyof logs.Options> {}
interface TextOptions extends Pick<text.Options, keyof text.Options> {}
interface TimeseriesField extends Pick<timeseries.FieldConfig, keyof timeseries.FieldConfig> {}
interface TableField extends Pick<table.FieldConfig, keyof table.FieldConfig> {}
interface PiechartField extends Pick<piechart.FieldConfig, keyof piechart.FieldConfig> {}
interface StateTimelineField extends Pick<statetimeline.FieldConfig, keyof statetimeline.FieldConfig> {}
interface HeatmapField extends Pick<heatmap.FieldConfig, keyof heatmap.FieldConfig> {}

export interface TimeseriesPanel extends QueryPanel {
  type: 'timeseries';
  options: TimeseriesOptions;
  fieldConfig: CustomFieldConfig<TimeseriesField>;
}

export interface StatPanel extends QueryPanel {
  type: 'stat';
  options: StatOptions;
  fieldConfig: PlainFieldConfig;
}

export interface GaugePanel extends QueryPanel {
  type: 'gauge';
  options: GaugeOptions;
  fieldConfig: PlainFieldConfig;
}

export interface BargaugePanel extends QueryPanel {
  type: 'bargauge';
  options: BargaugeOptions;
  fieldConfig: PlainFieldConfig;
}

export interface TablePanel extends QueryPanel {
  type: 'table';
  options: TableOptions;
  fieldConfig: CustomFieldConfig<TableField>;
}

export interface PiechartPanel extends QueryPanel {
  type: 'piechart';
  options: PiechartOptions;
  fieldConfig: CustomFieldConfig<PiechartField>;
}

export interface StateTimelinePanel extends QueryPanel {
  type: 'state-timeline';
  options: StateTimelineOptions;
  fieldConfig: CustomFieldConfig<StateTimelineField>;
}

export interface HeatmapPanel extends QueryPanel {
  type: 'heatmap';
  options: HeatmapOptions;
  fieldConfig: CustomFieldConfig<HeatmapField>;
}

export interface LogsPanel extends QueryPanel {
  type: 'logs';
  options: LogsOptions;
  fieldConfig?: PlainFieldConfig;
}

export interface TextPanel extends PanelBase {
  type: 'text';
  options: TextOptions;
}

export type ClosedPanel =
  | TimeseriesPanel
  | StatPanel
  | GaugePanel
  | BargaugePanel
  | TablePanel
  | PiechartPanel
  | StateTimelinePanel
  | HeatmapPanel
  | LogsPanel
  | TextPanel;

/** A row: its own panels when it is collapsed, none when it is open. */
export interface ClosedRow extends Omit<dashboard.RowPanel, 'id' | 'title' | 'gridPos' | 'panels' | 'datasource'> {
  /** @asType integer @minimum 1 */
  id: number;
  /** @minLength 1 */
  title: string;
  gridPos: GridPosition;
  panels: ClosedPanel[];
}
