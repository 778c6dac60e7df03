import { describe, expect, test } from 'vitest';
import { guessUnit } from '../../src/catalog/names.js';

describe('the unit that a name promises', () => {
  test.each([
    ['gauge', 'x_seconds', 'seconds'],
    ['counter', 'x_seconds_total', 'seconds'],
    ['counter', 'x_total', 'count'],
    ['gauge', 'process_start_time_seconds', 'timestamp'],
    ['histogram', 'x_time_seconds', 'seconds'],
    ['gauge', 'x_ms', 'milliseconds'],
    ['gauge', 'x_bytes', 'bytes'],
    ['gauge', 'x_ratio', 'ratio'],
    ['gauge', 'x_percent', 'percent'],
    ['gauge', 'x', 'count'],
  ] as const)('%s %s: %s', (type, name, unit) => {
    expect(guessUnit({ type, name })).toBe(unit);
  });
});
