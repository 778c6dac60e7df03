import { readdirSync, readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import * as metrics from '../../catalog/metrics.js';
import * as recorded from '../../catalog/recorded.js';
import site from '../../catalog/site.js';
import { openWorld, world } from '../../src/catalog/world.js';
import { checkFiles } from '../../src/lint/files.js';
import { shop, shopSite } from '../support/shop.js';

type Known = Parameters<typeof checkFiles>[1];
const open: Known = { world: openWorld() };
const closed: Known = { world: shop, site: shopSite };

const prometheus = { type: 'prometheus', uid: 'p' };

/**
 * What is found in a dashboard, as `id item: what the position points at`. Variables that are only declared are left out:
 * most rows have some.
 */
function found(dashboard: object, known: Known = open, indent?: number | string): string[] {
  const text = JSON.stringify(dashboard, null, indent);
  const lines = text.split('\n');
  const { findings } = checkFiles([{ path: 'd.json', text }], known);
  return findings
    .filter(f => f.id !== 'variable/unused')
    .map(({ id, place }) => {
      const rest = lines[(place.line ?? 0) - 1]?.slice((place.column ?? 0) - 1) ?? '';
      return `${id} ${place.item ?? ''}: ${rest.slice(0, 12)}`;
    });
}

/** A dashboard with one panel of these targets. */
const board = (targets: object[], more: object = {}, panel: object = {}) => ({
  title: 'D',
  panels: [{ id: 1, title: 'P', type: 'timeseries', datasource: prometheus, targets, ...panel }],
  ...more,
});
const asking = (expr: string, more: object = {}) => board([{ refId: 'A', expr, ...more }]);

describe('the shapes of a dashboard', () => {
  const wrong = { refId: 'A', expr: 'sum(x' };
  const panel = { title: 'P', type: 'stat', datasource: prometheus, targets: [wrong] };
  test.each<[string, object, string]>([
    ['as exported', { title: 'D', panels: [panel] }, 'P › A'],
    ['as the API takes it', { dashboard: { title: 'D', panels: [panel] } }, 'P › A'],
    ['as a resource', { kind: 'Dashboard', spec: { title: 'D', panels: [panel] } }, 'P › A'],
    ['rows of the old kind', { rows: [{ title: 'R', panels: [panel] }] }, 'R › P › A'],
    ['below an open row', { panels: [{ type: 'row', title: 'R' }, panel] }, 'R › P › A'],
    ['inside a closed row', { panels: [{ type: 'row', title: 'R', collapsed: true, panels: [panel] }] }, 'R › P › A'],
    ['a panel of the library', { name: 'L', kind: 1, model: panel }, 'P › A'],
    [
      'version 2',
      {
        kind: 'Dashboard',
        spec: {
          variables: [],
          elements: {
            'panel-1': {
              kind: 'Panel',
              spec: {
                title: 'P',
                data: {
                  spec: {
                    queries: [
                      {
                        spec: {
                          refId: 'A',
                          query: { kind: 'DataQuery', group: 'prometheus', spec: { expr: 'sum(x' } },
                        },
                      },
                      {
                        spec: {
                          refId: 'B',
                          query: { kind: 'DataQuery', group: 'loki', spec: { expr: '{a="b"} |= "c"' } },
                        },
                      },
                    ],
                  },
                },
              },
            },
          },
        },
      },
      'P › A',
    ],
  ])('%s', (_, dashboard, item) => {
    expect(found(dashboard)).toEqual([
      `expr/syntax ${item}: (x"${JSON.stringify(dashboard).split('(x"')[1]?.slice(0, 9)}`,
    ]);
    expect(found(dashboard, open, 2)).toEqual([expect.stringContaining(`expr/syntax ${item}: (x"`)]);
  });
});

describe('which queries are read', () => {
  const logs = '{app="x"} |= "y"';
  test.each<[string, object, string[]]>([
    ['of Prometheus', asking('x )'), ['expr/syntax P › A: )"}]}]}']],
    ['of a panel of Loki', board([{ refId: 'A', expr: logs }], {}, { datasource: { type: 'loki' } }), []],
    ['of a target of Loki', asking(logs, { datasource: { type: 'loki' } }), []],
    [
      'of a target of Prometheus',
      board([{ refId: 'A', expr: 'x )', datasource: prometheus }], {}, { datasource: { uid: '-- Mixed --' } }),
      ['expr/syntax P › A: )","datasour'],
    ],
    ['of nobody knows what', board([{ refId: 'A', expr: logs }], {}, { datasource: null }), []],
    [
      'of nobody knows what, but it is PromQL',
      board([{ refId: 'A', expr: 'count(x) < 0' }], {}, { datasource: 'Main' }),
      ['expr/never-returns P › A: count(x) < 0'],
    ],
    [
      'of a variable for Loki',
      board(
        [{ refId: 'A', expr: logs }],
        { templating: { list: [{ type: 'datasource', name: 'ds', query: 'loki' }] } },
        { datasource: '$ds' },
      ),
      [],
    ],
    [
      'of a variable for Prometheus',
      board(
        [{ refId: 'A', expr: 'x )' }],
        { templating: { list: [{ type: 'datasource', name: 'ds', query: 'prometheus' }] } },
        { datasource: { uid: '${ds}' } },
      ),
      ['expr/syntax P › A: )"}]}],"temp'],
    ],
    [
      'of an input',
      board(
        [{ refId: 'A', expr: 'x )' }],
        { __inputs: [{ name: 'DS_X', pluginId: 'prometheus' }] },
        { datasource: '${DS_X}' },
      ),
      ['expr/syntax P › A: )"}]}],"__in'],
    ],
    [
      'of annotations',
      { panels: [], annotations: { list: [{ name: 'N', datasource: prometheus, expr: 'x )' }] } },
      ['expr/syntax N: )"}]}}'],
    ],
    [
      'of variables',
      {
        panels: [],
        templating: {
          list: [
            { name: 'v', type: 'query', datasource: prometheus, query: { query: 'label_values(up{a="b"} ) , job)' } },
          ],
        },
      },
      ['expr/syntax $v: ) , job)"}}]'],
    ],
    [
      'of variables with an expression',
      {
        panels: [],
        templating: {
          list: [{ name: 'v', type: 'query', datasource: prometheus, query: 'query_result(count(x) < 0)' }],
        },
      },
      ['expr/never-returns $v: count(x) < 0'],
    ],
    [
      'but not other functions of variables',
      {
        panels: [],
        templating: { list: [{ name: 'v', type: 'query', datasource: prometheus, query: 'metrics(node.*)' }] },
      },
      [],
    ],
  ])('%s', (_, dashboard, expected) => {
    expect(found(dashboard)).toEqual(expected);
  });
});

describe('variables of Grafana', () => {
  const list = ['job', 'n', 'by', 'metric', 'interval'].map(name => ({ name, type: 'custom', query: 'a' }));
  test.each([
    'rate(x{job=~"$job"}[$__rate_interval])',
    'rate(x{job=~"${job:regex}"}[${interval}])',
    'rate(x{job=~"[[job]]"}[[[interval]]])',
    'topk($n, x)',
    'sum by ($by) (x)',
    'rate(${metric}_total[5m])',
    '$metric{job="a"}',
    'x > $n',
    'x offset $interval',
  ])('%s', expr => {
    expect(found(board([{ refId: 'A', expr }], { templating: { list } }))).toEqual([]);
  });

  test.each<[string, string]>([
    ['sum(x{job="$job"}', 'expr/syntax P › A: (x{job=\\"$jo'],
    ['rate(x[$__rate_interval]', 'expr/syntax P › A: (x[$__rate_i'],
    ['x{job="$jobs"}', 'variable/undeclared P › A: jobs\\"}"}]}]'],
    ['x{job="[[jobs]]"}', 'variable/undeclared P › A: jobs]]\\"}"}]'],
  ])('but %s is a mistake', (expr, expected) => {
    expect(found(board([{ refId: 'A', expr }], { templating: { list } }))).toEqual([expected]);
  });

  test('values of a closed world are not held against a variable', () => {
    const expr = 'sum(rate(shop_orders_total{status=~"[[job]]",country="$job"}[$__rate_interval]))';
    expect(found(board([{ refId: 'A', expr }], { templating: { list } }), closed)).toEqual([]);
  });
});

describe('what is shown', () => {
  const legend = (expr: string, legendFormat: string, more = {}) => asking(expr, { legendFormat, ...more });
  test.each<[string, object, Known, string[]]>([
    ['a label that the query lost', legend('sum by (a) (x)', '{{b}}'), open, ['legend/label-lost P › A: {{b}}"}]}]}']],
    ['a label that it kept', legend('sum by (a) (x)', '{{ a }}'), open, []],
    ['a label that it may have', legend('sum without (a) (x)', '{{b}}'), open, []],
    ['the name of the metric', legend('sum by (__name__) (x)', '{{__name__}}'), open, []],
    ['what Grafana names', legend('sum(x)', '__auto'), open, []],
    ['a table', legend('sum(x)', '{{b}}', { format: 'table' }), open, []],
    [
      'a label that a variable names',
      board([{ refId: 'A', expr: 'label_replace(sum(x), "$l", "a", "", "")', legendFormat: '{{b}}' }], {
        templating: { list: [{ name: 'l' }] },
      }),
      open,
      [],
    ],
    [
      'one name for many series',
      legend('sum by (job, instance) (shop_heap_bytes)', '{{job}}'),
      closed,
      ['legend/ambiguous P › A: {{job}}"}]}]'],
    ],
    ['of which nothing is known', legend('sum by (job, instance) (shop_heap_bytes)', '{{job}}'), open, []],
    ['names for all', legend('shop_heap_bytes', '{{job}} {{instance}}'), closed, []],
    [
      'a label of an annotation',
      {
        panels: [],
        annotations: { list: [{ name: 'N', expr: 'sum(x)', datasource: prometheus, titleFormat: '{{b}}' }] },
      },
      open,
      ['legend/label-lost N: {{b}}"}]}}'],
    ],
    [
      'the label of a variable',
      {
        panels: [],
        templating: {
          list: [{ name: 'v', type: 'query', datasource: prometheus, query: 'label_values(shop_heap_bytes, cache)' }],
        },
      },
      closed,
      ['variable/label-unknown $v: label_values'],
    ],
    [
      'more series than anybody can read',
      asking('topk(51, shop_heap_bytes)'),
      open,
      ['panel/too-many-series P › A: topk(51, sho'],
    ],
    ['as many in a table', asking('topk(51, shop_heap_bytes)', { format: 'table' }), open, []],
    ['as many as can be read', asking('topk(50, shop_heap_bytes)'), open, []],
    ['nobody knows how many', asking('shop_heap_bytes'), closed, []],
    [
      'a unit that misreads',
      board([{ refId: 'A', expr: 'sum(shop_heap_bytes)' }], {}, { fieldConfig: { defaults: { unit: 's' } } }),
      closed,
      ['panel/unit-misread P › A: s"}}}]}'],
    ],
    [
      'a unit that fits',
      board([{ refId: 'A', expr: 'sum(shop_heap_bytes)' }], {}, { fieldConfig: { defaults: { unit: 'bytes' } } }),
      closed,
      [],
    ],
  ])('%s', (_, dashboard, known, expected) => {
    expect(found(dashboard, known)).toEqual(expected);
  });
});

describe('how it is built', () => {
  const panel = (id: number, x: number, more: object = {}) => ({
    id,
    title: `${id}`,
    type: 'stat',
    gridPos: { x, y: 0, w: 12, h: 8 },
    targets: [],
    ...more,
  });
  test.each<[string, object[], string[]]>([
    ['well', [panel(1, 0), panel(2, 12)], []],
    ['ids that are there twice', [panel(1, 0), panel(1, 12)], ['schema/duplicate : 1,"title":"1']],
    [
      'queries of one name',
      [panel(1, 0, { targets: [{ refId: 'A' }, { refId: 'A' }] })],
      ['schema/duplicate : A"}]}]}'],
    ],
    ['panels that cover each other', [panel(1, 0), panel(2, 6)], ['schema/layout : {"x":6,"y":0']],
    ['panels of a removed type', [panel(1, 0, { type: 'graph' })], ['schema/removed-panel : graph","grid']],
    ['titles may be there twice', [panel(1, 0, { title: 'a' }), panel(2, 12, { title: 'a' })], []],
  ])('%s', (_, panels, expected) => {
    expect(found({ panels })).toEqual(expected);
    expect(found({ dashboard: { panels } })).toHaveLength(expected.length);
  });
});

test("the guide's dashboard, as it is written (rulings R4, R17, R25)", () => {
  const series = (type: string) =>
    `rate(chat_latency_seconds_sum{orchestrator_type="${type}"}[5m]) / rate(chat_latency_seconds_count{orchestrator_type="${type}"}[5m])`;
  const memory = (type: string) => `coordinator_memory_bytes{orchestrator_type="${type}"}`;
  const guide = {
    dashboard: {
      title: 'Coordinator Orchestrator Monitoring',
      panels: [
        { title: 'Feature Flag Status', targets: [{ expr: 'coordinator_orchestrator_enabled' }], type: 'stat' },
        {
          title: 'Chat Latency Comparison',
          targets: [
            { expr: series('coordinator'), legendFormat: 'Coordinator' },
            { expr: series('legacy'), legendFormat: 'Legacy' },
          ],
          type: 'graph',
        },
        {
          title: 'Coordinator Errors',
          targets: [{ expr: 'rate(coordinator_errors_total[5m])', legendFormat: '{{coordinator}}' }],
          type: 'graph',
        },
        {
          title: 'Memory Overhead',
          targets: [{ expr: `${memory('coordinator')} - ${memory('legacy')}`, legendFormat: 'Overhead' }],
          type: 'graph',
        },
        {
          title: 'Feature Parity Score',
          targets: [{ expr: 'feature_parity_score', legendFormat: '{{feature_category}}' }],
          type: 'gauge',
        },
      ],
    },
  };
  expect(found(guide, { world: world(metrics, recorded), site }, 2).sort()).toEqual(
    [
      'join/never-matches Memory Overhead › 1: coordinator_',
      'panel/rate-window Chat Latency Comparison › 1: rate(chat_la',
      'panel/rate-window Chat Latency Comparison › 2: rate(chat_la',
      'panel/rate-window Coordinator Errors › 1: rate(coordin',
      'schema/removed-panel : graph"',
      'legend/ambiguous Chat Latency Comparison › 1: Coordinator"',
      'legend/ambiguous Chat Latency Comparison › 2: Legacy"',
      'legend/ambiguous Coordinator Errors › 1: {{coordinato',
      'schema/removed-panel : graph"',
      'schema/removed-panel : graph"',
      'legend/ambiguous Feature Parity Score › 1: {{feature_ca',
    ].sort(),
  );
});

test("this project's own dashboards hold in both worlds", () => {
  const folder = new URL('../../out/grafana/dashboards/', import.meta.url);
  const files = readdirSync(folder).map(path => ({ path, text: readFileSync(new URL(path, folder), 'utf8') }));
  expect(files.length).toBeGreaterThan(0);
  for (const known of [open, { world: world(metrics, recorded), site }]) {
    const { findings, queries } = checkFiles(files, known);
    expect(findings).toEqual([]);
    expect(queries).toBeGreaterThan(50);
  }
});
