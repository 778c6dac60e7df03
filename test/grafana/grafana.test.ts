import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { unit } from '../../src/core/units.js';
import { checkDashboard } from '../../src/grafana/check.js';
import { panelId } from '../../src/grafana/ids.js';
import { columns, placeRows } from '../../src/grafana/layout.js';
import { renderDashboards } from '../../src/grafana/render.js';
import { scope } from '../../src/grafana/scope.js';
import { thresholdSteps } from '../../src/grafana/thresholds.js';
import { fitsUnit, grafanaUnit } from '../../src/grafana/units.js';
import {
  above,
  below,
  count,
  dashboard,
  megabytes,
  minutes,
  percent,
  rate,
  rateInterval,
  row,
  select,
  series,
  stat,
  sum,
  timeseries,
} from '../../src/index.js';
import { parse } from '../../src/promql/parse.js';
import { print } from '../../src/promql/print.js';
import { heap, hitRatio, orders, shop, shopSite } from '../support/shop.js';

const node = (text: string) => {
  const parsed = parse(text, { macros: true });
  if (!parsed.ok) throw new Error(parsed.error.message);
  return parsed.node;
};
const why = 'What it means when it rises, and what to do then.';
const memory = timeseries('Heap', { why, series: [series('{{job}} {{instance}}', select(heap))] });
const board = (...panels: Parameters<typeof row>[1][]) =>
  dashboard('work', {
    title: 'Work',
    description: 'Is the work done?',
    refresh: minutes(1),
    rows: [row('All', ...panels)],
  });

describe('layout', () => {
  const panel = fc.record({ width: fc.integer({ min: 1, max: 24 }), height: fc.integer({ min: 1, max: 20 }) });
  const rows = fc.array(fc.record({ panels: fc.array(panel, { minLength: 1, maxLength: 12 }) }), {
    minLength: 1,
    maxLength: 6,
  });

  test('never overlaps and never leaves the grid', () => {
    fc.assert(
      fc.property(rows, given => {
        const places = placeRows(given).flatMap(r => [r.heading, ...r.panels]);
        for (const [i, a] of places.entries()) {
          expect(a.x).toBeGreaterThanOrEqual(0);
          expect(a.x + a.w).toBeLessThanOrEqual(columns);
          for (const b of places.slice(i + 1)) {
            expect(a.x < b.x + b.w && b.x < a.x + a.w && a.y < b.y + b.h && b.y < a.y + a.h).toBe(false);
          }
        }
      }),
    );
  });

  test('keeps the order and every size', () => {
    fc.assert(
      fc.property(rows, given => {
        const sizes = placeRows(given).flatMap(r => r.panels.map(({ w, h }) => ({ width: w, height: h })));
        expect(sizes).toEqual(given.flatMap(r => r.panels));
      }),
    );
  });
});

describe('ids', () => {
  const inserted = stat('New', { why, series: [series('heap', sum(select(heap)))] });

  test('do not change when a panel is put before', () => {
    expect(panelId(board(inserted, memory), memory)).toBe(panelId(board(memory), memory));
  });

  test('differ by panel and by dashboard', () => {
    const other = { ...board(memory), slug: 'other' };
    expect(
      new Set([panelId(board(memory), memory), panelId(board(memory), inserted), panelId(other, memory)]).size,
    ).toBe(3);
  });
});

describe('scope', () => {
  test.each([
    ['shop_heap_bytes', 'shop_heap_bytes{instance=~"$instance", job=~"$job"}'],
    ['shop_heap_bytes{job="a"}', 'shop_heap_bytes{instance=~"$instance", job="a"}'],
    ['rate(shop_orders_total[5m])', 'rate(shop_orders_total{instance=~"$instance", job=~"$job"}[5m])'],
    ['shop_heap_bytes offset 1d', 'shop_heap_bytes{instance=~"$instance", job=~"$job"} offset 1d'],
    [
      'job:shop_orders:rate5m',
      'job:shop_orders:rate5m{job=~"$job"} and on (job) up{instance=~"$instance", job=~"$job"}',
    ],
    [
      'max_over_time(job:shop_orders:rate5m[1h]) / 2',
      '(max_over_time(job:shop_orders:rate5m{job=~"$job"}[1h]) and on (job) up{instance=~"$instance", job=~"$job"}) / 2',
    ],
    ['vector(1)', 'vector(1)'],
    ['elsewhere', 'elsewhere'],
  ])('%s → %s', (given, expected) => {
    expect(print(scope(node(given), shop))).toBe(expected);
  });
});

describe('units', () => {
  test.each([
    ['seconds', 's'],
    ['milliseconds', 'ms'],
    ['bytes', 'decbytes'],
    ['ratio', 'percentunit'],
    ['percent', 'percent'],
    ['count', 'short'],
    ['count/second', 'cps'],
    ['bytes/second', 'Bps'],
  ] as const)('%s is shown as %s', (name, id) => {
    expect(grafanaUnit(unit(name))).toBe(id);
    expect(fitsUnit(id, unit(name))).toBe(true);
  });

  test.each([
    ['reqps', 'count/second', true],
    ['s', 'bytes', false],
    ['percent', 'bytes', false],
  ] as const)('%s for %s: %s', (id, name, fits) => {
    expect(fitsUnit(id, unit(name))).toBe(fits);
  });
});

describe('threshold steps', () => {
  test.each([
    [
      'above',
      above({ warning: 1.1, critical: 1.15 }),
      [
        [null, 'green'],
        [1.1, 'orange'],
        [1.15, 'red'],
      ],
    ],
    [
      'below',
      below({ warning: percent(85), critical: percent(75) }),
      [
        [null, 'red'],
        [75, 'orange'],
        [85, 'green'],
      ],
    ],
    [
      'a target only',
      above({ target: megabytes(500) }),
      [
        [null, 'green'],
        [5e8, 'yellow'],
      ],
    ],
    [
      'none is good',
      above({ critical: count(0) }),
      [
        [null, 'green'],
        [1e-9, 'red'],
      ],
    ],
  ] as const)('%s', (_, limit, expected) => {
    expect(thresholdSteps(limit).map(s => [s.value, s.color])).toEqual(expected);
  });

  test('are in the scale of the panel', () => {
    expect(thresholdSteps(above({ warning: percent(85) }), unit('ratio'))[1]?.value).toBe(0.85);
  });
});

describe('checks', () => {
  const ids = (...panels: Parameters<typeof row>[1][]) =>
    checkDashboard(board(...panels), shop, shopSite).map(f => f.id);

  test('a dashboard in order has no findings', () => {
    expect(ids(memory)).toEqual([]);
  });

  test.each([
    ['legend/label-lost', timeseries('Heap', { why, series: [series('{{zone}} {{instance}}', select(heap))] })],
    [
      'legend/ambiguous',
      timeseries('Orders', {
        why,
        series: [series('orders', sum(rate(select(orders), rateInterval), { by: ['status'] }))],
      }),
    ],
    ['panel/id-twice', memory],
  ])('%s', (id, panel) => {
    expect(ids(...(id === 'panel/id-twice' ? [memory, panel] : [panel]))).toContain(id);
  });

  test('queries of different units on one axis', () => {
    const mixed = timeseries('Mixed', {
      why,
      series: [series('{{instance}}', select(heap)), series('{{instance}} {{cache}}', select(hitRatio))],
    });
    expect(ids(mixed).some(id => id.includes('unit'))).toBe(true);
  });
});

describe('misuse', () => {
  test.each<[string, () => unknown, RegExp]>([
    ['a panel without series', () => timeseries('Heap', { why, series: [] }), /has no series/],
    ['a row without panels', () => row('Empty'), /has no panels/],
    ['a series without a legend', () => series('', select(heap)), /without a legend/],
    ['a row without a title', () => row('', memory), /without a title/],
    [
      'a dashboard slug with a space',
      () => dashboard('a b', { title: 'T', description: 'D', refresh: minutes(1), rows: [row('R', memory)] }),
      /a b/,
    ],
  ])('%s', (_, make, message) => {
    expect(make).toThrow(message);
  });
});

test('rendering again gives the same bytes', async () => {
  const [first] = await renderDashboards([board(memory)], shop, shopSite);
  const [again] = await renderDashboards([board(memory)], shop, shopSite);
  expect(again).toEqual(first);
});
