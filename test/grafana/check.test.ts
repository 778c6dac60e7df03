import { readdirSync, readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { checkDashboards } from '../../src/grafana/check.js';
import { stableId } from '../../src/grafana/ids.js';
import {
  annotation,
  column,
  type Dashboard,
  dashboardRange,
  div,
  gaugePanel,
  gt,
  increase,
  labelVariable,
  minutes,
  mul,
  type Node,
  rate,
  rateInterval,
  round,
  row,
  select,
  series,
  stat,
  sum,
  type tablePanel as Table,
  tablePanel,
  timeseries,
  variable,
} from '../../src/index.js';
import { checkout, heap, orderRate, orders, shop, shopSite, up } from '../support/shop.js';
import { board, heapPanel, promql, why } from './board.js';

/** Every finding of a dashboard: what fires it, and the nearest that does not. A finding that has no line here fails. */

interface Line {
  /** What is special about this one, when the finding has several lines. */
  readonly when?: string;
  readonly fires: readonly Dashboard[];
  readonly quiet: readonly Dashboard[];
  /** Where the finding points, as its message's reader sees it. */
  readonly at: string;
}

const drawn = (...queries: [legend: string, expr: Node][]) => [
  board([timeseries('P', { why, series: queries.map(q => series(...q)) })]),
];
const ordersBy = (...by: ('status' | 'country')[]) => sum(rate(select(orders), rateInterval), { by });
const tableOf = (labels: Parameters<typeof Table>[1]['labels'], ...by: ('status' | 'country')[]) => [
  board([tablePanel('P', { why, columns: [column('Orders', ordersBy(...by))], labels })]),
];
const status = labelVariable(orders, 'status', { title: 'Status' });
const chosen = sum(rate(select(orders, { status: variable('status') }), rateInterval));
const withLimit = (expr: Node) => [
  board([timeseries('P', { why, series: [series('{{step}}', expr)], limit: checkout.limits.slow })]),
];
const meanOf = div(
  sum(rate(select(checkout.sum), rateInterval), { by: ['step'] }),
  sum(rate(select(checkout.count), rateInterval), { by: ['step'] }),
);
const marks = (text: string) => [
  board([heapPanel], {
    annotations: [annotation('Up', { expr: sum(select(up), { by: ['job'] }), text, color: 'red' })],
  }),
];
const asked = (unit: string) => [board([timeseries('P', { why, series: [series('{{instance}}', one)], unit })])];
const one = sum(select(heap), { by: ['instance'] });
const dial = (options: { max?: number }) => [
  board([gaugePanel('P', { why, series: [series('{{instance}}', one)], ...options })]),
];
const opening = (slug: string) => [
  board([stat('P', { why, series: [series('heap', sum(select(heap)))], opens: slug })]),
];
const slugOf = (length: number) => [board([heapPanel], {}, 'x'.repeat(length - shopSite.uidPrefix.length - 1))];

const titled = (...titles: string[]) => [board(titles.map(title => ({ ...heapPanel, title, key: title })))];

const lines: Readonly<Record<string, readonly Line[]>> = {
  'dashboard/slug-twice': [
    {
      fires: [board([heapPanel]), board([heapPanel], { title: 'Other' })],
      quiet: [board([heapPanel]), board([heapPanel], { title: 'Other' }, 'other')],
      at: 'work',
    },
  ],
  'dashboard/title-twice': [
    {
      fires: [board([heapPanel]), board([heapPanel], {}, 'other')],
      quiet: [board([heapPanel]), board([heapPanel], { title: 'work' }, 'other')],
      at: 'other',
    },
  ],
  'dashboard/uid-too-long': [{ fires: slugOf(41), quiet: slugOf(40), at: 'x'.repeat(36) }],
  'panel/id-twice': [
    {
      when: 'of two panels',
      fires: [board([], { rows: [row('A', heapPanel), row('B', heapPanel)] })],
      quiet: [board([], { rows: [row('A', heapPanel), row('B', { ...heapPanel, key: 'second' })] })],
      at: 'B › Heap',
    },
    {
      when: 'of two titles whose hashes meet',
      fires: titled(...meeting()),
      quiet: titled(meeting()[0], 'else'),
      at: `All › ${meeting()[1]}`,
    },
  ],
  'panel/link-unknown': [{ fires: opening('wrok'), quiet: opening('work'), at: 'All › P' }],
  'panel/unscoped': [
    {
      when: 'reads nothing',
      fires: drawn(['one', promql('vector(1)')]),
      quiet: drawn(['one', promql('vector(1) + on () sum(up)')]),
      at: 'All › P › A',
    },
    {
      when: 'looks in vain, beside something that is fixed',
      fires: drawn(['one', promql('absent(up{job="shop"}) or sum(up{instance="a", job="shop"})')]),
      quiet: drawn(['one', promql('absent(up{job="shop"})')]),
      at: 'All › P › A',
    },
    {
      when: 'fixes what the variables choose',
      fires: drawn(['{{instance}}', promql('shop_heap_bytes{job="shop"}')]),
      quiet: drawn(['{{instance}} {{job}}', promql('shop_heap_bytes{job=~"$job"}')]),
      at: 'All › P › A',
    },
    {
      when: 'follows a variable with another label',
      fires: drawn(['hits', promql('max(shop_cache_hit_ratio{cache=~"$job", job="a"})')]),
      quiet: drawn(['hits', promql('max(shop_cache_hit_ratio{cache=~"$job"})')]),
      at: 'All › P › A',
    },
    {
      when: 'has the name of a variable in another place',
      fires: drawn(['{{to}}', promql('label_replace(sum(shop_heap_bytes{job="a"}), "to", "$job", "", "")')]),
      quiet: drawn(['{{to}}', promql('label_replace(sum(shop_heap_bytes), "to", "$job", "", "")')]),
      at: 'All › P › A',
    },
  ],
  'panel/rate-window': [
    {
      fires: drawn(['{{status}}', sum(rate(select(orders), minutes(5)), { by: ['status'] })]),
      quiet: drawn(['{{status}}', ordersBy('status')]),
      at: 'All › P › A',
    },
    {
      when: 'of an increase, which may have any',
      fires: drawn(['orders', sum(promql('irate(shop_orders_total[$__range])'))]),
      quiet: drawn(['orders', round(sum(increase(select(orders), minutes(5))))]),
      at: 'All › P › A',
    },
  ],
  'panel/fractional-count': [
    {
      fires: drawn(['orders', gt(sum(increase(select(orders), dashboardRange)), 0)]),
      quiet: drawn(['orders', gt(round(sum(increase(select(orders), dashboardRange))), 0)]),
      at: 'All › P › A',
    },
    {
      when: 'beside what is no count',
      fires: drawn(
        ['orders', sum(round(increase(select(orders), dashboardRange)))],
        ['all', sum(increase(select(orders), dashboardRange))],
      ),
      quiet: drawn([
        'failed',
        div(
          sum(increase(select(orders, { status: 'failed' }), dashboardRange)),
          gt(sum(increase(select(orders), dashboardRange)), 0),
        ),
      ]),
      at: 'All › P › B',
    },
  ],
  'panel/raw-counter': [
    {
      fires: drawn(['orders', sum(select(orders))]),
      quiet: drawn(['orders', sum(rate(select(orders), rateInterval))]),
      at: 'All › P › A',
    },
  ],
  'panel/unit-mixed': [
    {
      fires: drawn(['heap', sum(select(heap))], ['orders', ordersBy()]),
      quiet: drawn(['heap', sum(select(heap))], ['twice', mul(sum(select(heap)), 2)]),
      at: 'All › P › B',
    },
  ],
  'panel/unit-unknown': [
    {
      fires: drawn(['{{instance}} {{job}}', promql('shop_heap_bytes * shop_heap_bytes')]),
      quiet: drawn(['{{instance}} {{job}}', promql('shop_heap_bytes * 8')]),
      at: 'All › P › A',
    },
  ],
  'panel/too-many-series': [
    {
      when: 'of one query',
      fires: drawn(['{{instance}} {{job}}', promql('topk(51, shop_heap_bytes)')]),
      quiet: drawn(['{{instance}} {{job}}', promql('topk(50, shop_heap_bytes)')]),
      at: 'All › P',
    },
    {
      when: 'of two together',
      fires: drawn(
        ['{{instance}} {{job}}', promql('topk(30, shop_heap_bytes)')],
        ['{{instance}} {{job}}, least', promql('bottomk(30, shop_heap_bytes)')],
      ),
      quiet: drawn(['{{instance}} {{job}}', promql('shop_heap_bytes')]),
      at: 'All › P',
    },
  ],
  'panel/unit-misread': [{ fires: asked('ms'), quiet: asked('bytes'), at: 'All › P › A' }],
  'panel/limit-unit': [
    {
      fires: withLimit(sum(rate(select(checkout.count), rateInterval), { by: ['step'] })),
      quiet: withLimit(meanOf),
      at: 'All › P › A',
    },
  ],
  'panel/gauge-range': [{ fires: dial({}), quiet: dial({ max: 1e9 }), at: 'All › P' }],
  'legend/label-lost': [
    {
      fires: drawn(['{{status}} {{country}}', ordersBy('status')]),
      quiet: drawn(['{{status}} {{country}}', ordersBy('status', 'country')]),
      at: 'All › P › A',
    },
    {
      when: 'of a table',
      fires: tableOf({ status: 'Status', country: 'Country' }, 'status'),
      quiet: tableOf({ status: 'Status', country: 'Country' }, 'status', 'country'),
      at: 'All › P › A',
    },
    { when: 'of an annotation', fires: marks('{{instance}}'), quiet: marks('{{job}}'), at: 'Up' },
  ],
  'legend/ambiguous': [
    {
      fires: drawn(['{{status}}', ordersBy('status', 'country')]),
      quiet: drawn(['{{status}}', ordersBy('status')]),
      at: 'All › P › A',
    },
    {
      when: 'where the label has one value',
      fires: drawn(['hits', promql('max by (cache) (shop_cache_hit_ratio)')]),
      quiet: drawn(['hits', promql('max by (cache) (shop_cache_hit_ratio{cache="page"})')]),
      at: 'All › P › A',
    },
    {
      when: 'of a table',
      fires: tableOf({ status: 'Status' }, 'status', 'country'),
      quiet: tableOf({ status: 'Status' }, 'status'),
      at: 'All › P › A',
    },
  ],
  'legend/duplicate': [
    {
      fires: drawn(['{{job}}', select(orderRate)], ['{{job}}', mul(select(orderRate), 2)]),
      quiet: drawn(['{{job}}', select(orderRate)], ['twice {{job}}', mul(select(orderRate), 2)]),
      at: 'All › P',
    },
  ],
  'variable/undeclared': [
    {
      fires: [board([stat('P', { why, series: [series('n', chosen)] })])],
      quiet: [board([stat('P', { why, series: [series('n', chosen)] })], { variables: [status] })],
      at: 'All › P',
    },
  ],
  'variable/unused': [
    {
      fires: [board([heapPanel], { variables: [status] })],
      quiet: [board([heapPanel, stat('P', { why, series: [series('n', chosen)] })], { variables: [status] })],
      at: 'status',
    },
  ],
};

/** Two titles whose panels get the same id: among so many there is a pair. */
function meeting(): [first: string, second: string] {
  const titles = new Map<number, string>();
  for (let n = 0; n < 1_000_000; n++) {
    const id = stableId('work', `${n}`);
    const first = titles.get(id);
    if (first !== undefined) return [first, `${n}`];
    titles.set(id, `${n}`);
  }
  throw new Error('no two titles meet');
}

const idsIn = (dashboards: readonly Dashboard[]) =>
  checkDashboards(dashboards, shop, shopSite).map(f => [f.id, f.place.item]);

const table = Object.entries(lines).flatMap(([id, all]) => all.map(line => ({ id, ...line })));

describe('every finding', () => {
  test('has a line in the table', () => {
    const folder = new URL('../../src/grafana/', import.meta.url);
    const sources = readdirSync(folder).map(file => readFileSync(new URL(file, folder), 'utf8'));
    const written = sources
      .filter(text => /\bFinding\b/.test(text))
      .flatMap(text => [...text.matchAll(/'([a-z]+\/[a-z-]+)'/g)].map(m => m[1] as string));
    expect(Object.keys(lines).sort()).toEqual([...new Set(written)].sort());
  });

  test.each(table)('$id $when: fires alone, where it is', ({ id, fires, at }) => {
    expect(idsIn(fires)).toEqual([[id, at]]);
  });

  test.each(table)('$id $when: the nearest is quiet', ({ quiet }) => {
    expect(idsIn(quiet)).toEqual([]);
  });

  test('says what to do instead', () => {
    for (const { fires } of table) {
      for (const finding of checkDashboards(fires, shop, shopSite)) {
        expect(finding.fix).toMatch(/\w/);
        expect(finding.place.file).toMatch(/\.ts$/);
      }
    }
  });
});
