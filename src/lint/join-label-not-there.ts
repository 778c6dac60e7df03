import { nearest } from '../core/nearest.js';
import { infer } from '../infer/infer.js';
import { factOf } from '../infer/labels.js';
import { visit } from '../promql/walk.js';
import type { Problem, QueryCheck } from './model.js';

/** group_left (label) of a label that the other side does not have: the result surely lacks it. */
export const joinLabelNotThere: QueryCheck = {
  id: 'join/label-not-there',
  severity: 'error',
  find({ expr }, { world }) {
    const problems: Problem[] = [];
    visit(expr, node => {
      const group = node.kind === 'binary' ? node.matching?.group : undefined;
      if (node.kind !== 'binary' || !group) return;
      const one = infer(group.side === 'left' ? node.rhs : node.lhs, world);
      if (one.empty) return;
      for (const label of group.include) {
        if (factOf(one, label)) continue;
        const near = nearest(label, [...one.labels.keys()]);
        problems.push({
          message: `group_${group.side} takes "${label}" from the other side, which has no such label`,
          fix: near ? `write ${near}` : `keep ${label} in the aggregation of the other side`,
          at: node,
        });
      }
    });
    return problems;
  },
};
