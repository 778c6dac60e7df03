import { describe, expect, it } from 'vitest';
import { checkDocument } from '../../src/schema/index.js';
import { broken, expectBroken, named } from './breaking.js';
import { foreign, keys, places, twice, values } from './dashboard-breakages.js';
import { goodDashboard } from './good-dashboard.js';

describe('a good dashboard', () => {
  it('has no problems', () => {
    expect(checkDocument('dashboard', goodDashboard())).toEqual([]);
  });

  it.each([
    ['/panels/1/fieldConfig/defaults/unit', 'suffix:req'],
    ['/panels/1/fieldConfig/defaults/unit', 'decbytes'],
    // The same title in another row.
    ['/panels/4/panels/0/title', 'Requests'],
    ['/panels/1/datasource', { type: 'datasource', uid: '-- Mixed --' }],
    ['/panels/1/interval', '$interval'],
    ['/panels/4/panels', []],
    ['/refresh', ''],
    ['/uid', 'a'.repeat(40)],
    ['/panels', []],
  ])('may have %s = %j', (at, value) => {
    expect(checkDocument('dashboard', broken(goodDashboard(), at, value))).toEqual([]);
  });
});

describe('a broken dashboard', () => {
  describe.each(Object.entries({ keys, foreign, values, places, twice }))('by %s', (_, breakages) => {
    it.each(named(breakages))('%s', (_, breakage) => expectBroken('dashboard', goodDashboard(), breakage));
  });

  it.each([[null], ['text'], [[]], [42]])('that is %j is reported, not thrown', document => {
    const message = expect.stringContaining('the dashboard is');
    expect(checkDocument('dashboard', document)).toMatchObject([{ pointer: '', message }]);
  });

  it('gets one problem for each mistake', () => {
    let document: unknown = goodDashboard();
    for (const [at, value] of [...keys.slice(5, 8), ...places.slice(0, 1)]) document = broken(document, at, value);
    expect(checkDocument('dashboard', document)).toHaveLength(4);
  });
});
