import { formatDuration } from '../core/durations.js';
import { visit } from '../promql/walk.js';
import type { Problem, QueryCheck } from './model.js';
import { moving } from './range-functions.js';

/** They compare samples: of one alone they make nothing. */
export const comparing = new Set([...moving, 'predict_linear', 'holt_winters']);

/** A subquery whose step is longer than its range, under a function that needs two points: it never returns anything. */
export const subqueryOnePoint: QueryCheck = {
  id: 'subquery/one-point',
  severity: 'error',
  find({ expr }) {
    const problems: Problem[] = [];
    visit(expr, node => {
      if (node.kind !== 'call' || !comparing.has(node.func)) return;
      const of = node.args.find(arg => arg.kind === 'subquery');
      if (of?.kind !== 'subquery' || of.range.kind !== 'duration' || of.step?.kind !== 'duration') return;
      if (of.step.ms <= of.range.ms) return;
      problems.push({
        message: `${node.func}() needs two points, and a range of ${formatDuration(of.range)} in steps of ${formatDuration(of.step)} holds at most one`,
        fix: 'shorten the step, or take a longer range',
        at: of,
      });
    });
    return problems;
  },
};
