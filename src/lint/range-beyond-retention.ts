import { formatDuration } from '../core/durations.js';
import type { Window } from '../promql/ast.js';
import { visit } from '../promql/walk.js';
import type { Problem, QueryCheck } from './model.js';

const length = (window: Window | undefined): number => (window?.kind === 'duration' ? window.ms : 0);

/** A range or an offset that reaches further back than samples are kept: it never has what it asks for. */
export const rangeBeyondRetention: QueryCheck = {
  id: 'range/beyond-retention',
  severity: 'error',
  find({ expr }, { site }) {
    const problems: Problem[] = [];
    if (!site) return problems;
    visit(expr, node => {
      const back =
        node.kind === 'matrix'
          ? length(node.range) + length(node.selector.offset)
          : node.kind === 'subquery'
            ? length(node.range) + length(node.offset)
            : node.kind === 'selector'
              ? length(node.offset)
              : 0;
      if (back <= site.retention.ms) return;
      problems.push({
        message: `this looks further back than samples are kept (${formatDuration(site.retention)})`,
        fix: 'shorten it, or keep samples longer and say so in the site',
        at: node,
      });
    });
    return problems;
  },
};
