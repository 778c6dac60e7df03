import { alertsTable, alertWorld } from './alerts.js';
import { dashboardUid } from './dashboards.js';
import { inspectQueries } from './inspect.js';
import type { GridPosition } from './layout.js';
import type { LogsPanel, Panel } from './model.js';
import { renderSeries } from './render-series.js';
import { renderTable } from './render-table.js';
import { type Context, datasources } from './render-target.js';
import { leavingOut, sdk } from './sdk.js';

/** A panel as an SDK builder: with its id, its place, its datasource, and that datasource on every target. */
export function renderPanel(panel: Panel, id: number, gridPos: GridPosition, context: Context) {
  const { site } = context;
  const builder = renderKind(panel, context);
  builder
    .id(id)
    .title(panel.title)
    .description(panel.why)
    .gridPos({ ...gridPos });
  if (panel.whenEmpty !== undefined) builder.noValue(panel.whenEmpty);
  builder.datasource(panel.type === 'logs' ? datasources.loki : datasources.prometheus);
  if (panel.opens !== undefined) {
    const url = `/d/${dashboardUid(panel.opens, site)}?\${__url_time_range}&\${__all_variables}`;
    const link = new sdk.dashboard.DashboardLinkBuilder('Details').type(sdk.dashboard.DashboardLinkType.Link).url(url);
    builder.links([leavingOut(link, 'placement')]);
  }
  return builder;
}

function renderKind(panel: Panel, context: Context) {
  switch (panel.type) {
    case 'logs':
      return renderLogs(panel);
    case 'alerts': {
      const table = alertsTable(panel);
      return renderTable(table, inspectQueries(table, alertWorld), context);
    }
    case 'table':
      return renderTable(panel, inspectQueries(panel, context.world), context);
    default:
      return renderSeries(panel, inspectQueries(panel, context.world), context);
  }
}

function renderLogs(panel: LogsPanel) {
  const { loki, logs, common } = sdk;
  // Streams need not carry an instance, whoever ships them; those that do not are shown with any choice.
  const expr = `{job=~"$job", instance=~"$instance|"} ${panel.pipeline}`;
  return new logs.PanelBuilder()
    .withTarget(
      new loki.DataqueryBuilder()
        .refId('A')
        .datasource(datasources.loki)
        .editorMode(loki.QueryEditorMode.Code)
        .queryType('range')
        .expr(expr)
        .maxLines(500),
    )
    .showTime(true)
    .wrapLogMessage(true)
    .prettifyLogMessage(false)
    .enableLogDetails(true)
    .sortOrder(common.LogsSortOrder.Descending)
    .dedupStrategy(common.LogsDedupStrategy.None);
}
