import type { Node } from '../../promql/ast.js';
import { isComparison } from '../../promql/precedence.js';
import { limitsOf } from './limits.js';

/** Which of two values is the worse one for an alert: the smaller where it fires below its limit, else the larger. */
export function worst(expr: Node): (a: number, b: number) => number {
  const below = firesBelow(expr);
  return (a, b) => (Number.isNaN(a) ? b : Number.isNaN(b) ? a : below ? Math.min(a, b) : Math.max(a, b));
}

/** Whether the values that an expression returns are those below something. Set operators return the left side's. */
function firesBelow(expr: Node): boolean {
  if (expr.kind !== 'binary' || expr.bool) return false;
  if (!isComparison(expr.op)) return ['and', 'or', 'unless'].includes(expr.op) && firesBelow(expr.lhs);
  const op = limitsOf(expr).find(({ whole }) => whole)?.op ?? expr.op;
  return op === '<' || op === '<=';
}
