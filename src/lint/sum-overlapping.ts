import { infer } from '../infer/infer.js';
import type { Node } from '../promql/ast.js';
import { visit } from '../promql/walk.js';
import type { Problem, QueryCheck } from './model.js';
import { knownSelectors } from './selectors.js';

const adding = new Set(['sum', 'avg']);

/** A sum over a label of which one value is the whole of the others: it counts twice (ruling R18). */
export const sumOverlapping: QueryCheck = {
  id: 'sum/overlapping',
  severity: 'error',
  find(query, surroundings) {
    const problems: Problem[] = [];
    visit(query.expr, node => {
      if (node.kind !== 'aggregation' || !adding.has(node.op)) return;
      const [within, result] = [infer(node.expr, surroundings.world), infer(node, surroundings.world)];
      for (const [label, whole] of wholes(node.expr, surroundings)) {
        const values = within.labels.get(label)?.values;
        if (result.labels.has(label) || !values?.includes(whole) || values.length < 2) continue;
        const parts = values.filter(v => v !== whole).map(v => `"${v}"`);
        problems.push({
          message: `${node.op} over ${label} counts twice: "${whole}" includes ${parts.join(' and ')}`,
          fix: `select ${label}="${whole}", or keep ${label} in the result`,
          at: node,
        });
      }
    });
    return problems;
  },
};

/** The labels of the selectors below that have a value which is the whole of the others, with that value. */
function wholes(expr: Node, surroundings: Parameters<QueryCheck['find']>[1]): Map<string, string> {
  const found = new Map<string, string>();
  for (const { series } of knownSelectors({ expr }, surroundings)) {
    for (const [label, spec] of Object.entries(series.labels)) {
      if (spec.kind === 'closed' && spec.whole !== undefined) found.set(label, spec.whole);
    }
  }
  return found;
}
