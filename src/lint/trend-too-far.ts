import { infer } from '../infer/infer.js';
import { visit } from '../promql/walk.js';
import type { Problem, QueryCheck } from './model.js';

/** How many times its range predict_linear() may look ahead: beyond, the noise of the range decides what it says. */
const furthest = 20;

/** A trend drawn out much further than it was observed (ruling R19). */
export const trendTooFar: QueryCheck = {
  id: 'trend/too-far',
  severity: 'warning',
  find({ expr }, { world }) {
    const problems: Problem[] = [];
    visit(expr, node => {
      if (node.kind !== 'call' || node.func !== 'predict_linear') return;
      const [of, horizon] = node.args;
      if ((of?.kind !== 'matrix' && of?.kind !== 'subquery') || of.range.kind !== 'duration' || !horizon) return;
      const [low] = infer(horizon, world).range;
      const times = (low * 1000) / of.range.ms;
      if (times <= furthest) return;
      problems.push({
        message: `this extrapolates ${Math.round(times)} times as far as it looks back: the noise of the range decides`,
        fix: `look back further: at least a ${furthest}th of how far it looks ahead, better a quarter`,
        at: node,
      });
    });
    return problems;
  },
};
