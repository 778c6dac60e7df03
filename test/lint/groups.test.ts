import { describe, expect, test } from 'vitest';
import { openWorld } from '../../src/catalog/world.js';
import { checkFiles } from '../../src/lint/files.js';
import { shop, shopSite } from '../support/shop.js';

const open = { world: openWorld() };
const closed = { world: shop, site: shopSite };

/** The findings on groups of these names, each with an interval and rules, as `severity id item: message`. */
function found(groups: Record<string, object[]>, known: Parameters<typeof checkFiles>[1] = open): string[] {
  const list = Object.entries(groups).map(([name, rules]) => {
    const [, interval] = name.split(' every ');
    return { name, ...(interval && { interval }), rules };
  });
  return checkFiles([{ path: 'a', text: JSON.stringify({ groups: list }) }], known).findings.map(
    ({ severity, id, place, message }) => `${severity} ${id} ${place.item}: ${message}`,
  );
}
const record = (name: string, expr: string) => ({ record: name, expr });
const alert = (expr: string, more: object = {}) => ({ alert: 'A', expr, labels: { severity: 'info' }, ...more });

/** The findings that begin so. */
const only = (start: string, findings: string[]) => findings.filter(f => f.split(' ')[1] === start);

describe('group/interval', () => {
  test.each<[string, Record<string, object[]>, number]>([
    ['longer than readers look back', { 'g every 10m': [record('a:b', 'x'), record('a:c', 'x')] }, 1],
    ['as long as that', { 'g every 5m': [record('a:b', 'x')] }, 0],
    ['longer, and only alerts', { 'g every 10m': [alert('x > 1')] }, 0],
    ['not given', { g: [record('a:b', 'x')] }, 0],
    ['zero, which is none', { 'g every 0s': [record('a:b', 'x')] }, 0],
  ])('%s', (_, groups, times) => {
    expect(only('group/interval', found(groups))).toHaveLength(times);
  });
});

describe('record/order', () => {
  const writes = record('a:b', 'sum(x)');
  test.each<[string, Record<string, object[]>, number]>([
    ['recorded further down', { g: [alert('a:b > 1'), writes] }, 1],
    ['recorded before', { g: [writes, alert('a:b > 1')] }, 0],
    ['recorded before and after', { g: [writes, alert('a:b > 1'), record('a:b', 'sum(y)')] }, 0],
    ['recorded in another group', { g: [alert('a:b > 1')], h: [writes] }, 0],
    ['read from the past', { g: [alert('a:b offset 1h > 1 or max_over_time(a:b[1h]) > 1'), writes] }, 0],
    ['read by itself', { g: [record('a:b', 'x or a:b')] }, 0],
  ])('%s', (_, groups, times) => {
    expect(only('record/order', found(groups))).toHaveLength(times);
  });
});

describe('record/lag', () => {
  const g = { 'g every 2m': [record('a:b', 'sum(x)')] };
  const reads = (expr: string, hold = '5m') => ({ ...g, 'h every 30s': [alert(expr, { for: hold })] });
  test.each<[string, Record<string, object[]>, number]>([
    ['a range that is shorter', reads('max_over_time(a:b[1m]) > 1'), 1],
    ['a range that is as long', reads('max_over_time(a:b[2m]) > 1'), 0],
    ['a hold that is shorter', reads('a:b > 1', '1m'), 1],
    ['a hold that is as long', reads('a:b > 1', '2m'), 0],
    ['no hold', reads('a:b > 1', '0s'), 0],
    ['a hold over something live as well', reads('x > a:b', '1m'), 0],
    ['a hold over what is missing', reads('absent(a:b)', '1m'), 0],
    ['a recording that says nothing of its interval', { g: g['g every 2m'], h: [alert('a:b > 1', { for: '1s' })] }, 0],
  ])('%s', (_, groups, times) => {
    expect(only('record/lag', found(groups))).toHaveLength(times);
  });

  test('a group without an interval has that of the site', () => {
    const groups = {
      g: [record('a:b', 'sum(shop_heap_bytes)')],
      'h every 5s': [alert('a:b > 1', { for: '10s' })],
    };
    expect(only('record/lag', found(groups, closed))).toEqual([expect.stringContaining('recorded every 30s')]);
  });
});

describe('record/cycle', () => {
  test.each<[string, object[], string[]]>([
    ['of itself alone', [record('a:b', 'a:b * 2')], ['a:b']],
    ['of its own past alone', [record('a:b', 'max_over_time(a:b[1h])')], ['a:b']],
    ['of itself for want of something else', [record('a:b', 'sum(x) or a:b')], []],
    ['of itself, and another rule begins', [record('a:b', 'a:b * 2'), record('a:b', 'sum(x)')], []],
    ['of each other', [record('a:b', 'a:c + 1'), record('a:c', 'sum(a:b)')], ['a:b', 'a:c']],
    ['of each other, with a way out', [record('a:b', 'a:c + 1'), record('a:c', 'sum(a:b) or vector(0)')], []],
    ['hanging on a circle', [record('a:b', 'a:b'), record('a:c', 'a:b > 1')], ['a:b']],
    ['what is only missing', [record('a:b', 'absent(a:b)')], []],
    ['in place of what is excluded', [record('a:b', 'x unless a:b')], []],
    ['a long chain', [record('a:b', 'a:c'), record('a:c', 'a:d'), record('a:d', 'sum(x)')], []],
  ])('%s', (_, rules, names) => {
    const findings = only('record/cycle', found({ g: rules }));
    expect(findings.map(f => f.split(' ')[2]?.slice(0, -1))).toEqual(names);
  });

  test('is an error where nothing else can write it', () => {
    expect(only('record/cycle', found({ g: [record('a:b', 'a:b * 2')] }, closed))).toEqual([
      expect.stringMatching(/^error/),
    ]);
  });
});

describe('metric/unrecorded', () => {
  const there = record('job:x:rate5m', 'sum by (job) (rate(x[5m]))');
  test.each<[string, object[], number]>([
    ['a sibling', [there, alert('job:x:rate1m > 1 or job:x:rate1m > 2')], 1],
    ['the series itself', [there, alert('job:x:rate5m > 1')], 0],
    ['of another family', [there, alert('job:y:rate5m > 1')], 0],
    ['no recorded series', [there, alert('x > 1')], 0],
  ])('%s', (_, rules, times) => {
    expect(only('metric/unrecorded', found({ g: rules }))).toHaveLength(times);
  });
});

describe('alert/hold', () => {
  const held = (more: object) => only('alert/hold', found({ 'g every 1m': [alert('x > 1', more)] }));
  test.each<[object, string[]]>([
    [{ for: '5m' }, []],
    [{}, []],
    [{ for: '0s' }, []],
    [{ for: '30s' }, ['warning alert/hold A: for 30s lasts 1m: the group is evaluated every 1m']],
    [{ for: '90s' }, ['info alert/hold A: for 1m30s lasts 2m: the group is evaluated every 1m']],
    [
      { for: '1m', keep_firing_for: '90s' },
      ['info alert/hold A: keep_firing_for 1m30s lasts 2m: the group is evaluated every 1m'],
    ],
  ])('%o', (more, expected) => {
    expect(held(more)).toEqual(expected);
  });
  test('of an interval that nobody gives nothing is known', () => {
    expect(only('alert/hold', found({ g: [alert('x > 1', { for: '1s' })] }))).toEqual([]);
  });
});
