import { TelltaleError } from '../../core/errors.js';
import type { Binary, Node } from '../../promql/ast.js';
import { binary, number, unary } from '../../promql/nodes.js';
import { isComparison, mirror } from '../../promql/precedence.js';
import { print } from '../../promql/print.js';
import { nodesOf, rebuild } from '../../promql/walk.js';
import type { ReplayedAlert } from './model.js';

/** A number with which an expression compares something, wherever in it: `queue_depth > 100 and on () business_hours`. */
export interface Limit {
  readonly value: number;
  /** How what is beyond it compares with it; turned around where the number is first. */
  readonly op: string;
  /** What is compared with it; of a factor, `a > 1.1 * b`, the quotient of the two sides. */
  readonly expr: Node;
  /** The comparison as it is written. */
  readonly text: string;
  readonly kind: 'inequality' | 'factor' | 'equality';
  /** Its comparison is the whole expression, and returns what it compares. */
  readonly whole: boolean;
  /** The place of the number among the nodes of the expression, as they are printed. */
  readonly place: number;
}

/** The limits of an expression, in the order of its text. */
export function limitsOf(expr: Node): Limit[] {
  return nodesOf(expr).flatMap((node, place) => {
    if (node.kind !== 'binary' || !isComparison(node.op)) return [];
    const found = constantSide(node) ?? factorSide(node);
    if (!found) return [];
    const whole = place === 0 && !node.bool && found.kind !== 'factor';
    return [{ ...found, text: print(node), whole, place: place + found.place }];
  });
}

/** The expression with another number in the place of a limit. */
export function withLimit(expr: Node, { place }: Pick<Limit, 'place'>, value: number): Node {
  let next = 0;
  const at = (node: Node): Node => (next++ === place ? constant(value) : rebuild(node, at));
  return at(expr);
}

/**
 * The limit of an alert: the one that `which` names by its number (`#2`) or its value (`100`), else its only one, where
 * `> 5` is rather meant than `> 1.1 * other`, and that rather than `== 1`.
 * @throws TelltaleError when there is none, or more than one.
 */
export function limitOf({ name, expr }: Pick<ReplayedAlert, 'name' | 'expr'>, which: string | undefined): Limit {
  const limits = limitsOf(expr);
  if (limits.length === 0) {
    throw new TelltaleError(`${name} has no limit: it compares nothing with a number`, {
      fix: 'change the rule, and compare the two with --base',
    });
  }
  const usual = (['inequality', 'factor', 'equality'] as const).map(kind => limits.filter(of => of.kind === kind));
  const meant =
    which === undefined
      ? usual.find(of => of.length > 0)
      : limits.filter((of, i) => which === `#${i + 1}` || Number(which) === of.value);
  if (meant?.length === 1) return meant[0] as Limit;
  const list = limits.map(({ text }, i) => `#${i + 1} in ${text}`).join('; ');
  throw new TelltaleError(
    which === undefined ? `${name} has several limits: ${list}` : `${name} has not one limit ${which}: it has ${list}`,
    { fix: 'say which one with --limit #1, or with the number that it has' },
  );
}

type Found = Pick<Limit, 'value' | 'op' | 'expr' | 'kind' | 'place'>;

function constantSide({ op, lhs, rhs }: Binary): Found | undefined {
  if (!isComparison(op)) return undefined;
  const [left, right] = [numberOf(lhs), numberOf(rhs)];
  const kind = op === '==' || op === '!=' ? 'equality' : 'inequality';
  if (right !== undefined && left === undefined)
    return { value: right, op, expr: lhs, kind, place: 1 + nodesOf(lhs).length };
  if (left !== undefined && right === undefined) return { value: left, op: mirror(op), expr: rhs, kind, place: 1 };
  return undefined;
}

function factorSide({ op, lhs, rhs, matching }: Binary): Found | undefined {
  if (!isComparison(op)) return undefined;
  const quotient = (a: Node, b: Node) => binary({ op: '/', lhs: a, rhs: b, ...(matching && { matching }) });
  const right = factorOf(rhs);
  if (right) {
    const place = 1 + nodesOf(lhs).length + right.place;
    return { value: right.value, op, expr: quotient(lhs, right.of), kind: 'factor', place };
  }
  const left = factorOf(lhs);
  // The sides stay where they are, so that they match as they did.
  const expr = left && binary({ op: '/', lhs: number(1), rhs: quotient(left.of, rhs) });
  return left && expr && { value: left.value, op: mirror(op), expr, kind: 'factor', place: 1 + left.place };
}

/** What is multiplied, and by how much. */
function factorOf(node: Node): { readonly value: number; readonly of: Node; readonly place: number } | undefined {
  if (node.kind !== 'binary' || node.op !== '*') return undefined;
  const [left, right] = [numberOf(node.lhs), numberOf(node.rhs)];
  if (left !== undefined && right === undefined) return { value: left, of: node.rhs, place: 1 };
  if (right !== undefined && left === undefined)
    return { value: right, of: node.lhs, place: 1 + nodesOf(node.lhs).length };
  return undefined;
}

/** The value of an expression that is a number: `5`, `-5`, `10 * 1024`. */
function numberOf(node: Node): number | undefined {
  if (node.kind === 'number') return node.value;
  if (node.kind === 'unary') {
    const value = numberOf(node.expr);
    return value === undefined || node.op === '+' ? value : -value;
  }
  if (node.kind !== 'binary') return undefined;
  const [a, b] = [numberOf(node.lhs), numberOf(node.rhs)];
  if (a === undefined || b === undefined) return undefined;
  return { '+': a + b, '-': a - b, '*': a * b, '/': a / b, '%': a % b, '^': a ** b }[node.op as string];
}

const constant = (value: number): Node => (value < 0 ? unary('-', number(-value)) : number(value));
