import type { World } from '../catalog/world.js';
import { infer } from '../infer/infer.js';
import type { Node } from '../promql/ast.js';
import { visit } from '../promql/walk.js';
import type { Problem, QueryCheck } from './model.js';
import { forCounters } from './range-functions.js';
import { rangedOver } from './recorded.js';

const combining = new Set(['sum', 'avg', 'min', 'max', 'count', 'quantile', 'stddev', 'stdvar']);

/** rate() of a sum: a restart of one process makes the sum fall, and all that the others have counted is taken for new. */
export const rateOfAggregation: QueryCheck = {
  id: 'rate/of-aggregation',
  severity: 'warning',
  find({ expr }, { world }) {
    const problems: Problem[] = [];
    visit(expr, (node: Node) => {
      if (node.kind !== 'call' || !forCounters.has(node.func)) return;
      for (const { of, recorded } of rangedOver(node.args[0], world)) {
        // What moves by itself is another matter, and said as such.
        if (of.kind !== 'aggregation' || !combining.has(of.op) || (recorded !== undefined && !mayCount(of.expr, world)))
          continue;
        problems.push({
          message: `${node.func}() of ${of.op}()${recorded === undefined ? '' : `, which ${recorded} records,`} takes the restart of one process for a restart of all`,
          fix: `turn it round: ${of.op}(${node.func}(…))`,
          at: node,
        });
        return;
      }
    });
    return problems;
  },
};

/** Whether these are series as they are exported, and not known to go up and down. */
const mayCount = (node: Node, world: World): boolean =>
  node.kind === 'selector' && infer(node, world).motion !== 'gauge';
