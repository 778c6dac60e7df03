import type { Binary, Call, Node, VectorSelector } from '../../promql/ast.js';
import { isComparison, mirror } from '../../promql/precedence.js';
import { constantOf, violating } from './inverse.js';
import { Unsolved } from './plan.js';
import { ms, type Scope, type Solver } from './solve.js';
import { matched } from './solve-binary.js';
import { relabelled } from './solve-call.js';

/** Makes an expression return nothing: its value is filtered away, or its series are not there. @throws Unsolved */
export function empty(solver: Solver, node: Node, scope: Scope): void {
  switch (node.kind) {
    case 'selector':
      absent(solver, node, scope);
      return;
    case 'matrix':
      absent(solver, node.selector, { ...scope, window: scope.window + ms(node.range) });
      return;
    case 'subquery':
    case 'unary':
    case 'aggregation':
      empty(solver, node.expr, scope);
      return;
    case 'binary':
      emptyBinary(solver, node, scope);
      return;
    case 'call':
      emptyCall(solver, node, scope);
      return;
    case 'number':
    case 'string':
      throw new Unsolved(node, 'this is never empty');
    default:
      node satisfies never;
  }
}

function emptyCall(solver: Solver, node: Call, scope: Scope): void {
  const { func, args } = node;
  const [first, second] = args as readonly [Node, Node];
  switch (func) {
    case 'absent':
    case 'absent_over_time':
      solver.value(first, undefined, scope);
      return;
    case 'vector':
    case 'time':
    case 'scalar':
      throw new Unsolved(node, 'this is never empty');
    case 'label_replace':
    case 'label_join': {
      const inner = tryRelabelled(node, scope);
      if (inner) empty(solver, first, inner);
      return;
    }
    case 'histogram_quantile':
    case 'quantile_over_time':
      empty(solver, second, scope);
      return;
    default:
      empty(solver, first, scope);
  }
}

/** Undefined where the call sets a label to another value than the wanted one: it is empty as it stands. */
function tryRelabelled(node: Call, scope: Scope): Scope | undefined {
  try {
    return relabelled(node, scope);
  } catch (error) {
    if (error instanceof Unsolved) return undefined;
    throw error;
  }
}

function absent(solver: Solver, selector: VectorSelector, scope: Scope): void {
  const known = solver.known(selector);
  const offset = scope.offset + (selector.offset ? ms(selector.offset) : 0);
  if (known.metric.type !== 'recorded') {
    if (solver.plan.has(selector, scope.labels, offset)) throw new Unsolved(selector, `${known.name} has to be there`);
    solver.plan.absences.push({ selector, labels: scope.labels, offset, window: scope.window });
    return;
  }
  if (scope.inside.includes(known.name)) return;
  for (const rule of solver.options.writers.get(known.name) ?? []) {
    if (
      Object.entries(rule.labels).some(
        ([label, value]) => scope.labels[label] !== undefined && scope.labels[label] !== value,
      )
    ) {
      continue;
    }
    const labels = Object.fromEntries(Object.entries(scope.labels).filter(([label]) => !(label in rule.labels)));
    empty(solver, rule.expr, { ...scope, offset, labels, inside: [...scope.inside, known.name] });
  }
}

function emptyBinary(solver: Solver, node: Binary, scope: Scope): void {
  const { op, lhs, rhs } = node;
  const none = (of: Node) => () => empty(solver, of, scope);
  switch (op) {
    case 'or':
      none(lhs)();
      none(rhs)();
      return;
    case 'unless': {
      const both = () => {
        solver.value(lhs, undefined, scope);
        solver.value(rhs, undefined, matched(solver, node, scope));
      };
      solver.firstOf(both, none(lhs));
      return;
    }
    case 'and':
      solver.firstOf(none(rhs), none(lhs));
      return;
    default:
      solver.firstOf(...filteredAway(solver, node, scope), none(lhs), none(rhs));
  }
}

/** Values that a comparison with a constant lets not pass. */
function filteredAway(solver: Solver, { op, lhs, rhs }: Binary, scope: Scope): (() => void)[] {
  if (!isComparison(op)) return [];
  const [left, right] = [constantOf(lhs), constantOf(rhs)];
  const away = (of: Node, goal: number) => () => {
    solver.value(of, goal, scope);
  };
  if (right !== undefined) return [away(lhs, violating(op, right))];
  return left === undefined ? [] : [away(rhs, violating(mirror(op), left))];
}
