import type { Node } from './ast.js';
import { maxDepth, tooDeep } from './fault.js';
import * as make from './nodes.js';

const none: readonly Node[] = Object.freeze([]);

/** The nodes directly below, in the order in which they are printed. */
export function children(node: Node): readonly Node[] {
  switch (node.kind) {
    case 'number':
    case 'string':
    case 'selector':
      return none;
    case 'matrix':
      return [node.selector];
    case 'subquery':
    case 'unary':
      return [node.expr];
    case 'binary':
      return [node.lhs, node.rhs];
    case 'call':
      return node.args;
    case 'aggregation':
      return node.param ? [node.param, node.expr] : [node.expr];
    default:
      return node satisfies never;
  }
}

/** Calls `fn` with every node, parents before children, in the order of the text; without recursion. */
export function visit(node: Node, fn: (node: Node) => void): void {
  for (const part of nodesOf(node)) fn(part);
}

/** What was walked last: one check after the other looks at the same expression. */
let last: { readonly root: Node; readonly nodes: readonly Node[] } | undefined;

/** Every node, parents before children, in the order of the text. */
export function nodesOf(root: Node): readonly Node[] {
  if (last?.root === root) return last.nodes;
  const nodes: Node[] = [];
  const stack: Node[] = [root];
  for (let next = stack.pop(); next; next = stack.pop()) {
    nodes.push(next);
    const below = children(next);
    for (let i = below.length - 1; i >= 0; i--) stack.push(below[i] as Node);
  }
  last = { root, nodes };
  return nodes;
}

/**
 * The tree with `fn` applied to every node, children first. Where nothing changed the same node comes back. A matrix
 * selector keeps its selector when `fn` makes something else of it than a selector. What `spared` accepts stays as it
 * is, with all that is below it. @throws TelltaleError when the tree nests over 500 deep.
 */
export function transform(node: Node, fn: (node: Node) => Node, spared: (node: Node) => boolean = () => false): Node {
  const at = (part: Node, depth: number): Node => {
    if (depth > maxDepth) throw tooDeep();
    return spared(part) ? part : fn(rebuild(part, child => at(child, depth + 1)));
  };
  return at(node, 1);
}

/** The node with each of its children replaced, in the order of `children`; the same node where none changed. */
export function rebuild(node: Node, map: (child: Node) => Node): Node {
  switch (node.kind) {
    case 'number':
    case 'string':
    case 'selector':
      return node;
    case 'matrix': {
      const selector = map(node.selector);
      return selector === node.selector || selector.kind !== 'selector' ? node : make.matrix(selector, node.range);
    }
    case 'subquery': {
      const expr = map(node.expr);
      return expr === node.expr ? node : make.subquery({ ...node, expr });
    }
    case 'unary': {
      const expr = map(node.expr);
      return expr === node.expr ? node : make.unary(node.op, expr);
    }
    case 'binary': {
      const lhs = map(node.lhs);
      const rhs = map(node.rhs);
      return lhs === node.lhs && rhs === node.rhs ? node : make.binary({ ...node, lhs, rhs });
    }
    case 'call': {
      const args = node.args.map(map);
      return args.every((arg, i) => arg === node.args[i]) ? node : make.call(node.func, args);
    }
    case 'aggregation': {
      const param = node.param && map(node.param);
      const expr = map(node.expr);
      return param === node.param && expr === node.expr
        ? node
        : make.aggregation({
            op: node.op,
            expr,
            ...(node.grouping && { grouping: node.grouping }),
            ...(param && { param }),
          });
    }
    default:
      return node satisfies never;
  }
}
