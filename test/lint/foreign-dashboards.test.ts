import { describe, expect, test } from 'vitest';
import { openWorld } from '../../src/catalog/world.js';
import { below, gauge, world } from '../../src/index.js';
import { checkFiles } from '../../src/lint/files.js';
import { metrics, shop, shopSite, up } from '../support/shop.js';

type Known = Parameters<typeof checkFiles>[1];
const open: Known = { world: openWorld() };
const closed: Known = { world: shop, site: shopSite };
const prometheus = { type: 'prometheus', uid: 'p' };

/** What is found in dashboards, each a file of its own name, as `severity id: what the position points at`. */
function found(dashboards: Record<string, object>, known = open): string[] {
  const files = Object.entries(dashboards).map(([path, board]) => ({ path, text: JSON.stringify(board) }));
  return checkFiles(files, known).findings.map(({ severity, id, place }) => {
    const text = files.find(({ path }) => path === place.file)?.text ?? '';
    return `${severity} ${id}: ${text.slice((place.column ?? 0) - 1).slice(0, 8)}`;
  });
}

const panel = (expr: string, more: object = {}, target: object = {}) => ({
  title: 'P',
  type: 'timeseries',
  datasource: prometheus,
  targets: [{ refId: 'A', expr, ...target }],
  ...more,
});
const board = (...panels: object[]) => ({ title: 'D', panels });

describe('panel/rate-window', () => {
  const told = (expr: string, target: object = {}) => found({ d: board(panel(expr, {}, target)) });
  test.each<[string, object, string[]]>([
    ['rate(x[$__rate_interval])', {}, []],
    ['rate(x[${__rate_interval}])', {}, []],
    ['rate(x[5m]) + rate(y[5m])', {}, ['info panel/rate-window: rate(x[5']],
    ['rate(x[$__interval])', {}, ['warning panel/rate-window: rate(x[$']],
    ['rate(x[${__interval}])', {}, ['warning panel/rate-window: rate(x[$']],
    ['increase(x[1d])', {}, []],
    ['increase(x[$__interval])', {}, ['warning panel/rate-window: increase']],
    ['rate(x[5m])', { instant: true }, []],
    ['rate(x[5m])', { instant: true, range: true }, ['info panel/rate-window: rate(x[5']],
    ['rate(x[5m])', { format: 'table' }, []],
    ['max_over_time(x[5m])', {}, []],
  ])('%s of %o', (expr, target, expected) => {
    expect(told(expr, target)).toEqual(expected);
  });
});

describe('thresholds', () => {
  const parity = gauge('shop_parity', {
    help: 'Parity.',
    unit: 'ratio',
    range: [0, 1],
    labels: { part: { kind: 'closed', values: ['a', 'b'] } },
    limits: {
      low: below({ warning: 0.95, critical: 0.9 }),
      half: below({ warning: 0.5 }, 'a ratio to what it was yesterday'),
    },
    source: up.source,
  });
  const known = { world: world(metrics, { parity }), site: shopSite };
  const told = (expr: string, values: unknown[], more: object = {}, extra: object[] = []) => {
    const steps = values.map(value => ({ color: 'red', value }));
    const shown = panel(expr, { fieldConfig: { defaults: { thresholds: { steps, ...more } } } });
    return found({ d: board({ ...shown, targets: [...shown.targets, ...extra] }) }, known);
  };
  test.each<[string, string, unknown[], string[]]>([
    ['the limits', 'min(shop_parity)', [null, 0.9, 0.95], []],
    ['one of the limits', 'min(shop_parity)', [null, 0.8, 0.95], []],
    ['none of the limits', 'min(shop_parity)', [null, 0.8, 0.85], ['warning panel/threshold-limit: 0.8},{"c']],
    ['a limit of something else', 'min(shop_parity)', [0.5], ['warning panel/threshold-limit: 0.5}]}}}']],
    ['none', 'min(shop_parity)', [null], []],
    ['zero', 'min(shop_parity)', [0], []],
    ['of something made of it', '1 - min(shop_parity)', [null, 0.8], []],
    [
      'of the least for a while',
      'min(min_over_time(shop_parity[1h]))',
      [0.7],
      ['warning panel/threshold-limit: 0.7}]}}}'],
    ],
    ['of a metric without limits', 'min(shop_cache_hit_ratio)', [null, 0.5], []],
    ['that no value reaches', 'min(shop_cache_hit_ratio)', [null, 80], ['warning panel/threshold-outside: 80}]}}}}']],
    ['the highest value', 'min(shop_cache_hit_ratio)', [1], []],
    ['of what has no bound', 'sum(shop_heap_bytes)', [80], []],
  ])('%s', (_, expr, values, expected) => {
    expect(told(expr, values)).toEqual(expected);
  });
  test('in per cent of the panel, or of several queries, are not the values of one', () => {
    expect(told('min(shop_cache_hit_ratio)', [80], { mode: 'percentage' })).toEqual([]);
    expect(told('min(shop_cache_hit_ratio)', [80], {}, [{ refId: 'B', expr: 'sum(shop_heap_bytes)' }])).toEqual([]);
  });
  test.each<[string, object, number]>([
    ['the last value', { options: { reduceOptions: { calcs: ['lastNotNull'] } } }, 1],
    ['the sum of all', { options: { reduceOptions: { calcs: ['sum'] } } }, 0],
    ['values on top of each other', { custom: { stacking: { mode: 'normal' } } }, 0],
    ['values beside each other', { custom: { stacking: { mode: 'none' } } }, 1],
  ])('of %s', (_, { options, custom }: { options?: object; custom?: object }, times) => {
    const thresholds = { steps: [{ color: 'red', value: 80 }] };
    const shown = { options, fieldConfig: { defaults: { thresholds, custom } } };
    expect(found({ d: board(panel('min(shop_cache_hit_ratio)', shown)) }, known)).toHaveLength(times);
  });
});

describe('datasource/undeclared', () => {
  const variables = (...list: object[]) => ({ templating: { list } });
  const uses = (datasource: unknown) => board(panel('x', { datasource }));
  test.each<[string, object, string[]]>([
    [
      'a variable that is not there',
      uses({ type: 'prometheus', uid: '${DS_X}' }),
      ['warning datasource/undeclared: ${DS_X}"'],
    ],
    ['by its name alone', uses('$ds'), ['warning datasource/undeclared: $ds","ta']],
    ['a variable', { ...uses('$ds'), ...variables({ name: 'ds', type: 'datasource', query: 'prometheus' }) }, []],
    ['an input', { ...uses('${DS_X}'), __inputs: [{ name: 'DS_X', pluginId: 'prometheus' }] }, []],
    ['by its uid', uses({ type: 'prometheus', uid: 'abc' }), []],
    ['the default', uses(null), []],
    ['a panel of the library', { name: 'L', kind: 1, model: panel('x', { datasource: '$ds' }) }, []],
  ])('%s', (_, dashboard, expected) => {
    expect(found({ d: dashboard })).toEqual(expected);
  });
});

describe('variable/unused', () => {
  const having = (more: object, ...panels: object[]) => ({
    ...board(...panels),
    templating: { list: [{ name: 'v', type: 'custom', query: 'a', ...more }] },
  });
  test.each<[string, object, number]>([
    ['nowhere', having({}, panel('x')), 1],
    ['in a query', having({}, panel('x{a="$v"}')), 0],
    ['in a title', having({}, panel('x', { title: 'of [[v]]' })), 0],
    ['to repeat a panel', having({}, panel('x', { repeat: 'v' })), 0],
    ['in a link', having({}, panel('x', { links: [{ url: '/d/a?var-v=b' }] })), 0],
    ['to be handed on', { ...having({}, panel('x')), links: [{ includeVars: true }] }, 0],
    ['by itself', having({ type: 'adhoc' }, panel('x')), 0],
    ['under a longer name', having({}, panel('x{a="$value"}')), 1],
  ])('used %s', (_, dashboard, times) => {
    expect(found({ d: dashboard }).filter(f => f.includes('variable/unused'))).toHaveLength(times);
  });
});

describe('dashboards together', () => {
  const named = (uid: string, title: string) => ({ uid, title, panels: [] });
  test.each<[string, Record<string, object>, string[]]>([
    ['apart', { 'a/1': named('a', 'A'), 'a/2': named('b', 'B') }, []],
    ['one uid', { 'a/1': named('a', 'A'), 'b/2': named('a', 'B') }, ['warning dashboard/uid-twice: a","titl']],
    ['one title', { 'a/1': named('a', 'A'), 'a/2': named('b', 'A') }, ['warning dashboard/title-twice: A","pane']],
    ['one title in two folders', { 'a/1': named('a', 'A'), 'b/2': named('b', 'A') }, []],
    ['no uids', { 'a/1': named('', 'A'), 'a/2': named('', 'B') }, []],
    ['a long uid', { 'a/1': named('a'.repeat(41), 'A') }, ['error dashboard/uid-too-long: aaaaaaaa']],
    ['as long as may be', { 'a/1': named('a'.repeat(40), 'A') }, []],
  ])('%s', (_, dashboards, expected) => {
    expect(found(dashboards)).toEqual(expected);
  });
});

test('rows of the old kind are looked into', () => {
  const old = (id: number) => ({ ...panel('x'), id });
  const rows = [{ panels: [old(1), old(2)] }, { panels: [old(1)] }];
  expect(found({ d: { title: 'D', rows } })).toEqual(['warning schema/duplicate: 1}]}]}']);
});

describe('version 2', () => {
  const query = (expr: string, refId = 'A') => ({
    spec: { refId, query: { kind: 'DataQuery', group: 'prometheus', spec: { expr } } },
  });
  const element = (id: number, queries: object[] = [query('x')], defaults: object = {}) => ({
    kind: 'Panel',
    spec: {
      id,
      title: `P${id}`,
      data: { spec: { queries } },
      vizConfig: { kind: 'VizConfig', group: 'timeseries', spec: { fieldConfig: { defaults } } },
    },
  });
  const item = (name: string, x: number, width = 12) => ({
    kind: 'GridLayoutItem',
    spec: { x, y: 0, width, height: 8, element: { kind: 'ElementReference', name } },
  });
  const grid = (...items: object[]) => ({ kind: 'GridLayout', spec: { items } });
  const rows = (...layouts: object[]) => ({
    kind: 'RowsLayout',
    spec: { rows: layouts.map(layout => ({ kind: 'RowsLayoutRow', spec: { layout } })) },
  });
  const two = { a: element(1), b: element(2) };
  const tabs = { kind: 'TabsLayout', spec: { tabs: [{ spec: { layout: rows(grid(item('a', 0), item('b', 6))) } }] } };
  const oldRow = { kind: 'GridLayoutRow', spec: { elements: [item('b', 0)] } };
  test.each<[string, object, string[], Known?]>([
    ['well', { elements: two, layout: grid(item('a', 0), item('b', 12)) }, []],
    ['panels that cover each other', { elements: two, layout: grid(item('a', 0), item('b', 6)) }, ['layout: {"x":6,"']],
    ['in a row of a tab', { elements: two, layout: tabs }, ['layout: {"x":6,"']],
    ['but not across rows', { elements: two, layout: rows(grid(item('a', 0)), grid(item('b', 6))) }, []],
    ['nor in rows of a grid', { elements: two, layout: grid(item('a', 0), oldRow) }, []],
    ['beyond the grid', { elements: { a: element(1) }, layout: grid(item('a', 20)) }, ['layout: {"x":20,']],
    [
      'what is not there',
      { elements: two, layout: grid(item('a', 0), item('b', 12), item('c', 12)) },
      ['layout: {"x":12,'],
    ],
    ['what is not shown', { elements: two, layout: grid(item('a', 0)) }, ['layout: {"kind":']],
    [
      'one id',
      { elements: { a: element(1), b: element(1) }, layout: grid(item('a', 0), item('b', 12)) },
      ['duplicate: 1,"title'],
    ],
    [
      'one refId',
      { elements: { a: element(1, [query('x'), query('y')]) }, layout: grid(item('a', 0)) },
      ['duplicate: A","quer'],
    ],
    [
      'a unit that misreads',
      { elements: { a: element(1, [query('sum(shop_heap_bytes)')], { unit: 's' }) }, layout: grid(item('a', 0)) },
      ['panel/unit-misread: s"}}}}}}'],
      closed,
    ],
  ])('%s', (_, spec, expected, known = open) => {
    const dashboard = { kind: 'Dashboard', spec: { title: 'D', variables: [], ...spec } };
    expect(found({ d: dashboard }, known)).toEqual(
      expected.map(text => (text.startsWith('panel/') ? `warning ${text}` : `warning schema/${text}`)),
    );
  });
});

describe('panel/raw-counter', () => {
  const told = (more: object, expr: string, ...others: string[]) =>
    found({ d: board(panel(expr, more), ...others.map(other => panel(other))) }).filter(f => f.includes('raw-counter'));
  const rated = 'rate(x_total[$__rate_interval])';
  test.each<[string, object, string[], string[]]>([
    ['x_total', {}, [rated], ['warning panel/raw-counter: x_total"']],
    ['sum by (job) (x_total) * 2', {}, ['sum(increase(x_total[1h]))'], ['warning panel/raw-counter: sum by (']],
    ['sum(x_total)', {}, [], ['info panel/raw-counter: sum(x_to']],
    ['sum(x_total)', { type: 'graph' }, [], ['info panel/raw-counter: sum(x_to']],
    // A figure may be the total that is meant.
    ['sum(x_total)', { type: 'stat' }, [rated], []],
    ['sum(x_total)', { transformations: [{ id: 'calculateField' }] }, [rated], []],
    ['sum(x_total - x_total offset 1h)', {}, [rated], []],
    ['x_total > 1', {}, [rated], []],
    ['count(x_total)', {}, [rated], []],
    ['x_bytes', {}, ['rate(x_bytes[$__rate_interval])'], []],
    [rated, {}, [], []],
  ])('%s on %o beside %s', (expr, more, others, expected) => {
    expect(told(more, expr, ...others)).toEqual(expected);
  });

  test('what the catalog calls a counter is one, and a gauge is none', () => {
    const counters = (expr: string) => found({ d: board(panel(expr)) }, closed).filter(f => f.includes('raw-counter'));
    expect(counters('sum(shop_orders_total)')).toEqual(['warning panel/raw-counter: sum(shop']);
    expect(counters('sum(shop_heap_bytes)')).toEqual([]);
  });
});
