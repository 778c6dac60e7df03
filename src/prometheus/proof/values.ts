import { sameUnit, unit } from '../../core/units.js';
import { formatNumber } from '../../promql/numbers.js';
import { print } from '../../promql/print.js';
import type { AlertingRule, Condition } from '../model.js';

/** The values that a proof brings a condition to. */
export interface ProofValues {
  /** Beyond the limit, and short of the next rung of the ladder. */
  readonly bad: number;
  /** Within the limit, so close that only rounding has room; nearest first. */
  readonly good: readonly number[];
}

/** The values for one rung, given all rules of its name. */
export function proofValues(condition: Condition, siblings: readonly AlertingRule[]): ProofValues {
  const { op, threshold } = condition;
  const t = threshold.value;
  const sign = op === '>' ? 1 : -1;
  const whole = sameUnit(threshold.unit, unit('count')) && Number.isInteger(t);
  const next = siblings
    .flatMap(s => (s.condition && sameMeasure(s.condition, condition) ? [s.condition.threshold.value] : []))
    .filter(other => sign * (other - t) > 0)
    .sort((a, b) => sign * (a - b))[0];
  const margin = whole ? 1 : Math.abs(t) / 1024;
  return { bad: beyond(t, sign, next, whole), good: t === 0 ? [0] : [t - sign * margin, t] };
}

function beyond(t: number, sign: number, next: number | undefined, whole: boolean): number {
  const room = next === undefined ? Infinity : Math.abs(next - t);
  const wanted = t === 0 ? 1 : Math.abs(t) / 4;
  const step = Math.min(wanted, room / 2);
  return t + sign * (whole && room > 1 ? Math.max(1, Math.round(step)) : step);
}

function sameMeasure(a: Condition, b: Condition): boolean {
  return a.op === b.op && (a.value === b.value || print(a.value) === print(b.value));
}

/** The mildest rung of a rule's ladder. */
export function milder(rule: AlertingRule, siblings: readonly AlertingRule[]): AlertingRule {
  const { condition } = rule;
  if (!condition) return rule;
  const sign = condition.op === '>' ? 1 : -1;
  const rungs = siblings.filter(s => s.condition && sameMeasure(s.condition, condition));
  const level = (r: AlertingRule) => sign * (r.condition?.threshold.value ?? 0);
  return rungs.reduce((a, b) => (level(b) < level(a) ? b : a), rule);
}

/** `above 1.15`, `below 75`. */
export function limitText({ op, threshold }: Condition): string {
  return `${op === '>' ? 'above' : 'below'} ${formatNumber(threshold.value)}`;
}
