import type { World } from '../catalog/world.js';
import { infer } from '../infer/infer.js';
import type { Motion } from '../infer/model.js';
import type { Call, Node } from '../promql/ast.js';
import { visit } from '../promql/walk.js';

/** Functions that read every fall as a restart: for counters only. */
export const forCounters: ReadonlySet<string> = new Set(['rate', 'irate', 'increase', 'resets']);

/** Functions that say how much, or how fast, a value has moved. */
export const moving: ReadonlySet<string> = new Set(['rate', 'irate', 'increase', 'delta', 'idelta', 'deriv']);

/** The calls of these functions, each with its range argument and how that moves. */
export function callsOn(
  expr: Node,
  names: ReadonlySet<string>,
  world: World,
): { call: Call; arg: Node; motion: Motion }[] {
  const found: { call: Call; arg: Node; motion: Motion }[] = [];
  visit(expr, node => {
    if (node.kind !== 'call' || !names.has(node.func)) return;
    const arg = node.args.find(a => a.kind === 'matrix' || a.kind === 'subquery');
    if (arg) found.push({ call: node, arg, motion: infer(arg, world).motion });
  });
  return found;
}
