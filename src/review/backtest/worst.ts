import type { Node } from '../../promql/ast.js';
import { isComparison, mirror } from '../../promql/precedence.js';

/** What is compared with a number at the top of an expression: `value > 5`; turned around where the number is first. */
export interface TopComparison {
  readonly value: Node;
  readonly op: string;
  readonly limit: number;
}

/** The comparison with a number at the top of an expression, if there is one. */
export function topComparison(expr: Node): TopComparison | undefined {
  if (expr.kind !== 'binary' || !isComparison(expr.op) || expr.bool) return undefined;
  const [left, right] = [literal(expr.lhs), literal(expr.rhs)];
  if (right !== undefined && left === undefined) return { value: expr.lhs, op: expr.op, limit: right };
  if (left !== undefined && right === undefined) return { value: expr.rhs, op: mirror(expr.op), limit: left };
  return undefined;
}

function literal(node: Node): number | undefined {
  if (node.kind === 'number') return node.value;
  if (node.kind !== 'unary') return undefined;
  const value = literal(node.expr);
  return value === undefined ? undefined : node.op === '-' ? -value : value;
}

/** Which of two values is the worse one for an alert: the smaller where it fires below its limit, else the larger. */
export function worst(expr: Node): (a: number, b: number) => number {
  const op = topComparison(expr)?.op;
  const below = op === '<' || op === '<=';
  return (a, b) => (Number.isNaN(a) ? b : Number.isNaN(b) ? a : below ? Math.min(a, b) : Math.max(a, b));
}
