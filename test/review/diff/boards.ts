import type { Side } from '../../../src/review/side/model.js';
import { sideOf } from './sides.js';

// biome-ignore lint/suspicious/noExplicitAny: dashboards are anybody's JSON, and mutated in place
type Loose = any;

const panel = (id: number, title: string, expr: string, more: object = {}): Loose => ({
  id,
  title,
  type: 'timeseries',
  gridPos: { x: 0, y: id, w: 12, h: 8 },
  datasource: { type: 'prometheus', uid: '${ds}' },
  fieldConfig: { defaults: { unit: 's', thresholds: { mode: 'absolute', steps: [{ color: 'green', value: null }] } } },
  targets: [{ refId: 'A', expr, legendFormat: '{{job}}' }],
  ...more,
});

/** A dashboard as Grafana exports it: two rows, four panels, two variables, an annotation. */
export const exampleBoard = (): Loose => ({
  uid: 'web',
  title: 'Web',
  description: 'How is the web?',
  tags: ['web'],
  schemaVersion: 39,
  version: 4,
  templating: {
    list: [
      { name: 'job', type: 'query', query: 'label_values(up{job=~"web.*"}, job)', multi: true },
      { name: 'step', type: 'interval', query: '1m,5m', current: { text: '1m', value: '1m' } },
    ],
  },
  annotations: { list: [{ name: 'Restarts', enable: true, expr: 'changes(start_seconds{job=~"$job"}[2m]) > 0' }] },
  panels: [
    { id: 1, type: 'row', title: 'Traffic', collapsed: false, gridPos: { x: 0, y: 0, w: 24, h: 1 } },
    panel(2, 'Requests', 'sum by (job) (rate(requests_total{job=~"$job",code!=""}[$__rate_interval]))'),
    panel(3, 'Errors', 'sum by (job) (rate(requests_total{code=~"5..",job=~"$job"}[$__rate_interval]))'),
    { id: 4, type: 'row', title: 'Memory', collapsed: false, gridPos: { x: 0, y: 20, w: 24, h: 1 } },
    panel(5, 'Resident', 'process_resident_memory_bytes{job=~"$job"}'),
    panel(6, 'Open files', 'process_open_fds{job=~"$job"}', { description: 'Beyond the limit nothing opens.' }),
  ],
});

/** One difference in it, and how it is to be told. */
export interface BoardMutation {
  readonly what: string;
  readonly expected: string;
  readonly mutate: (board: Loose) => unknown;
}

const changes: readonly (readonly [what: string, expected: string, mutate: (board: Loose) => unknown])[] = [
  ['another title', 'dashboard renamed Web → Net', b => (b.title = 'Net')],
  ['another address', 'dashboard changed uid web → net', b => (b.uid = 'net')],
  ['another description', 'dashboard changed settings', b => (b.description = 'What?')],
  ['a panel more', 'panel added', b => b.panels.splice(3, 0, panel(9, 'Latency', 'latency_seconds'))],
  [
    'a panel less, the others moved up',
    'panel removed',
    b => {
      b.panels.splice(2, 1);
      for (const p of b.panels.slice(2)) p.gridPos.y -= 8;
    },
  ],
  ['a panel retitled', 'panel renamed Errors → Faults', b => (b.panels[2].title = 'Faults')],
  ['a panel in another row', 'panel moved Traffic → Memory', b => b.panels.splice(5, 0, ...b.panels.splice(2, 1))],
  ['a panel of another kind', 'panel changed type timeseries → stat', b => (b.panels[1].type = 'stat')],
  ['another unit', 'panel changed unit s → ms', b => (b.panels[1].fieldConfig.defaults.unit = 'ms')],
  [
    'a threshold',
    'panel changed thresholds green → green, red from 5',
    b => b.panels[1].fieldConfig.defaults.thresholds.steps.push({ color: 'red', value: 5 }),
  ],
  ['no words', 'panel changed description Beyond the limit nothing opens. → ', b => delete b.panels[5].description],
  [
    'another query',
    'panel changed query A',
    b => (b.panels[1].targets[0].expr = b.panels[1].targets[0].expr.replace('sum', 'max')),
  ],
  ['a query more', 'panel changed query B  → up', b => b.panels[1].targets.push({ refId: 'B', expr: 'up' })],
  ['a query less', 'panel changed query A process_open_fds{job=~"$job"} → ', b => b.panels[5].targets.pop()],
  ['a legend', 'panel changed legend A {{job}} → x', b => (b.panels[1].targets[0].legendFormat = 'x')],
  [
    'an instant query',
    'panel changed settings of query A  → instant: true',
    b => (b.panels[1].targets[0].instant = true),
  ],
  ['an option', 'panel changed settings  → options.sort: "desc"', b => (b.panels[1].options = { sort: 'desc' })],
  ['a row retitled', 'row renamed Memory → Resources', b => (b.panels[3].title = 'Resources')],
  ['an empty row', 'row added', b => b.panels.push({ id: 8, type: 'row', title: 'Empty' })],
  ['a variable more', 'variable added', b => b.templating.list.push({ name: 'x', type: 'textbox', query: '' })],
  ['a variable less', 'variable removed', b => b.templating.list.pop()],
  ['a variable renamed', 'variable renamed $job → $jobs', b => (b.templating.list[0].name = 'jobs')],
  [
    'a variable of other series',
    'variable changed query up{job=~"web.*"} → up{job=~"w.*"}',
    b => (b.templating.list[0].query = 'label_values(up{job=~"w.*"}, job)'),
  ],
  [
    'a variable of another label',
    'variable changed query label_values(…, job) → label_values(…, pod)',
    b => (b.templating.list[0].query = 'label_values(up{job=~"web.*"}, pod)'),
  ],
  [
    'a variable with one value',
    'variable changed settings multi: true → multi: false',
    b => (b.templating.list[0].multi = false),
  ],
  ['an annotation less', 'annotation removed', b => b.annotations.list.pop()],
  ['an annotation of less', 'annotation changed query', b => (b.annotations.list[0].expr += ' and up')],
  [
    'panels placed otherwise',
    'dashboard changed layout: 2 panels are placed otherwise',
    b => {
      for (const p of b.panels.slice(1, 3)) p.gridPos.w = 6;
    },
  ],
];
/** Every single change to the example, each of which is to be one entry. */
export const boardMutations = changes.map(([what, expected, mutate]): BoardMutation => ({ what, expected, mutate }));

/** What is written otherwise, and means the same. */
export const boardFormattings: readonly (readonly [what: string, mutate: (board: Loose) => void])[] = [
  ['counted by Grafana', b => Object.assign(b, { version: 9, id: 77, iteration: 5 })],
  ['with keys in another order', b => Object.assign(b, { panels: b.panels.map(reversedKeys) })],
  ['with nulls and empty lists', b => Object.assign(b.panels[1], { description: null, links: [] })],
  [
    'with a query written otherwise',
    b => (b.panels[1].targets[0].expr = "sum(rate(requests_total{code!='',job=~'$job'}[$__rate_interval])) by (job)"),
  ],
  ['with a variable written otherwise', b => (b.templating.list[0].query = "label_values( up{job=~'web.*'},job )")],
  [
    'with other ids',
    b => {
      for (const p of b.panels) p.id += 100;
    },
  ],
  [
    'with a row closed',
    b => {
      const [row, one, other] = b.panels.splice(3, 3);
      b.panels.push({ ...row, collapsed: true, panels: [one, other] });
    },
  ],
];

const reversedKeys = (of: Loose): Loose => Object.fromEntries(Object.entries(of).reverse());

export const boardSide = (board: Loose): Side => sideOf({ 'web.json': JSON.stringify(board, null, 2) });

/** The example with some mutations, in their order. */
export function mutated(...mutations: readonly { readonly mutate: (board: Loose) => unknown }[]): Side {
  const board = exampleBoard();
  for (const { mutate } of mutations) mutate(board);
  return boardSide(board);
}
