import type { SpecialValueMap, ValueMap } from '@grafana/grafana-foundation-sdk/dashboard';
import type { Limit } from '../catalog/limits.js';
import type { Unit } from '../core/units.js';
import { print } from '../promql/print.js';
import { type InspectedQuery, unitId, unitOf } from './inspect.js';
import type { Color, SeriesPanel, ValueTexts } from './model.js';
import { type Context, target } from './render-target.js';
import { sdk } from './sdk.js';
import { thresholdSteps, thresholdStyle } from './thresholds.js';

/** A panel that draws series, in the shape of its type. */
export function renderSeries(panel: SeriesPanel, queries: readonly InspectedQuery[], context: Context) {
  const builder = shape(panel);
  for (const [i, query] of queries.entries()) {
    const base = target(query, context).legendFormat(panel.series[i]?.legend ?? '');
    builder.withTarget(isInstant(panel, query) ? base.instant() : base.range());
  }
  const first = queries.find(q => unitOf(q.inferred)) ?? queries[0];
  const unit = first && unitOf(first.inferred);
  builder.unit(first ? unitId(first.inferred, panel.unit) : 'none');
  builder.thresholds(thresholds(panel.limits, unit, panel.otherwise));
  const { FieldColorBuilder, FieldColorModeId } = sdk.dashboard;
  const color = new FieldColorBuilder();
  if (panel.limits.length > 0 || panel.values) {
    const lines = panel.type === 'timeseries' || panel.type === 'piechart';
    color.mode(lines ? FieldColorModeId.PaletteClassic : FieldColorModeId.Thresholds);
  } else if (panel.type === 'stat') {
    color.mode(FieldColorModeId.Fixed).fixedColor('text');
  } else {
    color.mode(FieldColorModeId.PaletteClassic);
  }
  builder.colorScheme(color);
  const mappings = [...valueMappings(panel.values), ...emptyMappings(panel)];
  if (mappings.length > 0) builder.mappings(mappings);
  const [min, max] = ends(panel, queries);
  if (min !== undefined) builder.min(min);
  if (max !== undefined) builder.max(max);
  return builder;
}

/** The colours of limits; without one everything is plain, where Grafana by itself would turn red at 80. */
export function thresholds(limits: readonly Limit[], unit: Unit | undefined, plain?: Color) {
  const { ThresholdsConfigBuilder, ThresholdsMode } = sdk.dashboard;
  const steps = plain ? [{ value: null, color: plain }] : thresholdSteps(limits, unit);
  return new ThresholdsConfigBuilder().mode(ThresholdsMode.Absolute).steps(steps);
}

/** Only lines and states over time need the past; a query over `$__range` has it inside. */
function isInstant(panel: SeriesPanel, query: InspectedQuery): boolean {
  if (panel.type === 'timeseries' || panel.type === 'state-timeline') return false;
  return !(panel.type === 'stat' && panel.sparkline) || print(query.expr).includes('$__range');
}

/** How values read, an empty text only colours. */
export function valueMappings(values: ValueTexts | undefined): ValueMap[] {
  if (!values) return [];
  const options = Object.entries(values).map(([value, [text, color]], index) => [
    value,
    { ...(text !== '' && { text }), color, index },
  ]);
  return [{ type: sdk.dashboard.MappingType.ValueToText, options: Object.fromEntries(options) }];
}

/** Nothing, and 0 / 0, is neither good nor bad: Grafana would give it the colour of the lowest value, which often is green. */
function emptyMappings({ type, whenEmpty }: SeriesPanel): SpecialValueMap[] {
  if (whenEmpty === undefined || !(type === 'stat' || type === 'gauge' || type === 'bargauge')) return [];
  const { MappingType, SpecialValueMatch } = sdk.dashboard;
  const result = { text: whenEmpty, color: 'text' };
  return [{ type: MappingType.SpecialValue, options: { match: SpecialValueMatch.NullAndNan, result } }];
}

/** A dial needs both ends, and a bar that does not begin at the lowest value lies: those of the values that queries can have. */
function ends(panel: SeriesPanel, queries: readonly InspectedQuery[]): (number | undefined)[] {
  if (panel.type !== 'gauge' && panel.type !== 'bargauge') return [panel.min, panel.max];
  const finite = (n: number) => (Number.isFinite(n) ? n : undefined);
  return [
    panel.min ?? finite(Math.min(...queries.map(q => q.inferred.range[0]))),
    panel.max ?? finite(Math.max(...queries.map(q => q.inferred.range[1]))),
  ];
}

function shape(panel: SeriesPanel) {
  const { common } = sdk;
  const now = new common.ReduceDataOptionsBuilder().calcs(['lastNotNull']).fields('').values(false);
  switch (panel.type) {
    case 'timeseries':
      return timeseries(panel);
    case 'stat':
      return new sdk.stat.PanelBuilder()
        .reduceOptions(now)
        .graphMode(panel.sparkline ? common.BigValueGraphMode.Area : common.BigValueGraphMode.None)
        .colorMode(
          panel.limits.length > 0 || panel.values
            ? common.BigValueColorMode.Background
            : common.BigValueColorMode.Value,
        )
        .textMode(common.BigValueTextMode.Auto);
    case 'gauge':
      return new sdk.gauge.PanelBuilder().reduceOptions(now).showThresholdMarkers(true).showThresholdLabels(false);
    case 'bargauge':
      return new sdk.bargauge.PanelBuilder()
        .reduceOptions(now)
        .orientation(common.VizOrientation.Horizontal)
        .displayMode(common.BarGaugeDisplayMode.Gradient);
    case 'piechart':
      return new sdk.piechart.PanelBuilder()
        .reduceOptions(now)
        .pieType(sdk.piechart.PieChartType.Donut)
        .displayLabels([sdk.piechart.PieChartLabels.Percent])
        .legend(
          new sdk.piechart.PieChartLegendOptionsBuilder()
            .displayMode(common.LegendDisplayMode.Table)
            .placement(common.LegendPlacement.Right)
            .showLegend(true)
            .values([sdk.piechart.PieChartLegendValues.Value]),
        )
        .tooltip(tooltip());
    case 'state-timeline':
      return new sdk.statetimeline.PanelBuilder()
        .legend(legend([]))
        .tooltip(tooltip())
        .showValue(common.VisibilityMode.Auto)
        .fillOpacity(80)
        .mergeValues(true);
    default:
      return panel.type satisfies never;
  }
}

function timeseries(panel: SeriesPanel) {
  const { common } = sdk;
  const { Off, Dashed, LineAndArea } = common.GraphThresholdsStyleMode;
  const mode = { off: Off, dashed: Dashed, 'line+area': LineAndArea }[thresholdStyle(panel.limits)];
  const builder = new sdk.timeseries.PanelBuilder()
    .legend(legend(['lastNotNull', 'max']))
    .tooltip(tooltip())
    .drawStyle(common.GraphDrawStyle.Line)
    .lineWidth(2)
    .fillOpacity(panel.stacked ? 40 : 0)
    .showPoints(common.VisibilityMode.Auto)
    .thresholdsStyle(new common.GraphThresholdsStyleConfigBuilder().mode(mode));
  if (panel.stacked) builder.stacking(new common.StackingConfigBuilder().mode(common.StackingMode.Normal).group('A'));
  return builder;
}

function legend(calcs: string[]) {
  const { VizLegendOptionsBuilder, LegendDisplayMode, LegendPlacement } = sdk.common;
  return new VizLegendOptionsBuilder()
    .displayMode(calcs.length > 0 ? LegendDisplayMode.Table : LegendDisplayMode.List)
    .placement(LegendPlacement.Bottom)
    .showLegend(true)
    .calcs(calcs);
}

function tooltip() {
  const { VizTooltipOptionsBuilder, TooltipDisplayMode, SortOrder } = sdk.common;
  return new VizTooltipOptionsBuilder().mode(TooltipDisplayMode.Multi).sort(SortOrder.Descending);
}
