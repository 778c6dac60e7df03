import { unitName } from '../../core/units.js';
import type { Binary, ComparisonOp, Node } from '../../promql/ast.js';
import { isComparison, mirror } from '../../promql/precedence.js';
import { visit } from '../../promql/walk.js';
import { arithmetic, holds } from '../engine/binary.js';
import { atEdge, constantOf, leftFor, rightFor, satisfying } from './inverse.js';
import { Unsolved } from './plan.js';
import type { Scope, Solver } from './solve.js';

/** A comparison with a constant, and on which side of its edge it is to be. */
export interface Edge {
  readonly node: Binary;
  readonly side: 'holds' | 'fails';
}

export interface Branch {
  readonly node: Binary;
  readonly side: 'lhs' | 'rhs';
}

/** A binary operation worked backwards. @throws Unsolved */
export function solveBinary(solver: Solver, node: Binary, goal: number | undefined, scope: Scope): number {
  const { op, lhs, rhs } = node;
  switch (op) {
    case 'and': {
      const right = () => solver.value(rhs, undefined, matched(solver, node, scope));
      const leftFirst = () => {
        const value = solver.value(lhs, goal, scope);
        right();
        return value;
      };
      const rightFirst = () => {
        right();
        return solver.value(lhs, goal, scope);
      };
      // What is brought to an edge has the first word.
      const { edge } = solver.options;
      return solver.firstOf(...(edge && contains(rhs, edge.node) ? [rightFirst, leftFirst] : [leftFirst, rightFirst]));
    }
    case 'unless': {
      const value = solver.value(lhs, goal, scope);
      solver.empty(rhs, matched(solver, node, scope));
      return value;
    }
    case 'or': {
      if (solver.options.branch?.node === node) return branch(solver, node, solver.options.branch.side, goal, scope);
      // At an edge, no other side may give the value in its place.
      const right = () =>
        solver.options.edge ? branch(solver, node, 'rhs', goal, scope) : solver.value(rhs, goal, scope);
      const ways = [() => solver.value(lhs, goal, scope), right];
      const birth = lhs.kind === 'binary' && lhs.op === 'unless';
      return solver.firstOf(...(birth && !solver.options.births ? ways.reverse() : ways));
    }
    default:
      return isComparison(op) ? comparison(solver, node, op, goal, scope) : invert(solver, node, op, goal, scope);
  }
}

function contains(node: Node, part: Node): boolean {
  let found = false;
  visit(node, inner => {
    found ||= inner === part;
  });
  return found;
}

/** One side of an `or`; its right side gives the value only where the left side is empty. */
function branch(solver: Solver, { lhs, rhs }: Binary, side: Branch['side'], goal: number | undefined, scope: Scope) {
  if (side === 'lhs') return solver.value(lhs, goal, scope);
  const alone = () => {
    const value = solver.value(rhs, goal, scope);
    solver.empty(lhs, scope);
    return value;
  };
  return solver.firstOf(alone, () => solver.value(rhs, goal, scope));
}

/** The scope of the right side of a set operation: its labels are those that the left side has. */
export function matched(solver: Solver, { matching, lhs }: Binary, scope: Scope): Scope {
  if (matching?.by !== 'on') return scope;
  const chosen = matching.labels.flatMap(label => {
    const value = scope.labels[label] ?? fixedIn(lhs, label) ?? solver.options.prefer[label]?.[0];
    return value === undefined ? [] : [[label, value] as const];
  });
  return { ...scope, labels: Object.fromEntries(chosen) };
}

function comparison(solver: Solver, node: Binary, op: ComparisonOp, goal: number | undefined, scope: Scope): number {
  const { lhs, rhs, bool } = node;
  if (bool) throw new Unsolved(node, 'a comparison with bool');
  const [left, right] = [constantOf(lhs), constantOf(rhs)];
  if (right !== undefined) return filter(solver, node, lhs, [op, right], goal, scope);
  if (left !== undefined) return filter(solver, node, rhs, [mirror(op), left], goal, scope);
  const other = solver.value(rhs, undefined, scope);
  return filter(solver, node, lhs, [op, other], goal, scope);
}

function filter(
  solver: Solver,
  node: Node,
  of: Node,
  [op, than]: readonly [ComparisonOp, number],
  goal: number | undefined,
  scope: Scope,
): number {
  const { edge } = solver.options;
  if (edge?.node === node) {
    const wanted = atEdge(op, than, edge.side, isWhole(solver, of));
    if (goal !== undefined && goal !== wanted) throw new Unsolved(node, 'its value is asked for already');
    return solver.value(of, wanted, scope);
  }
  const checked = (value: number) => {
    if (!holds(op, value, than)) throw new Unsolved(node, `${value} is filtered away`);
    return value;
  };
  if (goal !== undefined) return checked(solver.value(of, checked(goal), scope));
  return solver.firstOf(
    () => checked(solver.value(of, undefined, scope)),
    () => checked(solver.value(of, satisfying(op, than), scope)),
  );
}

function invert(
  solver: Solver,
  node: Binary,
  op: Parameters<typeof leftFor>[0],
  goal: number | undefined,
  scope: Scope,
): number {
  const { lhs, rhs } = node;
  const rightFirst = () => {
    const right = solver.value(rhs, undefined, scope);
    const left = solver.value(lhs, goal === undefined ? undefined : leftFor(op, goal, right), scope);
    return arithmetic(op, left, right);
  };
  const leftFirst = () => {
    const left = solver.value(lhs, undefined, scope);
    const right = solver.value(rhs, goal === undefined ? undefined : rightFor(op, goal, left), scope);
    return arithmetic(op, left, right);
  };
  return solver.firstOf(rightFirst, leftFirst);
}

/** The value to which a matcher below a node fixes a label. */
function fixedIn(node: Node, label: string): string | undefined {
  let fixed: string | undefined;
  visit(node, inner => {
    if (inner.kind === 'selector') fixed ??= inner.matchers.find(m => m.label === label && m.op === '=')?.value;
  });
  return fixed;
}

/** Whether an expression counts whole things: the least step at its edge is one. */
function isWhole(solver: Solver, of: Node): boolean {
  const functions = new Set<string>();
  let things = false;
  visit(of, inner => {
    if (inner.kind === 'call') functions.add(inner.func);
    if (inner.kind === 'selector') things ||= unitName(solver.known(inner).unit) === 'count';
  });
  return things && [...functions].every(name => name === 'increase');
}
