import { describe, expect, test } from 'vitest';
import { toQuantity } from '../../src/core/quantities.js';
import { unit } from '../../src/core/units.js';
import {
  absent,
  absentOverTime,
  alert,
  bytes,
  count,
  countPerSecond,
  type Duration,
  days,
  eq,
  hours,
  megabytes,
  milliseconds,
  minutes,
  type Node,
  percent,
  type Quantity,
  quantity,
  ratio,
  resolves,
  seconds,
  select,
  standard,
  sum,
  unless,
  vector,
} from '../../src/index.js';
import { conditionInWords, durationInWords, quantityInWords } from '../../src/runbooks/words.js';
import { checkout, shop, up } from '../support/shop.js';

test.each<[Quantity, string]>([
  [ratio(1.1), '110 %'],
  [ratio(0.07), '7 %'],
  [ratio(2), '200 %'],
  [percent(85), '85 %'],
  [bytes(0), '0 B'],
  [bytes(999), '999 B'],
  [bytes(1500), '1.5 kB'],
  [megabytes(100), '100 MB'],
  [megabytes(-100), '-100 MB'],
  [bytes(2e9), '2 GB'],
  [bytes(3e18), '3000000 TB'],
  [quantity(5e6, unit('bytes/second')), '5 MB/s'],
  [quantity(20, unit('milliseconds')), '20 ms'],
  [toQuantity(seconds(0)), '0 s'],
  [toQuantity(seconds(0.05)), '0.05 s'],
  [toQuantity(seconds(5)), '5 s'],
  [toQuantity(seconds(90)), '90 s'],
  [toQuantity(days(2)), '2 days'],
  [count(10), '10'],
  [countPerSecond(0.1), '0.1 per second'],
  [quantity(1, unit('flag')), '1 flag'],
])('$0.value is $1', (value, text) => {
  expect(quantityInWords(value)).toBe(text);
});

test.each<[Duration, string]>([
  [seconds(0), 'no time'],
  [milliseconds(1), '1 ms'],
  [seconds(30), '30 seconds'],
  [minutes(1), '1 minute'],
  [minutes(90), '1 hour 30 minutes'],
  [hours(25), '1 day 1 hour'],
])('$0.ms ms are $1', (duration, text) => {
  expect(durationInWords(duration)).toBe(text);
});

describe('conditions', () => {
  const common = {
    severity: 'warning',
    for: minutes(1),
    summary: 's',
    description: 'd',
    runbook: 'r',
    dashboard: 'd',
    whenMissing: resolves('nothing'),
    source: standard('the shop'),
  } as const;
  const shopUp = select(up, { job: 'shop' });
  test.each<[Node, string]>([
    [absent(shopUp), 'no series `up{job="shop"}`'],
    [absentOverTime(shopUp, days(2)), 'no series `up{job="shop"}` for 2 days'],
    [vector(1), 'always'],
    [eq(shopUp, 0), '`up{job="shop"}` is 0'],
    [unless(eq(shopUp, 1), select(up)), '`up{job="shop"}` is 1, without `up`'],
    [unless(shopUp, select(up)), '`up{job="shop"}`, without `up`'],
    [sum(shopUp), 'the query returns a series'],
  ])('an expression alone: %#', (expr, text) => {
    expect(conditionInWords(alert('A', { ...common, expr }), shop)).toBe(text);
  });

  const value = sum(select(checkout.count), { by: ['job'] });
  test.each([
    ['any', { above: count(0) }, 'any (above 0)'],
    ['a bound of its own', { below: count(3) }, 'below 3'],
    [
      'a bound of the catalog, taken by hand',
      { above: checkout.limits.slow.levels.critical },
      '`shop_checkout_seconds` above 5 s',
    ],
  ])('%s', (_, bound, text) => {
    expect(conditionInWords(alert('A', { ...common, value, ...bound }), shop)).toBe(text);
  });
});
