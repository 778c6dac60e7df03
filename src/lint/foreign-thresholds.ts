import type { Limit } from '../catalog/limits.js';
import type { World } from '../catalog/world.js';
import type { Finding } from '../core/findings.js';
import type { Quantity } from '../core/quantities.js';
import { sameUnit } from '../core/units.js';
import type { ForeignQuery } from '../foreign/dashboards.js';
import type { Text } from '../foreign/model.js';
import { unitOf } from '../grafana/inspect.js';
import { infer } from '../infer/infer.js';
import type { Node } from '../promql/ast.js';
import type { Noted } from './foreign-shown.js';

/** The thresholds of a panel against what its query can return, and against the limits that the catalog has for it. */
export function thresholdProblems({ thresholds = [] }: ForeignQuery, expr: Node, world: World, note: Noted): Finding[] {
  const numbers = thresholds.flatMap(text => {
    const value = Number(text.value);
    return Number.isFinite(value) ? [{ text, value }] : [];
  });
  return [...outside(numbers, expr, world, note), ...elsewhere(numbers, expr, world, note)];
}

interface Threshold {
  readonly text: Text;
  readonly value: number;
}

function outside(numbers: readonly Threshold[], expr: Node, world: World, note: Noted): Finding[] {
  const { range, empty } = infer(expr, world);
  const [, high] = range;
  return numbers
    .filter(({ value }) => !empty && value > high)
    .map(({ text, value }) =>
      note(
        'panel/threshold-outside',
        `no value reaches the threshold ${value}: the highest is ${high}`,
        'give it on the scale of the query',
        text,
      ),
    );
}

/** Thresholds of a metric with limits, of which none is one of these. */
function elsewhere(numbers: readonly Threshold[], expr: Node, world: World, note: Noted): Finding[] {
  const unit = unitOf(infer(expr, world));
  const name = measured(expr);
  const limits: readonly Limit[] = Object.values(
    (name === undefined ? undefined : world.series(name)?.metric.limits) ?? {},
  );
  const levels = limits
    .filter(limit => limit.of === undefined)
    .flatMap(limit => Object.values<Quantity>(limit.levels))
    .filter(level => unit && sameUnit(level.unit, unit))
    .map(level => level.value);
  const [first, ...more] = numbers.filter(({ value }) => value !== 0);
  if (!first || levels.length === 0 || [first, ...more].some(({ value }) => levels.includes(value))) return [];
  const [is, are] = [[first, ...more].map(({ value }) => value).join(', '), [...new Set(levels)].join(', ')];
  return [
    note(
      'panel/threshold-limit',
      `the panel changes colour at ${is}, the limits of ${name} are ${are}`,
      `write ${are}`,
      first.text,
    ),
  ];
}

const keeping = new Set(['avg_over_time', 'min_over_time', 'max_over_time', 'last_over_time', 'sort', 'sort_desc']);
const choosing = new Set(['avg', 'min', 'max', 'topk', 'bottomk']);

/** The name of the series whose values an expression returns as they are, or one or a mean of several. */
function measured(node: Node): string | undefined {
  switch (node.kind) {
    case 'selector':
      return node.name;
    case 'matrix':
      return measured(node.selector);
    case 'call':
      return keeping.has(node.func) && node.args[0] ? measured(node.args[0]) : undefined;
    case 'aggregation':
      return choosing.has(node.op) ? measured(node.expr) : undefined;
    default:
      return undefined;
  }
}
