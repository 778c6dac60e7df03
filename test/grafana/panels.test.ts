import { describe, expect, test } from 'vitest';
import { refId } from '../../src/grafana/model.js';
import {
  above,
  alertsPanel,
  barGauge,
  below,
  column,
  gaugePanel,
  logsPanel,
  pieChart,
  select,
  series,
  stat,
  stateTimeline,
  tablePanel,
  timeseries,
} from '../../src/index.js';
import { checkout, heap } from '../support/shop.js';
import { why } from './board.js';

const lines = [series('{{instance}}', select(heap))];
const table = { why, columns: [column('Heap', select(heap))] as const, labels: { job: 'Job', instance: 'Instance' } };

describe('misuse', () => {
  test.each<[string, () => unknown, string]>([
    ['no title', () => timeseries(' ', { why, series: lines }), 'a panel without a title'],
    ['no description', () => stat('Heap', { why: ' ', series: lines }), 'panel "Heap" has no description'],
    ['no series', () => timeseries('Heap', { why, series: [] }), 'panel "Heap" has no series'],
    ['too wide', () => stat('Heap', { why, series: lines, width: 25 }), 'panel "Heap" is 25 wide'],
    ['half a line high', () => stat('Heap', { why, series: lines, height: 4.5 }), 'panel "Heap" is 4.5 high'],
    ['ends crossed', () => gaugePanel('Heap', { why, series: lines, min: 1, max: 1 }), 'panel "Heap" goes from 1 to 1'],
    [
      'colours from two sides',
      () => stat('Heap', { why, series: lines, limit: checkout.limits.slow, values: { 0: ['none', 'green'] } }),
      'panel "Heap" takes its colours from a limit and from values',
    ],
    [
      'two limits the wrong way around',
      () => stat('Heap', { why, series: lines, limit: [above({ info: 2 }), below({ info: 1 })] }),
      'panel "Heap" has two limits with no good values between them',
    ],
    [
      'two limits that meet',
      () => stat('Heap', { why, series: lines, limit: [below({ info: 2, warning: 1 }), above({ info: 2 })] }),
      'panel "Heap" has two limits with no good values between them',
    ],
    ['a series without a legend', () => series('', select(heap)), 'a series without a legend'],
    ['a column without a title', () => column('', select(heap)), 'a column without a title'],
    [
      'a column twice',
      () => tablePanel('Heap', { ...table, labels: { job: 'Job', instance: 'Heap' } }),
      'table "Heap" has two columns "Heap"',
    ],
    [
      'sorted by no column',
      () => tablePanel('Heap', { ...table, sortBy: { column: 'Size', descending: true } }),
      'table "Heap" sorts by "Size", which is not a column',
    ],
    [
      'colours of no column',
      () => tablePanel('Heap', { ...table, colors: { zone: { a: 'red' } } }),
      'table "Heap" colours "zone", which has no column',
    ],
    [
      'a stream selector in a pipeline',
      () => logsPanel('Log', { why, pipeline: '{job="shop"} | json' }),
      'the pipeline of logs panel "Log" does not begin with a filter or a stage',
    ],
  ])('%s', (_, make, message) => {
    expect(make).toThrow(message);
  });
});

test.each([
  [timeseries('P', { why, series: lines }), 'timeseries'],
  [stat('P', { why, series: lines }), 'stat'],
  [gaugePanel('P', { why, series: lines }), 'gauge'],
  [barGauge('P', { why, series: lines }), 'bargauge'],
  [pieChart('P', { why, series: lines }), 'piechart'],
  [stateTimeline('P', { why, series: lines }), 'state-timeline'],
  [tablePanel('P', table), 'table'],
  [logsPanel('P', { why, pipeline: '|= "failed"' }), 'logs'],
  [alertsPanel('P', { why }), 'alerts'],
])('%# is frozen, keyed by its title, and knows the line of content that made it', (panel, type) => {
  expect(panel).toMatchObject({ kind: 'panel', type, title: 'P', key: 'P', why });
  expect(panel.site?.file).toMatch(/panels\.test\.ts$/);
  expect(Object.isFrozen(panel)).toBe(true);
});

test('queries are named like the columns of a sheet', () => {
  expect([0, 1, 25, 26, 27, 51, 52, 701, 702].map(refId)).toEqual(['A', 'B', 'Z', 'AA', 'AB', 'AZ', 'BA', 'ZZ', 'AAA']);
});
