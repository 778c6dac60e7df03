import type { World } from '../catalog/world.js';
import { infer } from '../infer/infer.js';
import { unmatched } from '../infer/matching.js';
import type { Binary, Node } from '../promql/ast.js';
import { isComparison, isSetOperator } from '../promql/precedence.js';
import { visit } from '../promql/walk.js';

/** A join of two vectors, and the labels by which several series of a side may meet one of the other. */
export interface Join {
  readonly node: Binary;
  /** Of the left, or where group_right is written of the right: the side of which several may meet one. */
  readonly many: readonly string[];
  readonly one: readonly string[];
}

/** The joins of an expression in which partners have to be unique. Set operators take any number of them. */
export function joinsOf(expr: Node, world: World): Join[] {
  const joins: Join[] = [];
  visit(expr, node => {
    if (node.kind !== 'binary' || isSetOperator(node.op)) return;
    const [lhs, rhs] = [infer(node.lhs, world), infer(node.rhs, world)];
    if (lhs.type !== 'vector' || rhs.type !== 'vector' || lhs.empty || rhs.empty) return;
    const right = node.matching?.group?.side === 'right';
    const apart = (side: Node, of: typeof lhs, other: typeof lhs) =>
      of.series <= 1 || chosen(side) ? [] : unmatched(node, of, other);
    const [left, other] = [apart(node.lhs, lhs, rhs), apart(node.rhs, rhs, lhs)];
    joins.push({ node, many: right ? other : left, one: right ? left : other });
  });
  return joins;
}

/** What a comparison or topk() leaves may be one of each group: the one state that is 1, the largest. */
function chosen(side: Node): boolean {
  if (side.kind === 'aggregation') return side.op === 'topk' || side.op === 'bottomk';
  return side.kind === 'binary' && ((isComparison(side.op) && !side.bool) || isSetOperator(side.op));
}
