import { describe, expect, test } from 'vitest';
import { timesUnit, type UnitName, unit } from '../../src/core/units.js';
import { dateFactor, fitsUnit, fittingUnits, grafanaUnit, sameAxis } from '../../src/grafana/units.js';

describe('what a unit is shown as', () => {
  test.each<[UnitName, string | undefined]>([
    ['seconds', 's'],
    ['milliseconds', 'ms'],
    ['bytes', 'decbytes'],
    ['ratio', 'percentunit'],
    ['percent', 'percent'],
    ['count', 'short'],
    ['count/second', 'cps'],
    ['bytes/second', 'Bps'],
    ['flag', 'bool_on_off'],
    ['timestamp', 'dateTimeAsIso'],
  ])('%s as %s', (name, id) => {
    expect(grafanaUnit(unit(name))).toBe(id);
    expect(id !== undefined && fitsUnit(id, unit(name))).toBe(true);
  });

  test('seconds per request as seconds', () => {
    expect(grafanaUnit(timesUnit(unit('seconds'), unit('count'), -1))).toBe('s');
  });

  test('what nobody reads as nothing', () => {
    expect(grafanaUnit(timesUnit(unit('seconds'), unit('bytes')))).toBe(undefined);
  });
});

describe('what may be asked for', () => {
  test.each<[string, UnitName, boolean]>([
    ['reqps', 'count/second', true],
    ['none', 'flag', true],
    ['dtdurations', 'seconds', true],
    ['bytes', 'bytes', true],
    ['s', 'bytes', false],
    ['ms', 'seconds', false],
    ['percent', 'ratio', false],
    ['percent', 'bytes', false],
    ['bananas', 'bytes', false],
  ])('%s for %s: %s', (id, name, fits) => {
    expect(fitsUnit(id, unit(name))).toBe(fits);
    expect(fittingUnits(unit(name)).includes(id)).toBe(fits);
  });
});

test.each<[UnitName, UnitName, boolean]>([
  ['seconds', 'seconds', true],
  ['seconds', 'milliseconds', false],
  ['seconds', 'timestamp', false],
  ['ratio', 'percent', false],
  ['ratio', 'flag', false],
  ['bytes', 'seconds', false],
])('%s and %s on one axis: %s', (a, b, fits) => {
  expect(sameAxis(unit(a), unit(b))).toBe(fits);
});

test('dates are in milliseconds to Grafana, everything else is as it is', () => {
  expect(dateFactor(unit('timestamp'))).toBe(1000);
  expect(dateFactor(unit('seconds'))).toBe(1);
});
