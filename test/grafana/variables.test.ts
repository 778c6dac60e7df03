import { expect, test } from 'vitest';
import { labelVariable, variable } from '../../src/index.js';
import { print } from '../../src/promql/print.js';
import { orders } from '../support/shop.js';

test('a variable offers the values of a label, narrowed by another variable', () => {
  const country = labelVariable(orders, 'country', { title: 'Country', where: { status: variable('status') } });
  expect(country).toMatchObject({ name: 'country', title: 'Country' });
  expect(print(country.of)).toBe('shop_orders_total{status=~"$status"}');
});

test('a label that the series lacks is refused', () => {
  expect(() => labelVariable(orders, 'zone' as 'status', { title: 'Zone' })).toThrow(
    'shop_orders_total has no label "zone" to choose from',
  );
});
