import type { Node, Window } from '../promql/ast.js';
import { visit } from '../promql/walk.js';
import type { Problem, QueryCheck } from './model.js';

/** A Grafana macro or variable in a rule: Prometheus knows none. */
export const ruleMacro: QueryCheck = {
  id: 'rule/macro',
  severity: 'error',
  find({ expr, use }) {
    if (use === 'panel') return [];
    const problems: Problem[] = [];
    const refuse = (at: Node, window: Window | undefined) => {
      if (window?.kind !== 'macro') return;
      problems.push({ message: `${window.text} works on dashboards only`, fix: 'give the rule a fixed duration', at });
    };
    visit(expr, node => {
      if (node.kind === 'selector' || node.kind === 'subquery') refuse(node, node.offset);
      if (node.kind === 'matrix' || node.kind === 'subquery') refuse(node, node.range);
      if (node.kind === 'subquery') refuse(node, node.step);
    });
    return problems;
  },
};
