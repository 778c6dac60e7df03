import { sameUnit, unit } from '../../core/units.js';
import { formatNumber } from '../../promql/numbers.js';
import { print } from '../../promql/print.js';
import type { AlertingRule, Condition } from '../model.js';

/** The values that a proof brings a condition to. */
export interface ProofValues {
  /** Just beyond the limit, and short of the next rung of the ladder. */
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
  const room = next === undefined ? Infinity : Math.abs(next - t);
  const margin = whole ? 1 : t === 0 ? Math.min(1, room / 2) : Math.min(Math.abs(t) / 1024, room / 2);
  return { bad: t + sign * margin, good: t === 0 ? [0] : [t - sign * margin, t] };
}

/** Whether two rungs compare the same value in the same direction. */
export function sameMeasure(a: Condition, b: Condition): boolean {
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
