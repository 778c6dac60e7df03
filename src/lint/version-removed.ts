import { functions } from '../promql/functions.js';
import { isAtLeast } from '../promql/versions.js';
import { visit } from '../promql/walk.js';
import type { Problem, QueryCheck } from './model.js';

/** A function that a newer Prometheus no longer has under this name: there the rule is refused, and with it its file. */
export const versionRemoved: QueryCheck = {
  id: 'version/removed',
  severity: 'error',
  find({ expr }, { prometheus }) {
    const problems: Problem[] = [];
    visit(expr, node => {
      const removed = node.kind === 'call' ? functions.get(node.func)?.removed : undefined;
      if (node.kind !== 'call' || !removed || (prometheus && !isAtLeast(prometheus, removed.in))) return;
      problems.push({
        ...(!prometheus && { severity: 'warning' as const }),
        message: `from Prometheus ${removed.in} on ${node.func} is called ${removed.renamedTo}, and needs a feature flag`,
        fix: `write ${removed.renamedTo} there, or do without it: avg_over_time, predict_linear`,
        at: node,
      });
    });
    return problems;
  },
};
