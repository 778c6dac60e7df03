import type { Rule, RuleGroup } from '../prometheus/model.js';
import type { Mutant } from '../prometheus/mutation/model.js';
import { mutantsOf } from '../prometheus/mutation/mutants.js';
import type { Suite } from '../prometheus/mutation/suite.js';
import { nameOf } from '../prometheus/names.js';
import { ruleEntry } from '../prometheus/render.js';
import { hash } from './manifest.js';
import type { Project } from './model.js';

/** A mutant of one of the project's rules. */
export interface Case {
  /** Its place in the list of all mutants of the project: the same in every thread. */
  readonly index: number;
  readonly group: RuleGroup;
  readonly original: Rule;
  readonly mutant: Mutant;
}

/** All mutants of a project, rule by rule. */
export function casesOf({ groups, world }: Project): Case[] {
  const all = groups.flatMap(group =>
    group.rules.flatMap(original => mutantsOf(original, group, world).map(mutant => ({ group, original, mutant }))),
  );
  return all.map((one, index) => ({ index, ...one }));
}

/** Things by rule, in the order in which the rules come first. */
export function byRule<T>(things: readonly T[], ruleOf: (thing: T) => Rule): Map<Rule, T[]> {
  const rules = new Map<Rule, T[]>();
  for (const thing of things) {
    const own = rules.get(ruleOf(thing));
    if (own) own.push(thing);
    else rules.set(ruleOf(thing), [thing]);
  }
  return rules;
}

/** Whether a rule is meant by the text that somebody typed. */
export const isMeant = (rule: Rule, filter: string): boolean =>
  nameOf(rule).toLowerCase().includes(filter.toLowerCase());

/** What decides how a mutant fares: equal keys, equal verdicts. */
export function keyer(suite: Suite, site: Project['site']): (one: Case) => string {
  const contexts = new Map<Rule, string>();
  return ({ original, mutant }) => {
    const context = contexts.get(original) ?? hash(suite.contextOf(original));
    contexts.set(original, context);
    return hash(`${context}\0${JSON.stringify([ruleEntry(original, site), ruleEntry(mutant.rule, site)])}`).slice(
      0,
      24,
    );
  };
}
