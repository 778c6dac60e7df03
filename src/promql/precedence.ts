import type { BinaryOp, ComparisonOp, SetOp } from './ast.js';

const levels: Readonly<Record<BinaryOp, number>> = {
  or: 1,
  and: 2,
  unless: 2,
  '==': 3,
  '!=': 3,
  '>': 3,
  '<': 3,
  '>=': 3,
  '<=': 3,
  '+': 4,
  '-': 4,
  '*': 5,
  '/': 5,
  '%': 5,
  atan2: 5,
  '^': 6,
};

/** How tightly an operator binds; all but `^` take what stands to their left first. */
export const precedence = (op: BinaryOp): number => levels[op];

/** A sign binds like a product: `-a ^ b` is `-(a ^ b)`, `-a * b` is `(-a) * b`. */
export const unaryPrecedence = levels['*'];

/** Whether the operator filters (or, with `bool`, tests). */
export function isComparison(op: BinaryOp): op is ComparisonOp {
  return levels[op] === 3;
}

/** Whether the operator joins sets of series. */
export function isSetOperator(op: BinaryOp): op is SetOp {
  return levels[op] <= 2;
}

const mirrored: Readonly<Record<ComparisonOp, ComparisonOp>> = {
  '==': '==',
  '!=': '!=',
  '>': '<',
  '<': '>',
  '>=': '<=',
  '<=': '>=',
};

/** The comparison with its sides exchanged: `a > b` is `b < a`. */
export const mirror = (op: ComparisonOp): ComparisonOp => mirrored[op];
