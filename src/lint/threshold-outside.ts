import { infer } from '../infer/infer.js';
import { filtered } from '../infer/intervals.js';
import type { Binary } from '../promql/ast.js';
import { isComparison } from '../promql/precedence.js';
import { visit } from '../promql/walk.js';
import { opposite } from './comparison-always.js';
import type { Problem, QueryCheck, Surroundings } from './model.js';

/** A number above everything that the other side can be, so that every value passes: 95 where the values end at 1 (ruling R6). */
export const thresholdOutside: QueryCheck = {
  id: 'threshold/outside',
  severity: 'warning',
  find({ expr }, { world }) {
    const problems: Problem[] = [];
    visit(expr, node => {
      const top = node.kind === 'binary' ? topBelow(node, world) : undefined;
      if (top === undefined) return;
      problems.push({
        message: `every value passes: none is above ${top}`,
        fix: 'compare with a number of the same scale',
        at: node,
      });
    });
    return problems;
  },
};

/** What a value's greatest is, where a comparison lets everything pass because its number lies above that. */
export function topBelow(node: Binary, world: Surroundings['world']): number | undefined {
  if (!isComparison(node.op) || node.bool) return undefined;
  const [lhs, rhs] = [infer(node.lhs, world), infer(node.rhs, world)];
  if (lhs.empty || rhs.empty || filtered(opposite[node.op], lhs.range, rhs.range)) return undefined;
  const [value, number] = rhs.motion === 'constant' ? [lhs, rhs] : [rhs, lhs];
  if (number.motion !== 'constant' || value.motion === 'constant') return undefined;
  return value.range[1] < number.range[0] ? value.range[1] : undefined;
}
