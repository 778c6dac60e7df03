import type { World } from '../catalog/world.js';
import { infer } from '../infer/infer.js';
import { filtered } from '../infer/intervals.js';
import type { Node } from '../promql/ast.js';
import { isComparison } from '../promql/precedence.js';
import { visit } from '../promql/walk.js';
import type { Problem, QueryCheck } from './model.js';

/** A limit that a quantile cannot pass: it never goes above the highest finite edge of the buckets (ruling R16). */
export const histogramLimitBeyondBuckets: QueryCheck = {
  id: 'histogram/limit-beyond-buckets',
  severity: 'error',
  find({ expr }, { world }) {
    const problems: Problem[] = [];
    visit(expr, node => {
      if (node.kind !== 'binary' || !isComparison(node.op) || node.bool) return;
      const [lhs, rhs] = [infer(node.lhs, world), infer(node.rhs, world)];
      const [side, value, limit] = rhs.motion === 'constant' ? [node.lhs, lhs, rhs] : [node.rhs, rhs, lhs];
      const top = value.range[1];
      if (limit.motion !== 'constant' || filtered(node.op, lhs.range, rhs.range) || limit.range[0] < top) return;
      if (!hasQuantileUpTo(side, top, world)) return;
      problems.push({
        message: `the highest finite bucket ends at ${top}, and a quantile never goes above that`,
        fix: `compare with less than ${top}, or give the histogram a bucket beyond the limit`,
        at: node,
      });
    });
    return problems;
  },
};

function hasQuantileUpTo(expr: Node, top: number, world: World): boolean {
  let found = false;
  visit(expr, node => {
    if (node.kind === 'call' && node.func === 'histogram_quantile' && infer(node, world).range[1] === top) found = true;
  });
  return found;
}
