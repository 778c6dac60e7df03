import { visit } from '../promql/walk.js';
import type { Problem, QueryCheck } from './model.js';
import { emptyRatio } from './ratios.js';

/** What becomes NaN as soon as one of its values is; min, max and their like pass NaN over. */
const aggregations = new Set(['sum', 'avg', 'stddev', 'stdvar']);
const overTime = new Set(['sum_over_time', 'avg_over_time', 'stddev_over_time', 'stdvar_over_time']);

/** A sum or an average of ratios: where one series has no traffic it is 0 / 0, and so is the whole. */
export const ratioNan: QueryCheck = {
  id: 'ratio/nan',
  severity: 'warning',
  find({ expr }, { world }) {
    const problems: Problem[] = [];
    visit(expr, node => {
      const [name, of] =
        node.kind === 'aggregation' && aggregations.has(node.op)
          ? [node.op, node.expr]
          : node.kind === 'call' && overTime.has(node.func) && node.args[0]?.kind === 'subquery'
            ? [`${node.func}()`, node.args[0].expr]
            : [];
      const ratio = of && emptyRatio(of, world);
      // Of an average over series something else is to be said.
      if (!ratio || (name === 'avg' && of === ratio)) return;
      problems.push({
        message: `without traffic this is 0 / 0, and ${name} of one NaN and anything is NaN`,
        fix: 'divide sums instead, or let only what has traffic divide: … / (… > 0)',
        at: ratio,
      });
    });
    return problems;
  },
};
