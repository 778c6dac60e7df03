import type { World } from '../catalog/world.js';
import type { Call, Node } from '../promql/ast.js';
import { visit } from '../promql/walk.js';
import type { Problem, QueryCheck } from './model.js';

/**
 * A quantile or a mean of the rates of something that is observed only while a process starts: nothing is added after,
 * the rates are 0, and 0 divided by 0 is no number (ruling R13).
 */
export const histogramAtStart: QueryCheck = {
  id: 'histogram/at-start',
  severity: 'warning',
  find({ expr }, { world }) {
    const problems: Problem[] = [];
    visit(expr, node => {
      const quantile = node.kind === 'call' && node.func === 'histogram_quantile' ? node.args[1] : undefined;
      const mean = node.kind === 'binary' && node.op === '/' ? node.rhs : undefined;
      const of = quantile ?? mean;
      const name = of && grownAtStart(of, world);
      if (name === undefined) return;
      problems.push({
        message: `${name} is observed only while a process starts: after that its rate is 0, and this is NaN`,
        fix: `compare ${name}_sum itself, within a time after process_start_time_seconds`,
        at: node,
      });
    });
    return problems;
  },
};

/** The histogram of that kind whose growth this is, aggregated or not. */
function grownAtStart(expr: Node, world: World): string | undefined {
  if (expr.kind === 'aggregation') return grownAtStart(expr.expr, world);
  const range = expr.kind === 'call' && growth.has(expr.func) ? (expr as Call).args[0] : undefined;
  if (range?.kind !== 'matrix' || range.selector.name === undefined) return undefined;
  const metric = world.series(range.selector.name)?.metric;
  return metric?.type === 'histogram' && metric.atStart ? metric.name : undefined;
}

const growth: ReadonlySet<string> = new Set(['rate', 'irate', 'increase']);
