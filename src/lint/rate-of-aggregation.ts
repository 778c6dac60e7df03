import type { Node } from '../promql/ast.js';
import { visit } from '../promql/walk.js';
import type { Problem, QueryCheck } from './model.js';
import { forCounters } from './range-functions.js';

const combining = new Set(['sum', 'avg', 'min', 'max', 'count', 'quantile', 'stddev', 'stdvar']);

/** rate() of a sum: a restart of one process makes the sum fall, and all that the others have counted is taken for new. */
export const rateOfAggregation: QueryCheck = {
  id: 'rate/of-aggregation',
  severity: 'warning',
  find({ expr }) {
    const problems: Problem[] = [];
    visit(expr, (node: Node) => {
      if (node.kind !== 'call' || !forCounters.has(node.func)) return;
      const of = node.args[0];
      if (of?.kind !== 'subquery' || of.expr.kind !== 'aggregation' || !combining.has(of.expr.op)) return;
      problems.push({
        message: `${node.func}() of ${of.expr.op}() takes the restart of one process for a restart of all`,
        fix: `turn it round: ${of.expr.op}(${node.func}(…))`,
        at: node,
      });
    });
    return problems;
  },
};
