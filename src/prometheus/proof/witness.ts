import type { World } from '../../catalog/world.js';
import type { Node } from '../../promql/ast.js';
import type { AlertingRule } from '../model.js';
import { foreignPreferences, type Preferences, sitePreferences } from './choose.js';
import { PlannedSource, type Source } from './input.js';
import { type Plan, Unsolved } from './plan.js';
import type { Setup } from './run.js';
import { type Scope, Solver, type SolverOptions } from './solve.js';

/** A way to solve: which labels to take first, whether counters may jump, and what else solvers are told. */
export interface Manner extends Pick<SolverOptions, 'scale' | 'spread' | 'edge' | 'branch'> {
  readonly prefer: Preferences;
  readonly jumps: boolean;
  readonly births: boolean;
}

/** The ways to try, the plainest first. */
export function manners({ site }: Pick<Setup, 'site'>): readonly [Manner, ...Manner[]] {
  const own = sitePreferences(site);
  return [
    { prefer: own, jumps: true, births: false },
    { prefer: own, jumps: false, births: false },
    { prefer: foreignPreferences, jumps: true, births: false },
  ];
}

/** What an expression is to give for one label set: this value, any value, or nothing. */
export interface Wish {
  readonly node: Node;
  readonly value: number | 'any' | 'nothing';
  readonly labels: Readonly<Record<string, string>>;
  /** How to come to it, where that is another way than that of the task. */
  readonly change?: Partial<Manner>;
}

/** That an alert's condition has a value; without a condition, that its expression returns something or nothing. */
export function wish(rule: AlertingRule, value: number | undefined, holds: boolean, labels: Wish['labels'] = {}): Wish {
  if (value === undefined) return { node: rule.expr, value: holds ? 'any' : 'nothing', labels };
  return { node: rule.condition?.value ?? rule.expr, value, labels };
}

/** What solving needs to know. */
export interface Task {
  readonly world: World;
  readonly writers: SolverOptions['writers'];
  readonly manner: Manner;
  /** For how long what jumps has to be seen. */
  readonly hold: number;
}

/**
 * Raw series that fulfil a wish at a time (milliseconds), and those of the other wishes that can be had besides.
 * @throws Unsolved when the first one cannot
 */
export function planFor(task: Task, now: number, first: Wish, others: readonly Wish[] = []): Plan {
  const { world, writers, manner, hold } = task;
  const solverFor = (change: Partial<Manner> = {}) => {
    const { jumps, ...options } = { ...manner, ...change };
    return new Solver({ ...options, world, writers, now: now / 1000, jumpWithin: jumps ? hold : Infinity });
  };
  const solver = solverFor(first.change);
  fulfil(solver, first);
  let plan = solver.plan;
  for (const other of others) {
    const next = solverFor(other.change);
    next.plan = plan.fork();
    if (!(attempt(() => fulfil(next, other)) instanceof Unsolved)) plan = next.plan;
  }
  return plan;
}

function fulfil(solver: Solver, { node, value, labels }: Wish): void {
  const scope: Scope = { labels, offset: 0, window: 0, inside: [] };
  if (value === 'nothing') solver.empty(node, scope);
  else solver.value(node, value === 'any' ? undefined : value, scope);
}

const sixHours = 6 * 3_600_000;

/** The series with which a test begins; for so long after the start the past lasts that is looked at with an offset. */
export function sourcesOf(
  plan: Plan,
  before: Plan | undefined,
  { start, interval }: Setup,
  horizon = sixHours,
): Source[] {
  const demands = new Map([...plan.demands, ...(start > 0 && before ? before.demands : [])]);
  return [...demands.values()].map(demand => new PlannedSource(demand, { plan, before, start, horizon }, interval));
}

/** What a function gives, or the reason why it cannot. */
export function attempt<T>(f: () => T): T | Unsolved {
  try {
    return f();
  } catch (error) {
    if (error instanceof Unsolved) return error;
    throw error;
  }
}
