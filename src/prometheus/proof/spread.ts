import type { Aggregation } from '../../promql/ast.js';
import { visit } from '../../promql/walk.js';
import { candidatesOf } from './choose.js';
import { Unsolved } from './plan.js';
import { reached, type Scope, type Solver } from './solve.js';

/**
 * An aggregation over several series: one, and for each label that is aggregated away another one that differs in it.
 * They differ in value too, so that a sum is not a maximum. Undefined where one series is all that can be had.
 */
export function spread(solver: Solver, node: Aggregation, goal: number | undefined, scope: Scope): number | undefined {
  const part = parts[node.op];
  if (!part) return undefined;
  const before = solver.plan;
  const attempt = (labels: readonly string[]): number | undefined => {
    solver.plan = before.fork();
    try {
      return over(solver, node, part, labels, goal, scope);
    } catch (error) {
      if (!(error instanceof Unsolved)) throw error;
      return undefined;
    }
  };
  const able = hiddenLabels(solver, node).filter(label => attempt([label]) !== undefined);
  for (let n = able.length; n > 0; n--) {
    const value = attempt(able.slice(0, n));
    if (value !== undefined) return value;
  }
  solver.plan = before;
  return undefined;
}

/** How a goal is shared out: what the first series and what each of the `n` others gets, and what comes out. */
interface Part {
  readonly first: (goal: number, n: number) => number;
  readonly other: (goal: number) => number;
  readonly result: (values: readonly number[]) => number;
}

const share = (goal: number) => (Number.isInteger(goal) ? Math.floor(goal / 8) : goal / 8);
const total = (values: readonly number[]) => values.reduce((sum, v) => sum + v, 0);

const parts: Partial<Record<Aggregation['op'], Part>> = {
  sum: { first: (goal, n) => goal - n * share(goal), other: share, result: total },
  max: { first: goal => goal, other: goal => goal - Math.abs(goal) / 4, result: v => Math.max(...v) },
  min: { first: goal => goal, other: goal => goal + Math.abs(goal) / 4, result: v => Math.min(...v) },
  avg: {
    first: (goal, n) => goal + (n * Math.abs(goal)) / 16,
    other: goal => goal - Math.abs(goal) / 16,
    result: v => total(v) / v.length,
  },
  count: { first: goal => goal, other: goal => goal, result: v => v.length },
  group: { first: goal => goal, other: goal => goal, result: () => 1 },
};

function over(
  solver: Solver,
  node: Aggregation,
  part: Part,
  labels: readonly string[],
  goal: number | undefined,
  scope: Scope,
): number {
  const counts = node.op === 'count' || node.op === 'group';
  const wanted = counts ? undefined : goal;
  const from = solver.plan.trail.length;
  const first = solver.value(node.expr, wanted === undefined ? undefined : part.first(wanted, labels.length), scope);
  const used = solver.plan.trail.slice(from);
  const values = [first];
  for (const label of labels) {
    // A sum of what was not asked for takes the usual value of each; the others need one that differs.
    const value = wanted ?? (counts || node.op === 'sum' ? undefined : first);
    const own = used.find(l => l[label] !== undefined)?.[label];
    const others = alternatives(solver, node, label).filter(v => v !== own);
    const ways = others.slice(0, 5).map(v => () => {
      const there = { ...scope, labels: { ...scope.labels, [label]: v } };
      return solver.value(node.expr, value === undefined ? undefined : part.other(value), there);
    });
    if (own === undefined || ways.length === 0) throw new Unsolved(node, `${label} has one value only`);
    values.push(solver.firstOf(...ways));
  }
  const result = part.result(values);
  return counts ? reached(node, result, goal) : (goal ?? result);
}

/** The labels below an aggregation that its result does not have. */
function hiddenLabels(solver: Solver, node: Aggregation): string[] {
  const hidden = new Set<string>();
  visit(node.expr, inner => {
    if (inner.kind !== 'selector') return;
    for (const label of Object.keys(solver.known(inner).labels)) hidden.add(label);
  });
  const { grouping } = node;
  return [...hidden].filter(
    label => label !== 'le' && (grouping ? grouping.labels.includes(label) !== grouping.by : true),
  );
}

function alternatives(solver: Solver, node: Aggregation, label: string): readonly string[] {
  const values = new Set<string>();
  visit(node.expr, inner => {
    const spec = inner.kind === 'selector' ? solver.known(inner).labels[label] : undefined;
    if (spec) for (const value of candidatesOf(label, spec, solver.options.prefer)) values.add(value);
  });
  return [...values];
}
