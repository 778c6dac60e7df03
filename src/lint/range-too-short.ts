import { formatDuration, milliseconds } from '../core/durations.js';
import { visit } from '../promql/walk.js';
import type { Problem, QueryCheck } from './model.js';

/** A range under four scrapes: one failed scrape, and there is nothing to compute from. */
export const rangeTooShort: QueryCheck = {
  id: 'range/too-short',
  severity: 'error',
  find({ expr }, { site }) {
    const problems: Problem[] = [];
    if (!site) return problems;
    const shortest = 4 * site.scrapeInterval.ms;
    visit(expr, node => {
      if (node.kind !== 'matrix' || node.range.kind !== 'duration' || node.range.ms >= shortest) return;
      problems.push({
        message: `a range of ${formatDuration(node.range)} holds fewer than four scrapes (every ${formatDuration(site.scrapeInterval)})`,
        fix: `take at least ${formatDuration(milliseconds(shortest))}`,
        at: node,
      });
    });
    return problems;
  },
};
