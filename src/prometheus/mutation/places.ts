import type { Node } from '../../promql/ast.js';
import { children, rebuild } from '../../promql/walk.js';

/** One occurrence of a node in an expression: the same node object may occur twice. */
export interface Place {
  readonly node: Node;
  readonly parent: Place | undefined;
  /** Which child of its parent it is, in the order of the text. */
  readonly index: number;
  /** The whole expression with another node in this place. */
  readonly put: (node: Node) => Node;
}

/** Every place of an expression, parents before children, in the order of the text. */
export function* places(node: Node, parent?: Place, index = 0, put: Place['put'] = n => n): Generator<Place> {
  const place: Place = { node, parent, index, put };
  yield place;
  for (const [i, child] of children(node).entries()) {
    yield* places(child, place, i, other => put(withChild(node, i, other)));
  }
}

function withChild(node: Node, index: number, other: Node): Node {
  let i = 0;
  return rebuild(node, child => (i++ === index ? other : child));
}
