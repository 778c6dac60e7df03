import type { KnownSeries, World } from '../catalog/world.js';
import { isRecorded } from '../catalog/world.js';
import { infer } from '../infer/infer.js';
import type { Node } from '../promql/ast.js';
import { nodesOf } from '../promql/walk.js';
import type { CheckedRule } from './model.js';
import { recordersOf } from './reads.js';

/**
 * The world after some of its series have ended, and with them what rules make of them: there an expression that needs
 * one of them can never return anything.
 */
export function worldWithout(
  base: World,
  rules: readonly CheckedRule[],
  gone: (series: KnownSeries) => boolean,
): World {
  const recordings = recordersOf(rules);
  return Object.freeze({
    ...base,
    ended: true,
    series: (name: string) => {
      const series = base.series(name);
      return series && (recordings.has(name) || gone(series)) ? undefined : series;
    },
    named: (name: string) => base.series(name) === undefined && base.named(name),
    recordings: (name: string) => recordings.get(name) ?? [],
  });
}

/** The same world, where `up` has only this value. */
export function worldWithUp(base: World, value: number): World {
  return Object.freeze({
    ...base,
    series: (name: string) => {
      const series = base.series(name);
      return series && name === 'up' ? { ...series, range: [value, value] as const } : series;
    },
  });
}

/** Whether a job exports it: it ends with the job's last target. */
export const isScraped = ({ name, metric }: KnownSeries): boolean =>
  name !== 'up' && !isRecorded(metric) && !('pushed' in metric && metric.pushed);

/** Whether it lies in a Pushgateway, and ends with what that has. */
export const isPushed = ({ metric }: KnownSeries): boolean => 'pushed' in metric && metric.pushed;

/**
 * Whether an expression begins to return something because series have ended: by `absent()`, by `unless` what has ended,
 * or by `or` a number in its place.
 */
export function noticesEnd(expr: Node, parts: readonly Node[], ended: World): boolean {
  return parts.some(part => nodesOf(part).some(node => turns(node, ended))) && !infer(expr, ended).empty;
}

function turns(node: Node, ended: World): boolean {
  if (node.kind === 'call') return node.func.startsWith('absent') && infer(node.args[0] as Node, ended).empty;
  if (node.kind !== 'binary') return false;
  if (node.op === 'unless') return infer(node.rhs, ended).empty;
  return node.op === 'or' && !nodesOf(node.rhs).some(({ kind }) => kind === 'selector') && infer(node.lhs, ended).empty;
}
