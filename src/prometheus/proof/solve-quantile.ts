import { edges, type World } from '../../catalog/world.js';
import type { Call, Node, VectorSelector } from '../../promql/ast.js';
import { visit } from '../../promql/walk.js';
import { constantOf } from './inverse.js';
import { Unsolved } from './plan.js';
import type { Scope, Solver } from './solve.js';

/**
 * Spreads observations over the buckets of a histogram so that its interpolated quantile is the goal: some share in the
 * bucket that the goal lies in, the rest below or above it.
 */
export function solveQuantile(solver: Solver, node: Call, goal: number | undefined, scope: Scope): number {
  const [phiNode, buckets] = node.args as readonly [Node, Node];
  const phi = constantOf(phiNode);
  const histogram = histogramIn(solver.options.world, buckets);
  if (phi === undefined || !histogram) throw new Unsolved(node, 'the quantile is not of a known histogram');
  const uppers = histogram.buckets;
  const wanted = goal ?? (uppers[Math.floor(uppers.length / 2)] as number);
  const i = uppers.findIndex(upper => upper >= wanted);
  if (i < 0 || wanted < 0 || phi <= 0 || phi >= 1) throw new Unsolved(node, `no bucket holds ${wanted}`);
  const lower = i === 0 ? 0 : (uppers[i - 1] as number);
  const part = (wanted - lower) / ((uppers[i] as number) - lower);
  // Per second: how many observations up to the bucket's lower edge, up to its upper edge, and in all.
  const below = part <= phi ? (phi - part) / (1 - part) : 0;
  const upTo = part <= phi ? 1 : phi / part;
  const counts = uppers.map((_, n) => (n < i ? below : n === i ? upTo : 1));
  [...edges(histogram), '+Inf'].forEach((le, n) => {
    solver.value(buckets, counts[n] ?? 1, { ...scope, labels: { ...scope.labels, le } });
  });
  return wanted;
}

function histogramIn(world: World, node: Node) {
  const names: VectorSelector[] = [];
  visit(node, inner => {
    if (inner.kind === 'selector') names.push(inner);
  });
  const known = names[0]?.name === undefined ? undefined : world.series(names[0].name);
  return names.length === 1 && known?.moves === 'bucket' && known.metric.type === 'histogram'
    ? known.metric
    : undefined;
}
