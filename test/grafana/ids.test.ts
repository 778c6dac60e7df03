import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { panelId, rowId, stableId } from '../../src/grafana/ids.js';
import { row, select, series, stat, sum } from '../../src/index.js';
import { heap } from '../support/shop.js';
import { board, heapPanel, why } from './board.js';

const total = (title: string, key?: string) =>
  stat(title, { why, series: [series('heap', sum(select(heap)))], ...(key && { key }) });
const idsOf = (dashboard: ReturnType<typeof board>) =>
  new Map(dashboard.rows.flatMap(r => r.panels.map(p => [p.title, panelId(dashboard, p)])));

describe("a panel's id", () => {
  const before = idsOf(board([heapPanel, total('Total')]));

  test.each([
    ['another panel is put before it', board([total('New'), heapPanel, total('Total')])],
    ['panels change places', board([total('Total'), heapPanel])],
    ['it moves to another row', board([], { rows: [row('Else', total('Total')), row('All', heapPanel)] })],
    ['the dashboard is renamed', board([heapPanel, total('Total')], { title: 'Other' })],
  ])('stays when %s', (_, dashboard) => {
    const after = idsOf(dashboard);
    expect([after.get('Heap'), after.get('Total')]).toEqual([before.get('Heap'), before.get('Total')]);
  });

  test('stays when its title changes and its key is the old one, and a new title changes no other', () => {
    const kept = idsOf(board([heapPanel, total('Sum of heaps', 'Total')]));
    expect(kept.get('Sum of heaps')).toBe(before.get('Total'));
    const renamed = idsOf(board([heapPanel, total('Sum of heaps')]));
    expect(renamed.get('Sum of heaps')).not.toBe(before.get('Total'));
    expect(renamed.get('Heap')).toBe(before.get('Heap'));
  });

  test('differs by panel, by dashboard, and from the id of a row of the same name', () => {
    const work = board([heapPanel], { rows: [row('Heap', heapPanel)] });
    const other = board([heapPanel], {}, 'other');
    const ids = [panelId(work, heapPanel), panelId(work, total('New')), panelId(other, heapPanel)];
    expect(new Set([...ids, rowId(work, work.rows[0] as (typeof work.rows)[0])]).size).toBe(4);
  });
});

test('an id is a whole number that Grafana takes, whatever the names', () => {
  fc.assert(
    fc.property(fc.array(fc.string({ unit: 'grapheme' })), names => {
      const id = stableId(...names);
      expect(Number.isInteger(id) && id >= 1 && id < 2 ** 31).toBe(true);
    }),
  );
  expect(stableId('a', 'bc')).not.toBe(stableId('ab', 'c'));
});
