import type { ArithmeticOp, ComparisonOp, Node } from '../../promql/ast.js';
import { arithmetic } from '../engine/binary.js';

/** The value of an expression that reads no series and no clock; undefined for any other. */
export function constantOf(node: Node): number | undefined {
  switch (node.kind) {
    case 'number':
      return node.value;
    case 'unary': {
      const of = constantOf(node.expr);
      return of === undefined ? undefined : node.op === '-' ? -of : of;
    }
    case 'binary': {
      const [a, b] = [constantOf(node.lhs), constantOf(node.rhs)];
      return a === undefined || b === undefined ? undefined : arithmetic(node.op, a, b);
    }
    default:
      return undefined;
  }
}

/** The left side that makes `left op right` the goal. */
export function leftFor(op: ArithmeticOp, goal: number, right: number): number {
  switch (op) {
    case '+':
      return goal - right;
    case '-':
      return goal + right;
    case '*':
      return goal / right;
    case '/':
      return goal * right;
    case '^':
      return goal ** (1 / right);
    case '%':
    case 'atan2':
      return NaN;
    default:
      return op satisfies never;
  }
}

/** The right side that makes `left op right` the goal. */
export function rightFor(op: ArithmeticOp, goal: number, left: number): number {
  switch (op) {
    case '+':
      return goal - left;
    case '-':
      return left - goal;
    case '*':
      return goal / left;
    case '/':
      return left / goal;
    case '%':
    case '^':
    case 'atan2':
      return NaN;
    default:
      return op satisfies never;
  }
}

const beyond = (c: number) => (c === 0 ? 1 : Math.abs(c));

/** A value for which `value op c` holds, well away from the edge. */
export function satisfying(op: ComparisonOp, c: number): number {
  switch (op) {
    case '==':
      return c;
    case '!=':
      return c === 1 ? 0 : 1;
    case '>':
    case '>=':
      return c + beyond(c);
    case '<':
    case '<=':
      return c - beyond(c) / 2;
    default:
      return op satisfies never;
  }
}

/** A value for which `value op c` does not hold. */
export function violating(op: ComparisonOp, c: number): number {
  switch (op) {
    case '==':
      return c === 1 ? 0 : 1;
    case '!=':
      return c;
    case '>':
    case '>=':
      return c === 0 ? (op === '>' ? 0 : -1) : c - beyond(c) / 2;
    case '<':
    case '<=':
      return c === 0 ? (op === '<' ? 0 : 1) : c + beyond(c);
    default:
      return op satisfies never;
  }
}

/** The value nearest to the edge of `value op c` at which it holds, or fails; whole ones where only these occur. */
export function atEdge(op: ComparisonOp, c: number, side: 'holds' | 'fails', whole: boolean): number {
  const step = whole ? 1 : c === 0 ? 1 : Math.abs(c) / 1024;
  const holds = side === 'holds';
  switch (op) {
    case '>':
      return holds ? c + step : c;
    case '>=':
      return holds ? c : c - step;
    case '<':
      return holds ? c - step : c;
    case '<=':
      return holds ? c : c + step;
    case '==':
      return holds ? c : c === 1 ? 0 : 1;
    case '!=':
      return holds ? (c === 1 ? 0 : 1) : c;
    default:
      return op satisfies never;
  }
}
