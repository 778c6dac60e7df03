import { infer } from '../infer/infer.js';
import { visit } from '../promql/walk.js';
import type { Problem, QueryCheck } from './model.js';

/** A side of `or` that never returns anything, or an `unless` that never takes anything away. */
export const branchDead: QueryCheck = {
  id: 'branch/dead',
  severity: 'error',
  find({ expr }, { world }) {
    const problems: Problem[] = [];
    visit(expr, node => {
      if (node.kind !== 'binary') return;
      const sides = node.op === 'or' ? [node.lhs, node.rhs] : node.op === 'unless' ? [node.rhs] : [];
      const dead = sides.filter(side => infer(side, world).empty);
      // When both are, the whole is: that is said elsewhere.
      if (dead.length === 0 || (node.op === 'or' && dead.length === 2)) return;
      problems.push({
        message: `this side of ${node.op} can never return anything`,
        fix: 'correct it, or take it out',
        at: dead[0] as (typeof sides)[number],
      });
    });
    return problems;
  },
};
