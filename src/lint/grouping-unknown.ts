import { nearest } from '../core/nearest.js';
import { infer } from '../infer/infer.js';
import { factOf } from '../infer/labels.js';
import type { Node } from '../promql/ast.js';
import { visit } from '../promql/walk.js';
import type { Problem, QueryCheck } from './model.js';

/** `by` a label that the expression below does not have: the result lacks it, and so does whoever needs it. */
export const groupingUnknown: QueryCheck = {
  id: 'grouping/unknown',
  severity: 'error',
  find({ expr }, { world }) {
    const problems: Problem[] = [];
    visit(expr, (node: Node) => {
      if (node.kind !== 'aggregation' || !node.grouping) return;
      const below = infer(node.expr, world);
      for (const label of node.grouping.labels) {
        if (factOf(below, label)) continue;
        const near = nearest(label, [...below.labels.keys()]);
        problems.push({
          message: `"${label}" is not among the labels that ${node.op} aggregates over`,
          fix: near ? `write ${near}` : `use one of ${[...below.labels.keys()].join(', ') || 'no label'}`,
          at: node,
        });
      }
    });
    return problems;
  },
};
