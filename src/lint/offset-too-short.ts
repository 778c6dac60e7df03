import { formatDuration } from '../core/durations.js';
import { visit } from '../promql/walk.js';
import type { Problem, QueryCheck } from './model.js';

/** An offset shorter than the scrape interval: most of the time it finds the same sample as without. */
export const offsetTooShort: QueryCheck = {
  id: 'offset/too-short',
  severity: 'warning',
  find({ expr }, { site }) {
    const problems: Problem[] = [];
    if (!site) return problems;
    visit(expr, node => {
      if (node.kind !== 'selector' || node.offset?.kind !== 'duration') return;
      const { ms } = node.offset;
      if (ms <= 0 || ms >= site.scrapeInterval.ms) return;
      problems.push({
        message: `offset ${formatDuration(node.offset)} is shorter than the scrape interval (${formatDuration(site.scrapeInterval)}): often it finds the same sample as without`,
        fix: `take at least ${formatDuration(site.scrapeInterval)}`,
        at: node,
      });
    });
    return problems;
  },
};
