import type { Limit } from '../catalog/limits.js';
import type { World } from '../catalog/world.js';
import type { Duration } from '../core/durations.js';
import type { Quantity } from '../core/quantities.js';
import { unitName } from '../core/units.js';
import type { AlertingRule } from '../prometheus/model.js';
import type { Node } from '../promql/ast.js';
import { print } from '../promql/print.js';
import { code } from './markdown.js';

/** A quantity as people write it: `100 MB`, `110 %`, `0.5 s`, `2 days`, `0.1 per second`. */
export function quantityInWords({ value, unit }: Quantity): string {
  const name = unitName(unit);
  switch (name) {
    case 'ratio':
      return `${tidy(value * 100)} %`;
    case 'percent':
      return `${tidy(value)} %`;
    case 'bytes':
      return scaled(value, ['B', 'kB', 'MB', 'GB', 'TB']);
    case 'bytes/second':
      return scaled(value, ['B/s', 'kB/s', 'MB/s', 'GB/s', 'TB/s']);
    case 'milliseconds':
      return `${tidy(value)} ms`;
    case 'seconds':
      return value !== 0 && value % 60 === 0
        ? durationInWords({ kind: 'duration', ms: value * 1000 })
        : `${tidy(value)} s`;
    case 'count':
      return tidy(value);
    case 'count/second':
      return `${tidy(value)} per second`;
    default:
      return `${tidy(value)} ${name}`;
  }
}

const tidy = (n: number): string => String(Number(n.toPrecision(9)));

/** Decimal steps: 1 MB is 10^6 bytes (ruling R1). */
function scaled(value: number, names: readonly [string, ...string[]]): string {
  const step = Math.min(names.length - 1, Math.max(0, Math.floor(Math.log10(Math.abs(value) || 1) / 3)));
  return `${tidy(value / 1000 ** step)} ${names[step]}`;
}

const steps = [
  ['day', 86_400_000],
  ['hour', 3_600_000],
  ['minute', 60_000],
  ['second', 1000],
] as const;

/** `10 minutes`, `1 hour 30 minutes`. */
export function durationInWords({ ms }: Duration): string {
  let rest = ms;
  const parts: string[] = [];
  for (const [name, size] of steps) {
    const n = Math.floor(rest / size);
    rest -= n * size;
    if (n > 0) parts.push(`${n} ${name}${n === 1 ? '' : 's'}`);
  }
  if (rest > 0) parts.push(`${rest} ms`);
  return parts.join(' ') || 'no time';
}

/** What has to be so for an alert to fire: what is measured, as far as the catalog says it, and its limit. */
export function conditionInWords(rule: AlertingRule, world: World): string {
  const { condition } = rule;
  if (!condition) return expressionInWords(rule.expr);
  const bound = `${condition.op === '>' ? 'above' : 'below'} ${quantityInWords(condition.threshold)}`;
  const limit = condition.limit ?? limitWith(condition.threshold, world);
  if (limit) return `${rule.measured ?? limit.of ?? code(limit.id?.split('.')[0] ?? 'the value')} ${bound}`;
  return condition.op === '>' && condition.threshold.value === 0 ? `any (${bound})` : bound;
}

/** The limit that a threshold was taken from by hand: it is the same object. */
function limitWith(threshold: Quantity, world: World): Limit | undefined {
  const limits = world.metrics.flatMap(metric => Object.values<Limit>(metric.limits));
  return limits.find(({ levels }) => Object.values(levels).includes(threshold));
}

/** When an expression without a limit returns something, as far as its form says it. */
function expressionInWords(expr: Node): string {
  if (expr.kind === 'call' && expr.func === 'absent') return `no series ${printed(expr.args[0])}`;
  if (expr.kind === 'call' && expr.func === 'absent_over_time') {
    const [range] = expr.args;
    if (range?.kind === 'matrix' && range.range.kind === 'duration')
      return `no series ${printed(range.selector)} for ${durationInWords(range.range)}`;
  }
  if (expr.kind === 'call' && expr.func === 'vector') return 'always';
  if (expr.kind === 'binary' && expr.op === '==') return `${printed(expr.lhs)} is ${print(expr.rhs)}`;
  if (expr.kind === 'binary' && expr.op === 'unless')
    return `${expr.lhs.kind === 'binary' ? expressionInWords(expr.lhs) : printed(expr.lhs)}, without ${printed(expr.rhs)}`;
  return 'the query returns a series';
}

const printed = (node: Node | undefined): string => (node ? code(print(node)) : '');

/** ` (report: old)`: the labels that a rule sets besides severity and priority; nothing when there are none. */
export function labelsInWords(own: Readonly<Record<string, string>>): string {
  const pairs = Object.entries(own).map(([name, value]) => `${name}: ${value}`);
  return pairs.length === 0 ? '' : ` (${pairs.join(', ')})`;
}
