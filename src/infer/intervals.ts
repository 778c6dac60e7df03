import type { ArithmeticOp, ComparisonOp } from '../promql/ast.js';
import { everything, type Interval } from './model.js';

/** The values that arithmetic on two intervals can give. Wider than true where exactness is not worth its code. */
export function arithmetic(op: ArithmeticOp, a: Interval, b: Interval): Interval {
  switch (op) {
    case '+':
      return [a[0] + b[0], a[1] + b[1]].map((n, i) =>
        Number.isNaN(n) ? (i === 0 ? -Infinity : Infinity) : n,
      ) as unknown as Interval;
    case '-':
      return arithmetic('+', a, [-b[1], -b[0]]);
    case '*':
      return hull([a[0] * b[0], a[0] * b[1], a[1] * b[0], a[1] * b[1]], a, b);
    case '/':
      return b[0] > 0 || b[1] < 0
        ? arithmetic('*', a, [1 / b[1], 1 / b[0]])
        : isPositive(a[0]) && isPositive(b[0])
          ? [0, Infinity]
          : everything;
    case '%':
      return isPositive(a[0]) ? [0, a[1]] : everything;
    case '^':
      return isPositive(a[0]) ? [0, Infinity] : everything;
    case 'atan2':
      return [-Math.PI, Math.PI];
  }
}

/** Whether nothing from here on is negative, nor the zero below zero, by which one divides into -∞. */
const isPositive = (low: number): boolean => low > 0 || Object.is(low, 0);

/** The lower end where values of `a` are at least `b`; -0 is at least 0. */
const atLeast = (a: number, b: number): number => (b === 0 && !isPositive(a) ? -0 : Math.max(a, b));

/** 0 · ∞ is NaN in JavaScript; as the bound of an interval it is 0. */
function hull(products: readonly number[], a: Interval, b: Interval): Interval {
  const bounds = products.map(n => (Number.isNaN(n) ? 0 : n));
  const unbounded = products.some(Number.isNaN) && Math.min(a[0], b[0]) < 0;
  return unbounded ? everything : [Math.min(...bounds), Math.max(...bounds)];
}

/** What is left of `a` where `a op b` holds; undefined when it never can. */
export function filtered(op: ComparisonOp, a: Interval, b: Interval): Interval | undefined {
  switch (op) {
    case '>':
      return a[1] > b[0] ? [Math.max(a[0], b[0]), a[1]] : undefined;
    case '>=':
      return a[1] >= b[0] ? [atLeast(a[0], b[0]), a[1]] : undefined;
    case '<':
      return a[0] < b[1] ? [a[0], Math.min(a[1], b[1])] : undefined;
    case '<=':
      return a[0] <= b[1] ? [a[0], Math.min(a[1], b[1])] : undefined;
    case '==':
      return a[0] <= b[1] && b[0] <= a[1] ? [atLeast(a[0], b[0]), Math.min(a[1], b[1])] : undefined;
    case '!=':
      return a[0] === a[1] && b[0] === b[1] && a[0] === b[0] ? undefined : a;
  }
}
