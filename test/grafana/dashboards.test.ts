import { expect, test } from 'vitest';
import { dashboardUid } from '../../src/grafana/dashboards.js';
import { hours, labelVariable, milliseconds, minutes, row } from '../../src/index.js';
import { orders, shopSite } from '../support/shop.js';
import { board, heapPanel } from './board.js';

const status = labelVariable(orders, 'status', { title: 'Status' });

test.each<[string, () => unknown, string]>([
  ['a slug with a space', () => board([heapPanel], {}, 'a b'), 'dashboard "a b" has no proper slug'],
  ['no title', () => board([heapPanel], { title: ' ' }), 'dashboard "work" has no title'],
  ['no description', () => board([heapPanel], { description: '' }), 'dashboard "work" has no description'],
  ['no rows', () => board([], { rows: [] as never }), 'dashboard "work" has no rows'],
  ['a row twice', () => board([], { rows: [row('A', heapPanel), row('A', heapPanel)] }), 'has two rows "A"'],
  ['a reload every second', () => board([heapPanel], { refresh: milliseconds(1000) }), 'reloads more often than'],
  ['half a second', () => board([heapPanel], { refresh: milliseconds(30_500) }), 'has a refresh of 30500 ms'],
  ['half a second of time', () => board([heapPanel], { span: milliseconds(60_500) }), 'has a span of 60500 ms'],
  ['no time at all', () => board([heapPanel], { span: hours(0) }), 'shows no time'],
  ['a variable twice', () => board([heapPanel], { variables: [status, status] }), 'has two variables "status"'],
  [
    'a variable of its own for the job',
    () => board([heapPanel], { variables: [labelVariable(orders, 'job', { title: 'Job' })] }),
    'has two variables "job"',
  ],
  ['a row without a title', () => row('', heapPanel), 'a row without a title'],
  ['a row without panels', () => row('Empty'), 'row "Empty" has no panels'],
])('%s', (_, make, message) => {
  expect(make).toThrow(message);
});

test('a dashboard shows six hours unless it is told otherwise', () => {
  expect(board([heapPanel]).span).toEqual(hours(6));
  expect(board([heapPanel], { span: minutes(90) }).span).toEqual(minutes(90));
});

test('its uid is the prefix of the site and its slug', () => {
  expect(dashboardUid('work', shopSite)).toBe('shop-work');
});
