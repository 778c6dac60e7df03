import { infer } from '../infer/infer.js';
import { factOf, possible } from '../infer/labels.js';
import { obstacle } from '../infer/matching.js';
import type { Inferred } from '../infer/model.js';
import { visit } from '../promql/walk.js';
import type { Problem, QueryCheck } from './model.js';

/** Two sides that no label set can be on at once (ruling R4). */
export const joinNeverMatches: QueryCheck = {
  id: 'join/never-matches',
  severity: 'error',
  find({ expr }, { world }) {
    const problems: Problem[] = [];
    visit(expr, node => {
      if (node.kind !== 'binary' || node.op === 'or') return;
      const [lhs, rhs] = [infer(node.lhs, world), infer(node.rhs, world)];
      if (lhs.type !== 'vector' || rhs.type !== 'vector' || lhs.empty || rhs.empty) return;
      const label = obstacle(node, lhs, rhs);
      if (label === undefined) return;
      problems.push({
        message: `the two sides of ${node.op} never match: ${label} is ${values(lhs, label)} on the left and ${values(rhs, label)} on the right`,
        fix: `aggregate both sides to the same labels, or match with on (…) without ${label}`,
        at: node,
      });
    });
    return problems;
  },
};

function values(side: Inferred, label: string): string {
  const all = possible(factOf(side, label));
  if (!all) return 'some value';
  return all.map(v => (v === '' ? 'missing' : `"${v}"`)).join(' or ');
}
