import { infer } from '../infer/infer.js';
import type { Node } from '../promql/ast.js';
import { visit } from '../promql/walk.js';
import type { Problem, QueryCheck } from './model.js';

/** A quantile that is not from 0 to 1: the result is infinite whatever the data. */
export const quantileOutOfRange: QueryCheck = {
  id: 'quantile/out-of-range',
  severity: 'error',
  find({ expr }, { world }) {
    const problems: Problem[] = [];
    visit(expr, node => {
      const of = quantileOf(node);
      if (!of) return;
      const [low, high] = infer(of, world).range;
      if (low <= 1 && high >= 0) return;
      problems.push({
        message: 'a quantile is a number from 0 to 1; for this one the result is always infinite',
        fix: low > 1 && low <= 100 ? `write ${low / 100}` : 'write 0.95 for the 95th percentile',
        at: of,
      });
    });
    return problems;
  },
};

function quantileOf(node: Node): Node | undefined {
  if (node.kind === 'aggregation') return node.op === 'quantile' ? node.param : undefined;
  const takes = node.kind === 'call' && (node.func === 'histogram_quantile' || node.func === 'quantile_over_time');
  return takes ? node.args[0] : undefined;
}
