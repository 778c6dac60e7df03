import { describe, expect, test } from 'vitest';
import { openWorld } from '../../src/catalog/world.js';
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

describe('rule/duplicate', () => {
  const record = (expr: string, labels: object = {}) => ({ record: 'a:b', expr, labels });
  const alert = (expr: string) => ({ alert: 'A', expr });
  test.each<[string, object[], string[]]>([
    ['the same twice', [record('up'), record('up')], ['warning']],
    ['written differently', [alert('up == 0'), alert('(up == 0)')], ['warning']],
    ['an alert with two reasons', [alert('up == 0'), alert('absent(up)')], []],
    [
      'other values of a label',
      [record('shop_orders_total{status="ok"}'), record('shop_orders_total{status="failed"}')],
      [],
    ],
    ['other labels', [record('sum by (job) (up)'), record('sum by (instance) (up)')], []],
    [
      'values that nobody can list',
      [
        record('sum by (country) (shop_orders_total{country=~"d."})'),
        record('sum by (country) (shop_orders_total{country=~"f."})'),
      ],
      [],
    ],
    ['labels of their own', [record('sum(up)', { a: '1' }), record('count(up)', { a: '2' })], []],
    ['two values for one series', [record('sum by (job) (up)'), record('count by (job) (up)')], ['error']],
  ])('%s', (_, rules, severities) => {
    const text = JSON.stringify({ groups: [{ name: 'g', rules }] });
    const { findings } = checkFiles([{ path: 'a', text }], { world: shop });
    expect(findings.filter(f => f.id === 'rule/duplicate').map(f => f.severity)).toEqual(severities);
  });

  test('in an open world nobody knows whether two rules of one name collide', () => {
    const rules = [record('sum by (a) (x)'), record('y{a="b"}')];
    const text = JSON.stringify({ groups: [{ name: 'g', rules }] });
    expect(checkFiles([{ path: 'a', text }], { world: openWorld() }).findings).toEqual([]);
  });
});
