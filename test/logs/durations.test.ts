import fc from 'fast-check';
import { expect, test } from 'vitest';
import { durations } from '../../src/logs/durations.js';

const summary = (values: readonly number[]) => {
  const all = durations();
  for (const value of values) all.add(value);
  return all.summary();
};

test('of none there is nothing to say', () => {
  expect(summary([])).toBeNull();
});

test('the order does not matter, to the last bit', () => {
  fc.assert(
    fc.property(fc.array(fc.double({ min: 0, max: 1e4, noNaN: true }), { minLength: 3 }), values => {
      expect(summary([...values].reverse())).toEqual(summary(values));
      expect(summary([...values].sort((a, b) => a - b))).toEqual(summary(values));
    }),
  );
});

test.for<[string, number[], object]>([
  ['one', [1.5], { count: 1, mean: 1.5, p50: 1.5, p95: 1.5, max: 1.5 }],
  ['zeros', [0, 0], { count: 2, mean: 0, p50: 0, p95: 0, max: 0 }],
  ['exact to a microsecond', [0.000001, 0.000004], { mean: 0.0000025, max: 0.000004 }],
  ['a year', [31_536_000], { mean: 31_536_000, p50: 31_536_000, max: 31_536_000 }],
])('%s', ([, values, expected]) => {
  expect(summary(values)).toMatchObject(expected);
});
