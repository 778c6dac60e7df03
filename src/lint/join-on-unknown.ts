import { nearest } from '../core/nearest.js';
import { infer } from '../infer/infer.js';
import { factOf } from '../infer/labels.js';
import { visit } from '../promql/walk.js';
import type { Problem, QueryCheck } from './model.js';

/** `on (label)` of a label that neither side has: it tells nothing apart, so everything matches everything. */
export const joinOnUnknown: QueryCheck = {
  id: 'join/on-unknown',
  severity: 'warning',
  find({ expr }, { world }) {
    const problems: Problem[] = [];
    visit(expr, node => {
      if (node.kind !== 'binary' || node.matching?.by !== 'on') return;
      const [lhs, rhs] = [infer(node.lhs, world), infer(node.rhs, world)];
      if (lhs.empty || rhs.empty) return;
      for (const label of node.matching.labels) {
        if (factOf(lhs, label) || factOf(rhs, label)) continue;
        const known = [...new Set([...lhs.labels.keys(), ...rhs.labels.keys()])];
        const near = nearest(label, known);
        problems.push({
          message: `neither side of ${node.op} has the label "${label}": matching on it tells nothing apart`,
          fix: near
            ? `write ${near}`
            : `match on ${known.join(', ') || 'nothing: on ()'}, or keep ${label} on both sides`,
          at: node,
        });
      }
    });
    return problems;
  },
};
