import { type InspectedQuery, unitId, unitOf } from './inspect.js';
import type { Color, TablePanel, ValueTexts } from './model.js';
import { thresholds, valueMappings } from './render-series.js';
import { type Context, target } from './render-target.js';
import { sdk } from './sdk.js';

/** A table: one instant query for each value column, joined on their labels. */
export function renderTable(panel: TablePanel, queries: readonly InspectedQuery[], context: Context) {
  const builder = new sdk.table.PanelBuilder().cellHeight(sdk.common.TableCellHeight.Sm);
  for (const query of queries) {
    builder.withTarget(target(query, context).format(sdk.prometheus.PromQueryFormat.Table).instant());
  }
  if (queries.length > 1) builder.withTransformation({ id: 'merge', options: {} });
  builder.withTransformation({ id: 'organize', options: columnsOf(panel, queries) });
  const [first] = queries;
  builder.unit(first ? unitId(first.inferred, panel.columns[0]?.unit) : 'none');
  builder.thresholds(thresholds([], undefined));
  for (const [i, query] of queries.entries()) {
    const column = panel.columns[i];
    if (!column) continue;
    builder.overrideByName(column.title, [
      { id: 'unit', value: unitId(query.inferred, column.unit) },
      // The table's own text is for when there is no line at all.
      ...(panel.whenEmpty !== undefined && queries.length > 1 ? [{ id: 'noValue', value: '–' }] : []),
      ...(column.limit
        ? [
            { id: 'thresholds', value: thresholds([column.limit], unitOf(query.inferred)).build() },
            { id: 'custom.cellOptions', value: { type: 'color-background', mode: 'basic' } },
          ]
        : []),
    ]);
  }
  for (const [label, values] of Object.entries(panel.colors)) {
    builder.overrideByName(panel.labels[label] ?? label, [
      { id: 'mappings', value: valueMappings(coloured(values)) },
      { id: 'custom.cellOptions', value: { type: 'color-text' } },
    ]);
  }
  if (panel.sortBy) {
    const { column, descending } = panel.sortBy;
    builder.sortBy([new sdk.common.TableSortByFieldStateBuilder().displayName(column).desc(descending)]);
  }
  return builder;
}

/** Which fields the table shows, in which order and under which header. Grafana numbers value fields only when there are several. */
function columnsOf(panel: TablePanel, queries: readonly InspectedQuery[]) {
  const shown = Object.keys(panel.labels);
  const values = queries.map(q => (queries.length > 1 ? `Value #${q.refId}` : 'Value'));
  const hidden = queries.flatMap(q => [...q.inferred.labels.keys()]).filter(label => !shown.includes(label));
  const order = [...shown, ...values];
  return {
    excludeByName: Object.fromEntries(['Time', '__name__', ...hidden].map(name => [name, true])),
    indexByName: Object.fromEntries(order.map((name, i) => [name, i])),
    renameByName: {
      ...panel.labels,
      ...Object.fromEntries(values.map((name, i) => [name, panel.columns[i]?.title ?? name])),
    },
  };
}

/** Values that keep their text. */
function coloured(values: Readonly<Record<string, Color>>): ValueTexts {
  return Object.fromEntries(Object.entries(values).map(([value, color]) => [value, ['', color]]));
}
