import type * as dashboard from '@grafana/grafana-foundation-sdk/dashboard';
import type { ClosedPanel, ClosedRow } from './panel-types.js';
import type { GrafanaSource, LokiSource, PrometheusSource } from './target-types.js';

/**
 * The dashboards that we emit, as a closed type over the SDK's: what the SDK leaves open (`any`, a string that is really
 * a duration) or what breaks provisioning (`id`, `version`) is replaced here, everything else is the SDK's own.
 * scripts/schema/generate.ts turns this type into src/schema/dashboard.schema.json.
 */
export interface ClosedDashboard
  extends Omit<
    dashboard.Dashboard,
    | 'id'
    | 'version'
    | 'snapshot'
    | 'revision'
    | 'gnetId'
    | 'panels'
    | 'templating'
    | 'annotations'
    | 'links'
    | 'timepicker'
    | 'fiscalYearStartMonth'
  > {
  /** @pattern ^[a-z0-9_-]{1,40}$ */
  uid: string;
  /** @minLength 1 */
  title: string;
  /** @asType integer */
  schemaVersion: 42;
  tags?: NonEmpty[];
  /** @pattern ^([0-9]+(ms|s|m|h|d|w|M|y))?$ */
  refresh?: string;
  time?: Period;
  timepicker?: TimePicker;
  weekStart?: '' | 'saturday' | 'sunday' | 'monday' | 'browser';
  panels: (ClosedPanel | ClosedRow)[];
  templating: { list: ClosedVariable[] };
  annotations: { list: ClosedAnnotation[] };
  links?: HeaderLink[];
}

/** @minLength 1 */
type NonEmpty = string;

/** @pattern ^[0-9]+(ms|s|m|h|d|w|M|y)$ */
type GrafanaDuration = string;

/** @pattern ^(now([+-][0-9]+(s|m|h|d|w|M|Q|y))?(/(s|m|h|d|w|M|Q|y|fQ|fy))?|[0-9]{4}-[0-9]{2}-[0-9]{2}.*|[0-9]{10,})$ */
type GrafanaTime = string;

interface Period {
  from: GrafanaTime;
  to: GrafanaTime;
}

interface TimePicker extends Omit<dashboard.TimePickerConfig, 'refresh_intervals' | 'nowDelay' | 'quick_ranges'> {
  refresh_intervals?: GrafanaDuration[];
  nowDelay?: GrafanaDuration;
  quick_ranges?: dashboard.TimeOption[];
}

/** A link in the dashboard's header. Grafana fills in what is missing. */
interface HeaderLink extends Partial<Omit<dashboard.DashboardLink, 'title' | 'type'>> {
  /** @minLength 1 */
  title: string;
  type: dashboard.DashboardLinkType;
}

/** What every variable may have; VariableModel allows each kind the fields of all the others. */
interface VariableBase
  extends Pick<dashboard.VariableModel, 'label' | 'hide' | 'skipUrlSync' | 'description' | 'current'> {
  /** @pattern ^[A-Za-z_][A-Za-z0-9_]*$ */
  name: string;
}

type Choice = Pick<
  dashboard.VariableModel,
  'multi' | 'includeAll' | 'allValue' | 'allowCustomValue' | 'options' | 'regex'
>;

interface PrometheusVariableQuery {
  query: NonEmpty;
  refId: NonEmpty;
  /** @asType integer */
  qryType?: number;
}

interface QueryVariable
  extends VariableBase,
    Choice,
    Pick<dashboard.VariableModel, 'refresh' | 'sort' | 'definition' | 'staticOptions' | 'staticOptionsOrder'> {
  type: 'query';
  datasource: PrometheusSource | LokiSource;
  query: NonEmpty | PrometheusVariableQuery;
}

interface DatasourceVariable extends VariableBase, Choice, Pick<dashboard.VariableModel, 'refresh'> {
  type: 'datasource';
  query: 'prometheus' | 'loki';
}

interface CustomVariable extends VariableBase, Omit<Choice, 'regex'> {
  type: 'custom';
  query: NonEmpty;
}

interface IntervalVariable
  extends VariableBase,
    Pick<dashboard.VariableModel, 'options' | 'refresh' | 'auto' | 'auto_count'> {
  type: 'interval';
  query: NonEmpty;
  auto_min?: GrafanaDuration;
}

interface ConstantVariable extends VariableBase {
  type: 'constant';
  query: string;
}

interface TextboxVariable extends VariableBase, Pick<dashboard.VariableModel, 'options'> {
  type: 'textbox';
  query?: string;
}

type ClosedVariable =
  | QueryVariable
  | DatasourceVariable
  | CustomVariable
  | IntervalVariable
  | ConstantVariable
  | TextboxVariable;

interface AnnotationBase extends Omit<dashboard.AnnotationQuery, 'name' | 'datasource' | 'target' | 'mappings'> {
  /** @minLength 1 */
  name: string;
}

interface GrafanaAnnotation extends AnnotationBase {
  datasource: GrafanaSource;
  target?: dashboard.AnnotationTarget;
}

interface PrometheusAnnotation extends AnnotationBase {
  datasource: PrometheusSource;
  /** @minLength 1 */
  expr: string;
}

interface LokiAnnotation extends AnnotationBase {
  datasource: LokiSource;
  /** @minLength 1 */
  expr: string;
}

/** Told apart by datasource.type: see byDatasource in unions.ts. */
export type ClosedAnnotation = GrafanaAnnotation | PrometheusAnnotation | LokiAnnotation;
