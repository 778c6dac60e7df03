import { infer } from '../infer/infer.js';
import type { Node } from '../promql/ast.js';
import { isComparison } from '../promql/precedence.js';
import { visit } from '../promql/walk.js';
import type { Problem, QueryCheck } from './model.js';

/** A counter's own value against a limit: once it is above, it stays there until the process restarts (ruling R8). */
export const counterCompared: QueryCheck = {
  id: 'counter/compared',
  severity: 'error',
  find({ expr, use }, { world }) {
    const problems: Problem[] = [];
    if (use !== 'alert' && use !== 'record') return problems;
    visit(expr, node => {
      if (node.kind !== 'binary' || !isComparison(node.op) || node.op === '==' || node.op === '!=') return;
      const [lhs, rhs] = [infer(node.lhs, world), infer(node.rhs, world)];
      const constant = [lhs, rhs].some(side => side.motion === 'constant');
      const counter = [lhs, rhs].some(side => side.motion === 'counter' || side.motion === 'bucket');
      // What `and` or `unless` holds back may end by itself (ruling R13).
      if (!constant || !counter || guarded(node.lhs) || guarded(node.rhs)) return;
      problems.push({
        message: 'a counter that has passed a value stays above it until the process restarts',
        fix: 'compare what it has grown by: increase(…[5m])',
        at: node,
      });
    });
    return problems;
  },
};

function guarded(expr: Node): boolean {
  let found = false;
  visit(expr, node => {
    if (node.kind === 'binary' && (node.op === 'and' || node.op === 'unless')) found = true;
  });
  return found;
}
