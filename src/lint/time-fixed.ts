import { visit } from '../promql/walk.js';
import type { Problem, QueryCheck } from './model.js';

/** `@ 1609746000` in a rule: it always looks at the same moment, until its samples are deleted. */
export const timeFixed: QueryCheck = {
  id: 'time/fixed',
  severity: 'warning',
  find({ expr, use }) {
    const problems: Problem[] = [];
    if (use !== 'alert' && use !== 'record') return problems;
    visit(expr, node => {
      if ((node.kind !== 'selector' && node.kind !== 'subquery') || typeof node.at !== 'object') return;
      problems.push({
        message:
          'a rule that looks at one fixed moment says the same for ever, and nothing once its samples are deleted',
        fix: 'look back by an offset, or record the value as a rule of its own',
        at: node,
      });
    });
    return problems;
  },
};
