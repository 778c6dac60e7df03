import type { Duration } from '../core/durations.js';
import { type Quantity, toQuantity } from '../core/quantities.js';
import type { Binary, BinaryOp, Matching, Node, Window } from './ast.js';
import { binary, macro, matrix, number, selector, subquery, unary } from './nodes.js';
import type { Matrix, Scalar, Selector, Vector } from './typed.js';

/** What a binary operator takes on either side; a number, a duration or a quantity becomes a literal. */
type Operand<L extends string> = Vector<L> | Constant;
type Constant = Scalar | number | Duration | Quantity;

/** `on (…)` and `ignoring (…)`, with the many side where one side has several series for each of the other. */
interface On<O extends string> {
  readonly on: readonly O[];
  readonly bool?: boolean;
}
interface GroupLeft<O extends string, I extends string> extends On<O> {
  readonly groupLeft: readonly I[];
}
interface GroupRight<O extends string, I extends string> extends On<O> {
  readonly groupRight: readonly I[];
}
interface Ignoring<O extends string> {
  readonly ignoring: readonly O[];
  readonly bool?: boolean;
}
type AnyMatching = {
  on?: readonly string[];
  ignoring?: readonly string[];
  groupLeft?: readonly string[];
  groupRight?: readonly string[];
  bool?: boolean;
};

interface BinaryFunction {
  <A extends string, B extends string, I extends B>(
    lhs: Vector<A>,
    rhs: Vector<B>,
    matching: GroupLeft<A & B, I>,
  ): Vector<A | I>;
  <A extends string, B extends string, I extends A>(
    lhs: Vector<A>,
    rhs: Vector<B>,
    matching: GroupRight<A & B, I>,
  ): Vector<B | I>;
  <A extends string, B extends string, O extends A & B>(lhs: Vector<A>, rhs: Vector<B>, matching: On<O>): Vector<O>;
  <A extends string, B extends string>(lhs: Vector<A>, rhs: Vector<B>, matching: Ignoring<A | B>): Vector<A>;
  <A extends string>(lhs: Vector<A>, rhs: Operand<A>, options?: { readonly bool?: boolean }): Vector<A>;
  <B extends string>(lhs: Constant, rhs: Vector<B>, options?: { readonly bool?: boolean }): Vector<B>;
}

function operator(op: BinaryOp): BinaryFunction {
  return ((lhs: Operand<string>, rhs: Operand<string>, options: AnyMatching = {}): Node =>
    make(op, lhs, rhs, options)) as BinaryFunction;
}

function make(op: BinaryOp, lhs: Operand<string>, rhs: Operand<string>, options: AnyMatching): Binary {
  const { on, ignoring, groupLeft, groupRight, bool = false } = options;
  const labels = on ?? ignoring;
  const include = groupLeft ?? groupRight;
  const matching: Matching | undefined = labels && {
    by: on ? 'on' : 'ignoring',
    labels,
    ...(include && { group: { side: groupLeft ? 'left' : 'right', include } }),
  };
  return binary({ op, lhs: literal(lhs), rhs: literal(rhs), bool, ...(matching && { matching }) });
}

/** A number, a duration (in seconds) or a quantity as a node. The unit stays known to the inference; it is not printed. */
export function literal(value: Node | number | Duration | Quantity): Node {
  if (typeof value === 'number') return number(value);
  if (value.kind !== 'duration' && value.kind !== 'quantity') return value;
  const { value: n, unit } = toQuantity(value);
  return number(n, unit);
}

/** Prints `a + b`. */
export const add = operator('+');
/** Prints `a - b`. */
export const sub = operator('-');
/** Prints `a * b`. */
export const mul = operator('*');
/** Prints `a / b`. */
export const div = operator('/');
/** Prints `a % b`. */
export const mod = operator('%');
/** Prints `a ^ b`. */
export const pow = operator('^');
/** Prints `a atan2 b`. */
export const atan2 = operator('atan2');
/** Prints `a == b`. */
export const eq = operator('==');
/** Prints `a != b`. */
export const ne = operator('!=');
/** Prints `a > b`. */
export const gt = operator('>');
/** Prints `a < b`. */
export const lt = operator('<');
/** Prints `a >= b`. */
export const ge = operator('>=');
/** Prints `a <= b`. */
export const le = operator('<=');

type SetFunction = <A extends string, B extends string>(
  lhs: Vector<A>,
  rhs: Vector<B>,
  matching?: { on: readonly (A & B)[] } | { ignoring: readonly (A | B)[] },
) => Vector<A>;

/** Prints `a and b`: what a has where b has a match. */
export const and = operator('and') as SetFunction;
/** Prints `a unless b`: what a has where b has no match. */
export const unless = operator('unless') as SetFunction;

/** Prints `a or b`: all of a, and what b has without a match in a. */
export function or<A extends string, B extends string>(
  lhs: Vector<A>,
  rhs: Vector<B>,
  matching: { on?: readonly (A & B)[]; ignoring?: readonly (A | B)[] } = {},
): Vector<A | B> {
  return make('or', lhs, rhs, matching);
}

/** Prints `-a`. */
export const neg = <L extends string>(of: Vector<L>): Vector<L> => unary('-', of) as Vector<L>;

/** Prints `a[5m]`. */
export const range = <L extends string>(of: Selector<L>, window: Window): Matrix<L> => matrix(of, window) as Matrix<L>;

/** Prints `a offset 1d`. */
export const offset = <L extends string>(of: Selector<L>, by: Window): Selector<L> =>
  selector({ ...of, offset: by }) as Selector<L>;

/** Prints `(a)[1h:1m]`; without a step Prometheus takes its evaluation interval. */
export const over = <L extends string>(of: Vector<L>, window: Window, step?: Window): Matrix<L> =>
  subquery({ expr: of, range: window, ...(step && { step }) }) as Matrix<L>;

/** Prints `$__rate_interval`: at least four scrape intervals, and the panel's step. Dashboards only. */
export const rateInterval = macro('$__rate_interval');

/** Prints `$__range`: the whole time range of the dashboard. Dashboards only. */
export const dashboardRange = macro('$__range');
