import type { World } from '../../catalog/world.js';
import type { AlertingRule } from '../model.js';
import { GivenSource } from './given.js';
import type { Source } from './input.js';
import { Plan, Unsolved } from './plan.js';
import type { Setup } from './run.js';
import { milder, proofValues } from './values.js';
import { attempt, type Manner, manners, planAgainst, planFor, sourcesOf } from './witness.js';

/** Input for the tests of one rule. Its parts are undefined where there is no such input. */
export interface Inputs {
  /** What should make it fire, and what goes on before. */
  readonly bad: () => Source[];
  /** Within the limit, at a time (milliseconds). */
  readonly good: (now: number) => Source[] | undefined;
  /** What puts an end to the bad: within the mildest limit of the ladder. Undefined also for input by hand. */
  readonly over: (now: number) => Plan | undefined;
  /** The bad as the first of its series. */
  readonly born: () => Source[] | undefined;
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
  return { bad: () => sources(bad), good: () => sources(good), over: () => undefined, born: () => undefined };
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
  const wanted = rule.condition && proofValues(rule.condition, siblings).bad;
  const badPlan = (how: Manner) => planFor(rule, wanted, world, setup, how, start);
  const goodPlan = (of: AlertingRule, now: number): Plan | undefined => {
    const values = of.condition ? proofValues(of.condition, siblings).good : [undefined];
    for (const value of values) {
      const plan = attempt(() =>
        value === undefined
          ? planAgainst(of, world, setup, manner, now)
          : planFor(of, value, world, setup, manner, now),
      );
      if (plan instanceof Plan) return plan;
    }
    return undefined;
  };
  const plan = badPlan(manner);
  const before = start > 0 ? goodPlan(rule, start) : undefined;
  return {
    bad: () => sourcesOf(plan, before, setup),
    good: now => {
      const good = goodPlan(rule, now);
      return good && sourcesOf(good, before, setup);
    },
    over: now => goodPlan(milder(rule, siblings), now),
    born: () => {
      const birth = attempt(() => badPlan({ ...manner, births: true }));
      if (birth instanceof Unsolved || ![...birth.demands.values()].some(d => birth.isBorn(d))) return undefined;
      return sourcesOf(birth, before, setup);
    },
  };
}
