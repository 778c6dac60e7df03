type Json = Record<string, unknown>;

const datasource = { type: 'prometheus', uid: '$datasource' };
const loki = { type: 'loki', uid: '$logs' };
const reduceOptions = { calcs: ['lastNotNull'], fields: '', values: false };
const legend = { displayMode: 'list', placement: 'bottom', showLegend: true, calcs: [] };
const tooltip = { mode: 'multi', sort: 'desc' };
const thresholds = {
  mode: 'absolute',
  steps: [
    { value: null, color: 'green' },
    { value: 1, color: 'orange' },
    { value: 5, color: 'red' },
  ],
};

/** A copy that shares nothing with itself, as a file would be read: structuredClone keeps shared objects shared. */
const fresh = (value: unknown): Json => JSON.parse(JSON.stringify(value));

const target = (refId: string, expr: string) => ({
  refId,
  datasource,
  expr,
  legendFormat: '{{job}}',
  range: true,
  editorMode: 'code',
});

const timeseries = (id: number, title: string, x: number, y: number) => ({
  id,
  type: 'timeseries',
  title,
  description: 'Requests by job.',
  datasource,
  gridPos: { x, y, w: 8, h: 8 },
  targets: [target('A', 'sum by (job) (rate(requests_total[$__rate_interval]))'), target('B', 'vector(1)')],
  options: { legend, tooltip },
  fieldConfig: {
    defaults: {
      unit: 'reqps',
      min: 0,
      decimals: 1,
      thresholds,
      color: { mode: 'palette-classic' },
      links: [{ title: 'Runbook', url: 'https://example.org/$job', targetBlank: true }],
      mappings: [{ type: 'special', options: { match: 'nan', result: { text: 'no traffic' } } }],
      custom: { drawStyle: 'line', lineWidth: 1, fillOpacity: 10, thresholdsStyle: { mode: 'dashed' } },
    },
    overrides: [
      {
        matcher: { id: 'byName', options: 'baseline' },
        properties: [
          { id: 'color', value: { mode: 'fixed', fixedColor: 'text' } },
          { id: 'custom.lineStyle', value: { fill: 'dash', dash: [10, 10] } },
          { id: 'unit', value: 's' },
        ],
      },
    ],
  },
});

/** A dashboard with one panel of most kinds, an open row and a collapsed one. Fresh at every call: tests change it. */
export function goodDashboard(): Json {
  return fresh({
    uid: 'coordinator-overview',
    title: 'Coordinator / Overview',
    description: 'All at a glance.',
    tags: ['coordinator'],
    timezone: 'browser',
    editable: false,
    graphTooltip: 1,
    schemaVersion: 42,
    refresh: '30s',
    time: { from: 'now-6h', to: 'now' },
    links: [{ title: 'Coordinator', type: 'dashboards', tags: ['coordinator'], asDropdown: true }],
    templating: {
      list: [
        { type: 'datasource', name: 'datasource', query: 'prometheus', hide: 0 },
        {
          type: 'query',
          name: 'job',
          label: 'Job',
          datasource,
          query: { query: 'label_values(up, job)', refId: 'job' },
          refresh: 2,
          multi: true,
          includeAll: true,
          allValue: '.+',
        },
        { type: 'query', name: 'instance', datasource, query: 'label_values(up{job=~"$job"}, instance)', sort: 1 },
      ],
    },
    annotations: {
      list: [
        {
          name: 'Restarts',
          datasource,
          enable: true,
          iconColor: 'blue',
          expr: 'changes(process_start_time_seconds[1m]) > 0',
          titleFormat: 'Restart',
        },
        {
          name: 'Notes',
          datasource: { type: 'grafana', uid: '-- Grafana --' },
          enable: true,
          iconColor: 'red',
          builtIn: 1,
        },
      ],
    },
    panels: [
      { id: 1, type: 'row', title: 'Traffic', collapsed: false, gridPos: { x: 0, y: 0, w: 24, h: 1 }, panels: [] },
      timeseries(2, 'Requests', 0, 1),
      {
        id: 3,
        type: 'stat',
        title: 'Health',
        datasource,
        gridPos: { x: 8, y: 1, w: 8, h: 8 },
        targets: [target('A', 'min(up)')],
        options: {
          graphMode: 'none',
          colorMode: 'background',
          justifyMode: 'auto',
          textMode: 'auto',
          wideLayout: true,
          showPercentChange: false,
          percentChangeColorMode: 'standard',
          orientation: 'auto',
          reduceOptions,
        },
        fieldConfig: { defaults: { unit: 'percentunit', thresholds }, overrides: [] },
      },
      {
        id: 4,
        type: 'table',
        title: 'Known gaps',
        datasource,
        gridPos: { x: 16, y: 1, w: 8, h: 8 },
        targets: [{ ...target('A', 'feature_parity_score < 0.95'), format: 'table', instant: true }],
        transformations: [{ id: 'organize', options: { excludeByName: { Time: true } } }],
        options: { showHeader: true, frameIndex: 0, cellHeight: 'sm', sortBy: [{ displayName: 'Value', desc: false }] },
        fieldConfig: {
          defaults: {
            unit: 'percentunit',
            custom: { align: 'auto', inspect: false, cellOptions: { type: 'color-background', mode: 'basic' } },
          },
          overrides: [
            { matcher: { id: 'byName', options: 'Value' }, properties: [{ id: 'custom.width', value: 120 }] },
          ],
        },
      },
      {
        id: 5,
        type: 'row',
        title: 'Logs',
        collapsed: true,
        gridPos: { x: 0, y: 9, w: 24, h: 1 },
        panels: [
          {
            id: 6,
            type: 'logs',
            title: 'Errors',
            datasource: loki,
            gridPos: { x: 0, y: 10, w: 16, h: 8 },
            targets: [
              { refId: 'A', datasource: loki, expr: '{job="victor"} |= "error"', maxLines: 100, queryType: 'range' },
            ],
            options: {
              showLabels: false,
              showCommonLabels: false,
              showTime: true,
              showLogContextToggle: false,
              wrapLogMessage: true,
              prettifyLogMessage: false,
              enableLogDetails: true,
              sortOrder: 'Descending',
              dedupStrategy: 'none',
            },
          },
          {
            id: 7,
            type: 'text',
            title: 'How to read this',
            gridPos: { x: 16, y: 10, w: 8, h: 8 },
            options: { mode: 'markdown', content: 'Errors of the last hours.' },
          },
        ],
      },
    ],
  });
}

/** A good dashboard of so many panels, for timing. */
export function largeDashboard(panels: number): Json {
  return fresh({
    ...goodDashboard(),
    panels: Array.from({ length: panels }, (_, i) =>
      timeseries(i + 1, `Panel ${i}`, (i % 3) * 8, Math.floor(i / 3) * 8),
    ),
  });
}
