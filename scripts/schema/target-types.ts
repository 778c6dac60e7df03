import type * as loki from '@grafana/grafana-foundation-sdk/loki';
import type * as prometheus from '@grafana/grafana-foundation-sdk/prometheus';

/** A datasource by type and uid; both, because Grafana takes a missing uid for the default datasource. */
export interface PrometheusSource {
  type: 'prometheus';
  /** @minLength 1 */
  uid: string;
}

export interface LokiSource {
  type: 'loki';
  /** @minLength 1 */
  uid: string;
}

/** Grafana's own store of annotations. */
export interface GrafanaSource {
  type: 'grafana';
  uid: '-- Grafana --';
}

/** For panels whose targets have datasources of different types. */
export interface MixedSource {
  type: 'datasource';
  uid: '-- Mixed --';
}

/** The SDK's classes carry this function; JSON does not. */
type Marker = '_implementsDataqueryVariant';

interface PrometheusTarget
  extends Omit<prometheus.Dataquery, Marker | 'datasource' | 'refId' | 'expr' | 'interval' | 'editorMode'> {
  editorMode?: `${prometheus.QueryEditorMode}`;
  datasource: PrometheusSource;
  /** @minLength 1 */
  refId: string;
  /** @minLength 1 */
  expr: string;
  /** @pattern ^[0-9]+(ms|s|m|h|d|w|M|y)$|^[$] */
  interval?: string;
}

interface LokiTarget extends Omit<loki.dataquery, Marker | 'datasource' | 'refId' | 'expr' | 'editorMode'> {
  editorMode?: `${loki.QueryEditorMode}`;
  datasource: LokiSource;
  /** @minLength 1 */
  refId: string;
  /** @minLength 1 */
  expr: string;
}

/** Told apart by datasource.type: see byDatasource in unions.ts. */
export type ClosedTarget = PrometheusTarget | LokiTarget;
