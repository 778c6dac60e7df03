import type { World } from '../../catalog/world.js';
import type { AlertingRule } from '../model.js';
import { foreignPreferences, type Preferences, sitePreferences } from './choose.js';
import { PlannedSource, type Source } from './input.js';
import { type Plan, Unsolved } from './plan.js';
import type { Setup } from './run.js';
import { type Scope, Solver } from './solve.js';

/** A way to solve: which labels to take first, and whether counters may jump. */
export interface Manner {
  readonly prefer: Preferences;
  readonly jumps: boolean;
  readonly births: boolean;
}

/** The ways to try, the plainest first. */
export function manners(setup: Setup): Manner[] {
  const own = sitePreferences(setup.site);
  return [
    { prefer: own, jumps: true, births: false },
    { prefer: own, jumps: false, births: false },
    { prefer: foreignPreferences, jumps: true, births: false },
  ];
}

const scope: Scope = { labels: {}, offset: 0, window: 0, inside: [] };

/**
 * Raw series that make an alert's expression return something: with that value, where the alert compares one.
 * @throws Unsolved
 */
export function planFor(
  rule: AlertingRule,
  value: number | undefined,
  world: World,
  setup: Setup,
  manner: Manner,
  now: number,
): Plan {
  const solver = solverFor(rule, world, setup, manner, now);
  solver.value(rule.condition?.value ?? rule.expr, value, scope);
  return solver.plan;
}

/** Raw series that make an expression return nothing. @throws Unsolved */
export function planAgainst(rule: AlertingRule, world: World, setup: Setup, manner: Manner, now: number): Plan {
  const solver = solverFor(rule, world, setup, manner, now);
  solver.empty(rule.expr, scope);
  return solver.plan;
}

function solverFor(rule: AlertingRule, world: World, setup: Setup, manner: Manner, now: number): Solver {
  return new Solver({
    world,
    writers: setup.closure.writers,
    prefer: manner.prefer,
    now: now / 1000,
    jumpWithin: manner.jumps ? rule.for.ms + 2 * setup.step : Infinity,
    births: manner.births,
  });
}

/** The series with which a test begins. */
export function sourcesOf(plan: Plan, before: Plan | undefined, { start, interval }: Setup): Source[] {
  const demands = new Map([...plan.demands, ...(start > 0 && before ? before.demands : [])]);
  return [...demands.values()].map(demand => new PlannedSource(demand, { plan, before, start }, interval));
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
