import type { World } from '../catalog/world.js';
import type { Node } from '../promql/ast.js';
import { inferAggregation } from './aggregations.js';
import { inferBinary } from './binary.js';
import { inferCall } from './calls.js';
import { counted } from './cardinality.js';
import { bare, everything, type Inferred } from './model.js';
import { inferSelector } from './selectors.js';

/** What the children of a node return, from inside the rules for a kind of node. */
export type Infer = (node: Node) => Inferred;

const known = new WeakMap<World, Infer>();

/**
 * What an expression returns in a closed world: type, labels and their values, unit, motion, range, emptiness,
 * how many series.
 * Sound: what it says is sure holds for every data that keeps to the catalog; where it cannot tell, it says so.
 */
export function infer(node: Node, world: World): Inferred {
  let self = known.get(world);
  if (!self) {
    self = inferIn(world);
    known.set(world, self);
  }
  return self(node);
}

/** The inference of a world, which remembers what it has inferred. */
function inferIn(world: World): Infer {
  const remembered = new WeakMap<Node, Inferred>();
  const self: Infer = n => {
    const before = remembered.get(n);
    if (before) return before;
    const result = counted(inferNode(n, self, world));
    remembered.set(n, result);
    return result;
  };
  return self;
}

function inferNode(node: Node, self: Infer, world: World): Inferred {
  switch (node.kind) {
    case 'number':
      return bare('scalar', node.unit ?? 'any', Number.isNaN(node.value) ? everything : [node.value, node.value]);
    case 'string':
      return bare('string', 'unknown');
    case 'selector':
      return inferSelector(node, world, self);
    case 'matrix':
      return { ...self(node.selector), type: 'matrix' };
    case 'subquery':
      // Each step may return others.
      return { ...self(node.expr), type: 'matrix', series: Infinity };
    case 'unary': {
      const of = self(node.expr);
      const [low, high] = of.range;
      return node.op === '+'
        ? of
        : { ...of, motion: of.motion === 'constant' ? 'constant' : 'gauge', range: [-high, -low], names: 0 };
    }
    case 'binary':
      return inferBinary(node, self(node.lhs), self(node.rhs));
    case 'call':
      return inferCall(node, self);
    case 'aggregation':
      return inferAggregation(node, self(node.expr), node.param && self(node.param));
  }
}
