import type { World } from '../catalog/world.js';
import { infer } from '../infer/infer.js';
import type { Binary, Node } from '../promql/ast.js';
import { isComparison, isSetOperator } from '../promql/precedence.js';
import { visit } from '../promql/walk.js';

const growing = new Set(['rate', 'irate', 'increase', 'delta', 'idelta']);
const keeping = new Set([
  'abs',
  'ceil',
  'clamp',
  'clamp_max',
  'clamp_min',
  'floor',
  'label_join',
  'label_replace',
  'round',
]);

/**
 * A division of vectors whose divisor is zero while nothing happens, and whose dividend is zero then too: NaN. Found
 * below what keeps it NaN: arithmetic with numbers, label functions. A filter lets no NaN pass.
 */
export function emptyRatio(node: Node, world: World): Binary | undefined {
  switch (node.kind) {
    case 'unary':
      return emptyRatio(node.expr, world);
    case 'call':
      return keeping.has(node.func) ? emptyRatio(node.args[0] as Node, world) : undefined;
    case 'binary': {
      if (isComparison(node.op) || isSetOperator(node.op)) return undefined;
      const [lhs, rhs] = [infer(node.lhs, world), infer(node.rhs, world)];
      if (lhs.type === 'vector' && rhs.type === 'vector')
        return node.op === '/' && lhs.range[0] <= 0 && rhs.range[0] <= 0 && stands(node.lhs) && stands(node.rhs)
          ? node
          : undefined;
      return emptyRatio(lhs.type === 'vector' ? node.lhs : node.rhs, world);
    }
    default:
      return undefined;
  }
}

/** Whether this is the growth of something, which is zero while nothing happens, and no filter takes that away. */
function stands(expr: Node): boolean {
  let [grows, filters] = [false, false];
  visit(expr, node => {
    if (node.kind === 'call' && growing.has(node.func)) grows = true;
    if (node.kind === 'binary' && (isSetOperator(node.op) || (isComparison(node.op) && !node.bool))) filters = true;
  });
  return grows && !filters;
}
