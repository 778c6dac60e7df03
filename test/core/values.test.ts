import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
  days,
  formatDuration,
  hours,
  milliseconds,
  minutes,
  parseDuration,
  seconds,
  weeks,
} from '../../src/core/durations.js';
import { sortFindings } from '../../src/core/findings.js';
import { megabytes, percent, ratio, toQuantity } from '../../src/core/quantities.js';
import { perSecond, sameUnit, timesUnit, unit, unitName } from '../../src/core/units.js';
import { toYaml } from '../../src/core/yaml.js';

describe('durations', () => {
  test.each([
    [seconds(0), '0s'],
    [seconds(30), '30s'],
    [minutes(90), '1h30m'],
    [hours(25), '25h'],
    [days(1), '1d'],
    [weeks(1), '1w'],
    [days(365), '1y'],
    [milliseconds(1500), '1s500ms'],
    [minutes(-5), '-5m'],
  ])('%o is %s', (duration, text) => {
    expect(formatDuration(duration)).toBe(text);
  });

  test('what is printed reads back as the same', () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 2 ** 40 }), ms => {
        expect(parseDuration(formatDuration(milliseconds(ms)))).toEqual(milliseconds(ms));
      }),
    );
  });

  test.each(['', '5', 'm5', '5 m', '1m1h', '1.5h', '5minutes', '400y'])('"%s" is none', text => {
    expect(parseDuration(text)).toBeUndefined();
  });

  test('half a millisecond does not exist', () => {
    expect(() => milliseconds(0.5)).toThrow(/whole number/);
  });
});

describe('units', () => {
  test.each([
    [perSecond(unit('count')), 'count/second'],
    [perSecond(unit('bytes')), 'bytes/second'],
    [perSecond(unit('seconds')), 'ratio'],
    [timesUnit(unit('seconds'), unit('count'), -1), 'seconds'],
    [timesUnit(unit('bytes'), unit('bytes'), -1), 'ratio'],
    [timesUnit(unit('bytes/second'), unit('seconds')), 'bytes'],
    [timesUnit(unit('seconds'), unit('seconds')), 'seconds^2'],
  ])('%o is %s', (of, name) => {
    expect(unitName(of)).toBe(name);
  });

  test('a percentage and a ratio have one dimension and two scales', () => {
    expect(sameUnit(unit('percent'), unit('ratio'))).toBe(false);
    expect(percent(85).unit.scale * percent(85).value).toBeCloseTo(ratio(0.85).value);
  });

  test('a plain number is a ratio, a duration is in seconds, a megabyte is 10^6 bytes (R1)', () => {
    expect(toQuantity(1.1)).toEqual(ratio(1.1));
    expect(toQuantity(minutes(2))).toMatchObject({ value: 120, unit: unit('seconds') });
    expect(megabytes(10).value).toBe(10_000_000);
  });
});

test('findings come errors first, then by place', () => {
  const finding = (severity: 'error' | 'warning', file: string, line: number) => ({
    id: 'a/b',
    severity,
    message: 'm',
    place: { file, line },
  });
  const sorted = sortFindings([
    finding('warning', 'a', 1),
    finding('error', 'b', 2),
    finding('error', 'a', 10),
    finding('error', 'a', 9),
  ]);
  expect(sorted.map(f => `${f.severity} ${f.place.file}:${f.place.line}`)).toEqual([
    'error a:9',
    'error a:10',
    'error b:2',
    'warning a:1',
  ]);
});

test('YAML keeps the order of keys and strings that look like something else', () => {
  expect(toYaml({ b: 'yes', a: '1', for: '5m' }, ['By hand.'])).toBe("# By hand.\nb: 'yes'\na: '1'\nfor: 5m\n");
});
