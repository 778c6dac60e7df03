import { formatDuration } from '../core/durations.js';
import { visit } from '../promql/walk.js';
import type { Problem, QueryCheck } from './model.js';

/** A negative offset in a rule: when the rule is evaluated, that time has not come yet. */
export const offsetFuture: QueryCheck = {
  id: 'offset/future',
  severity: 'warning',
  find({ expr, use }) {
    const problems: Problem[] = [];
    if (use !== 'alert' && use !== 'record') return problems;
    visit(expr, node => {
      if (node.kind !== 'selector' && node.kind !== 'subquery') return;
      const { offset } = node;
      if (offset?.kind !== 'duration' || offset.ms >= 0) return;
      problems.push({
        message: `offset ${formatDuration(offset)} looks into the future, of which a rule knows nothing`,
        fix: 'leave the sign out, or leave the offset out',
        at: node,
      });
    });
    return problems;
  },
};
