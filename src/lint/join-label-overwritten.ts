import { infer } from '../infer/infer.js';
import { possible } from '../infer/labels.js';
import { visit } from '../promql/walk.js';
import type { Problem, QueryCheck } from './model.js';

/** group_left (label) of a label that the many side has itself: its own value is lost, and series that differ only there collide. */
export const joinLabelOverwritten: QueryCheck = {
  id: 'join/label-overwritten',
  severity: 'warning',
  find({ expr }, { world }) {
    const problems: Problem[] = [];
    visit(expr, node => {
      const group = node.kind === 'binary' ? node.matching?.group : undefined;
      if (node.kind !== 'binary' || !group) return;
      const many = infer(group.side === 'left' ? node.lhs : node.rhs, world);
      if (many.empty) return;
      for (const label of group.include) {
        const fact = many.labels.get(label);
        if (!fact || possible(fact)?.length === 1) continue;
        problems.push({
          message: `group_${group.side} overwrites "${label}", which the series of the ${group.side} have too: series that differ only there collide, and the query fails`,
          fix: `aggregate ${label} away on the ${group.side} first, or match on it`,
          at: node,
        });
      }
    });
    return problems;
  },
};
