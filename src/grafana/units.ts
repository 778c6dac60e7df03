import { sameUnit, type Unit, unit } from '../core/units.js';

/**
 * The Grafana unit ids that a panel may ask for, with the unit of the numbers that they format. Grafana never converts:
 * `ms` prints seconds as milliseconds if seconds is what it gets.
 */
const displayUnits: Readonly<Record<string, Unit>> = {
  percentunit: unit('ratio'),
  none: unit('ratio'),
  percent: unit('percent'),
  s: unit('seconds'),
  dtdurations: unit('seconds'),
  ms: unit('milliseconds'),
  dtdurationms: unit('milliseconds'),
  decbytes: unit('bytes'),
  bytes: unit('bytes'),
  short: unit('count'),
  cps: unit('count/second'),
  reqps: unit('count/second'),
  ops: unit('count/second'),
  Bps: unit('bytes/second'),
  binBps: unit('bytes/second'),
  bool: unit('flag'),
  bool_on_off: unit('flag'),
  bool_yes_no: unit('flag'),
  dateTimeAsIso: unit('timestamp'),
  dateTimeFromNow: unit('timestamp'),
};

/** Which of them stands for a unit when the panel asks for none. 1 MB is 10^6 bytes, hence decbytes (ruling R1). */
const usual = [
  'percentunit',
  'percent',
  's',
  'ms',
  'decbytes',
  'short',
  'cps',
  'Bps',
  'bool_on_off',
  'dateTimeAsIso',
] as const;

/** The Grafana unit id of a unit, undefined when Grafana has none. */
export const grafanaUnit = (of: Unit): string | undefined => usual.find(id => sameAxis(displayUnits[id] as Unit, of));

/** Whether numbers of the unit read right under the Grafana unit id. */
export function fitsUnit(id: string, of: Unit): boolean {
  const display = displayUnits[id];
  return display !== undefined && (sameAxis(display, of) || (of.reading === 'flag' && id === 'none'));
}

/** Whether an id prints numbers of the unit as something else. `none` and `short` print them as they are; of ids that are not here nothing is known. */
export function misreads(id: string, of: Unit): boolean {
  return id !== 'none' && id !== 'short' && Object.hasOwn(displayUnits, id) && !fitsUnit(id, of);
}

/** The ids that a panel of the unit may ask for. */
export const fittingUnits = (of: Unit): string[] => Object.keys(displayUnits).filter(id => fitsUnit(id, of));

/** Dates: Prometheus counts seconds since the epoch, Grafana milliseconds. */
export const dateFactor = (of: Unit): number => (of.reading === 'timestamp' ? 1000 : 1);

/** Whether values in the two units can stand on one axis: dates and flags only among themselves. */
export function sameAxis(a: Unit, b: Unit): boolean {
  return sameUnit(a, b) && a.reading === b.reading;
}
