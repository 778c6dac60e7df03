import type { World } from '../catalog/world.js';
import type { Node, VectorSelector } from '../promql/ast.js';
import { visit } from '../promql/walk.js';
import type { Problem, QueryCheck } from './model.js';

/**
 * Total time divided by total time, of two values of a label: more traffic on one side reads as more latency (ruling R5).
 * One value out of all is a share of the time, which is meant.
 */
export const ratioOfSums: QueryCheck = {
  id: 'ratio/of-sums',
  severity: 'warning',
  find({ expr }, { world }) {
    const problems: Problem[] = [];
    visit(expr, node => {
      if (node.kind !== 'binary' || node.op !== '/') return;
      const [lhs, rhs] = [totalOf(node.lhs, world), totalOf(node.rhs, world)];
      if (!lhs || !rhs || lhs.name !== rhs.name) return;
      const label = lhs.matchers.find(
        a => a.op === '=' && rhs.matchers.some(b => b.label === a.label && b.op === '=' && b.value !== a.value),
      )?.label;
      if (label === undefined) return;
      const base = (lhs.name as string).replace(/_sum$/, '');
      problems.push({
        message: `this divides the totals of two values of ${label}: it compares how much traffic they had, not how long it took`,
        fix: `divide the means: rate(${base}_sum) / rate(${base}_count) on each side`,
        at: node,
      });
    });
    return problems;
  },
};

/** The `_sum` of a histogram that an expression is the growth of, aggregated or not. */
function totalOf(expr: Node, world: World): VectorSelector | undefined {
  switch (expr.kind) {
    case 'aggregation':
      return expr.op === 'sum' ? totalOf(expr.expr, world) : undefined;
    case 'call':
      return expr.func === 'rate' || expr.func === 'increase' ? totalOf(expr.args[0] as Node, world) : undefined;
    case 'matrix':
      return totalOf(expr.selector, world);
    case 'selector': {
      const metric = expr.name === undefined ? undefined : world.series(expr.name)?.metric;
      return metric?.type === 'histogram' && expr.name === metric.sum.name ? expr : undefined;
    }
    default:
      return undefined;
  }
}
