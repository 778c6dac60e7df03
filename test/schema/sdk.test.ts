import * as bargauge from '@grafana/grafana-foundation-sdk/bargauge';
import type { Panel } from '@grafana/grafana-foundation-sdk/dashboard';
import * as gauge from '@grafana/grafana-foundation-sdk/gauge';
import * as heatmap from '@grafana/grafana-foundation-sdk/heatmap';
import * as logs from '@grafana/grafana-foundation-sdk/logs';
import * as loki from '@grafana/grafana-foundation-sdk/loki';
import * as piechart from '@grafana/grafana-foundation-sdk/piechart';
import * as prometheus from '@grafana/grafana-foundation-sdk/prometheus';
import * as stat from '@grafana/grafana-foundation-sdk/stat';
import * as statetimeline from '@grafana/grafana-foundation-sdk/statetimeline';
import * as table from '@grafana/grafana-foundation-sdk/table';
import * as text from '@grafana/grafana-foundation-sdk/text';
import * as timeseries from '@grafana/grafana-foundation-sdk/timeseries';
import { describe, expect, it } from 'vitest';
import { checkDocument } from '../../src/schema/index.js';
import { goodDashboard } from './good-dashboard.js';

const metrics = { type: 'prometheus', uid: 'prometheus' };
const lines = { type: 'loki', uid: 'loki' };
const query = () => new prometheus.DataqueryBuilder().refId('A').expr('up').legendFormat('{{job}}').datasource(metrics);
const logQuery = () => new loki.DataqueryBuilder().refId('A').expr('{job="victor"}').datasource(lines);

/** A panel of each type with nothing but what it needs: the rest is the SDK's defaults. */
const panels: Record<string, () => Panel> = {
  timeseries: () =>
    new timeseries.PanelBuilder().datasource(metrics).withTarget(query()).unit('s').fillOpacity(10).build(),
  stat: () => new stat.PanelBuilder().datasource(metrics).withTarget(query()).unit('s').build(),
  gauge: () => new gauge.PanelBuilder().datasource(metrics).withTarget(query()).unit('s').build(),
  bargauge: () => new bargauge.PanelBuilder().datasource(metrics).withTarget(query()).unit('s').build(),
  table: () => new table.PanelBuilder().datasource(metrics).withTarget(query()).filterable(true).build(),
  piechart: () => new piechart.PanelBuilder().datasource(metrics).withTarget(query()).unit('s').build(),
  'state-timeline': () => new statetimeline.PanelBuilder().datasource(metrics).withTarget(query()).lineWidth(0).build(),
  heatmap: () => new heatmap.PanelBuilder().datasource(metrics).withTarget(query()).unit('s').build(),
  logs: () => new logs.PanelBuilder().datasource(lines).withTarget(logQuery()).showTime(true).build(),
  text: () => new text.PanelBuilder().content('Read me.').build(),
};

describe('a panel built with the SDK', () => {
  it.each(Object.entries(panels))('of the type %s passes', (type, build) => {
    const built: Panel = JSON.parse(JSON.stringify(build()));
    const panel = {
      fieldConfig: undefined,
      options: {},
      ...built,
      id: 1,
      title: type,
      gridPos: { x: 0, y: 0, w: 24, h: 8 },
    };
    const document: unknown = JSON.parse(JSON.stringify({ ...goodDashboard(), panels: [panel] }));
    expect(checkDocument('dashboard', document)).toEqual([]);
  });
});
