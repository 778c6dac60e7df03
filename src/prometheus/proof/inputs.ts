import type { World } from '../../catalog/world.js';
import type { AlertingRule } from '../model.js';
import { GivenSource } from './given.js';
import type { Source } from './input.js';
import { Plan, Unsolved } from './plan.js';
import type { Setup } from './run.js';
import { milder, proofValues } from './values.js';
import { attempt, type Manner, manners, planFor, sourcesOf, type Task, type Wish, wish } from './witness.js';

/** Input for the tests of one rule. Its parts are undefined where there is no such input. */
export interface Inputs {
  /** What should make it fire, and what goes on before. */
  readonly bad: () => Source[];
  /** Within the limit, at a time (milliseconds). */
  readonly good: (now: number) => Source[] | undefined;
  /** What puts an end to the bad: within the mildest limit of the ladder. Undefined also for input by hand. */
  readonly over: (now: number) => Plan | undefined;
  /** The bad as the first of its series. */
  readonly born: () => Plan | undefined;
  /** How the input was derived; undefined for input by hand. */
  readonly derived: Derived | undefined;
}

/** The same input again, with changes. */
export interface Derived {
  /** What makes the alert fire. */
  readonly plan: Plan;
  /** What goes on before. */
  readonly before: Plan | undefined;
  readonly sources: (plan: Plan, before?: Plan | undefined) => Source[];
  /** What makes it fire, in another manner. */
  readonly bad: (change: Partial<Manner>) => Plan | undefined;
  /** Exactly at the limit, at a time. */
  readonly exact: (change: Partial<Manner>, now: number) => Plan | undefined;
  /** Well within every limit of the ladder, at a time, in another manner. */
  readonly good: (change: Partial<Manner>, now: number) => Plan | undefined;
  /** Several label sets, of which only the first is bad, or all are; and what goes on before. */
  readonly labelSets: (
    sets: readonly Wish['labels'][],
    allBad: boolean,
  ) => { readonly plan: Plan; readonly before: Plan | undefined } | undefined;
}

/** The ways to make a rule fire, the plainest first; and why there may be none. */
export function inputsFor(
  rule: AlertingRule,
  siblings: readonly AlertingRule[],
  world: World,
  setup: Setup,
): { readonly ways: readonly Inputs[]; readonly why: Unsolved | undefined } {
  if (rule.given) return { ways: [byHand(rule, rule.given, siblings, setup)], why: undefined };
  const tried = manners(setup).map(manner => attempt(() => derived(rule, siblings, world, setup, manner)));
  return { ways: tried.flatMap(t => (t instanceof Unsolved ? [] : [t])), why: tried.find(t => t instanceof Unsolved) };
}

function byHand(
  rule: AlertingRule,
  given: NonNullable<AlertingRule['given']>,
  siblings: readonly AlertingRule[],
  { interval }: Setup,
): Inputs {
  const { bad, good } = valuesByHand(rule, siblings);
  const sources = (value: number) => given(value).map(s => new GivenSource(s, interval));
  return {
    bad: () => sources(bad),
    good: () => sources(good),
    over: () => undefined,
    born: () => undefined,
    derived: undefined,
  };
}

/** The two values for which a rule's input by hand is asked. */
export function valuesByHand(rule: AlertingRule, siblings: readonly AlertingRule[]) {
  const values = rule.condition && proofValues(rule.condition, siblings);
  return { bad: values?.bad ?? 1, good: values?.good[0] ?? 0 };
}

function derived(
  rule: AlertingRule,
  siblings: readonly AlertingRule[],
  world: World,
  setup: Setup,
  manner: Manner,
): Inputs {
  const { start } = setup;
  const { writers } = setup.closure;
  const taskFor = (of: AlertingRule, change: Partial<Manner>): Task => ({
    world,
    writers,
    manner: { ...manner, ...change },
    hold: of.for.ms + 2 * setup.step,
  });
  const solve = (of: AlertingRule, change: Partial<Manner>, now: number, first: Wish, others: readonly Wish[] = []) => {
    const plan = attempt(() => planFor(taskFor(of, change), now, first, others));
    return plan instanceof Plan ? plan : undefined;
  };
  const bad = rule.condition && proofValues(rule.condition, siblings).bad;
  const good = (of: AlertingRule, change: Partial<Manner>, now: number, sets: readonly Wish['labels'][] = [{}]) => {
    const values = of.condition ? proofValues(of.condition, siblings).good : [undefined];
    for (const value of values) {
      const [first, ...others] = sets.map(labels => wish(of, value, false, labels)) as [Wish, ...Wish[]];
      const plan = solve(of, change, now, first, others);
      if (plan) return plan;
    }
    return undefined;
  };
  const plan = planFor(taskFor(rule, {}), start, wish(rule, bad, true));
  const before = start > 0 ? good(rule, {}, start) : undefined;
  const mildest = milder(rule, siblings);
  const sources = (of: Plan, past: Plan | undefined = before) => sourcesOf(of, past, setup);
  return {
    bad: () => sources(plan),
    good: now => {
      const within = good(rule, {}, now);
      return within && sources(within);
    },
    over: now => good(mildest, {}, now),
    born: () => {
      const birth = solve(rule, { births: true }, start, wish(rule, bad, true));
      return birth && [...birth.demands.values()].some(d => birth.isBorn(d)) ? birth : undefined;
    },
    derived: {
      plan,
      before,
      sources,
      bad: change => solve(rule, change, start, wish(rule, bad, true)),
      exact: (change, now) =>
        rule.condition && solve(rule, change, now, wish(rule, rule.condition.threshold.value, true)),
      good: (change, now) => good(mildest, change, now),
      labelSets: (sets, allBad) => {
        const [first = {}, ...others] = sets;
        const within = mildest.condition && proofValues(mildest.condition, siblings).good[0];
        const besides = others.map(labels =>
          allBad ? wish(rule, bad, true, labels) : wish(mildest, within, false, labels),
        );
        const found = solve(rule, {}, start, wish(rule, bad, true, first), besides);
        return found && { plan: found, before: start > 0 ? good(rule, {}, start, sets) : undefined };
      },
    },
  };
}
