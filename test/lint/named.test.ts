import { expect, test } from 'vitest';
import { checkFiles } from '../../src/lint/files.js';
import { shop, shopSite } from '../support/shop.js';

/** The findings on files with these rules, in a closed world. */
const found = (...files: object[][]): string[] =>
  checkFiles(
    files.map((rules, i) => ({ path: `${i}.json`, text: JSON.stringify({ groups: [{ name: `g${i}`, rules }] }) })),
    { world: shop, site: shopSite },
  ).findings.map(({ id, place }) => `${id} ${place.item}`);

const reads = { alert: 'A', expr: 'job:shop_heap:max > 1' };
const records = { record: 'job:shop_heap:max', expr: 'max by (job) (shop_heap_bytes)' };

test('in a closed world is also what the rules of the same files record', () => {
  expect(found([reads])).toEqual(['metric/unknown A']);
  expect(found([records, reads])).toEqual([]);
  expect(found([reads], [records])).toEqual([]);
});

test('and what Prometheus writes of its alerts', () => {
  expect(found([{ alert: 'A', expr: 'count(ALERTS{alertstate="firing"}) > 100 or ALERTS_FOR_STATE' }])).toEqual([]);
});
