import type { Level, Limit } from '../catalog/limits.js';
import type { Quantity } from '../core/quantities.js';
import type { Unit } from '../core/units.js';
import type { Color } from './model.js';

/** A colour from a value upwards; the first step has no value. */
export interface Step {
  readonly value: number | null;
  readonly color: Color;
}

/** The colour of values that are past a level: off target nobody is called, an info is read the next day. */
export const pastLevel: Readonly<Record<Level, Color>> = {
  target: 'yellow',
  info: 'blue',
  warning: 'orange',
  critical: 'red',
};

const mildestFirst: readonly Level[] = ['target', 'info', 'warning', 'critical'];

/**
 * Grafana's threshold steps of limits, in the scale of the panel's unit: green without one, and green between two.
 * Without a unit the limits' own scale is kept.
 */
export function thresholdSteps(limits: readonly Limit[], unit?: Unit): Step[] {
  const [first, ...more] = limits.map(limit => stepsOf(limit, unit));
  // The second begins green, as the first ends.
  return first ? [...first, ...more.flatMap(steps => steps.slice(1))] : [{ value: null, color: 'green' }];
}

/**
 * A step colours from its value on, while a limit itself is still good: exact below; above, a value that is exactly on
 * the limit already has the colour, except at 0, where "none" must stay green.
 */
function stepsOf(limit: Limit, unit: Unit | undefined): Step[] {
  const levels = levelsOf(limit).map(([level, quantity]) => ({ level, value: scaled(quantity, unit) }));
  if (limit.direction === 'above') {
    return [
      { value: null, color: 'green' },
      ...levels.map(({ level, value }) => ({ value: value === 0 ? aboveZero : value, color: pastLevel[level] })),
    ];
  }
  // From the worst level up: below its value is its colour, from its value on that of the next milder one.
  const worstFirst = levels.toReversed();
  const colors: Color[] = [...worstFirst.map(({ level }) => pastLevel[level]), 'green'];
  return colors.map((color, i) => ({ value: worstFirst[i - 1]?.value ?? null, color }));
}

/** What "more than none" begins with; every count and rate that is shown is larger. */
const aboveZero = 1e-9;

/** How a time series draws limits: a dashed line for what is only aimed at, line and area for what alerts. */
export function thresholdStyle(limits: readonly Limit[]): 'off' | 'dashed' | 'line+area' {
  if (limits.length === 0) return 'off';
  const levels = limits.flatMap(levelsOf).map(([level]) => level);
  return levels.includes('warning') || levels.includes('critical') ? 'line+area' : 'dashed';
}

function levelsOf(limit: Limit): [Level, Quantity][] {
  const levels: Partial<Record<Level, Quantity>> = limit.levels;
  return mildestFirst.flatMap((level): [Level, Quantity][] => {
    const quantity = levels[level];
    return quantity ? [[level, quantity]] : [];
  });
}

function scaled({ value, unit }: Quantity, to: Unit | undefined): number {
  return to ? Number((value * (unit.scale / to.scale)).toPrecision(12)) : value;
}
