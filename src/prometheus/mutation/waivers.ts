import type { Recorded } from '../../catalog/metrics.js';
import { type CallSite, here } from '../../core/call-site.js';
import { TelltaleError } from '../../core/errors.js';
import { type Finding, placeOf } from '../../core/findings.js';
import { nameOf } from '../names.js';
import type { Mutant } from './model.js';

/** Mutants that no test has to notice, and why. */
export interface Waiver {
  readonly kind: 'waiver';
  /** The name of the alert or of the recorded series. */
  readonly rule: string;
  /** The change as the report shows it: `sum → max`. */
  readonly change: string;
  /** Part of the expression around the change, where the rule has the same change in several places. */
  readonly in: string;
  readonly because: string;
  readonly site: CallSite | undefined;
}

/**
 * Lets mutants of a rule survive, for a reason: `waive('QueueLong', 'max → sum', 'a process has one queue')`. One that
 * no surviving mutant needs is an error. @throws TelltaleError without a reason
 */
export function waive(
  rule: string | Pick<Recorded, 'kind' | 'name'>,
  change: string,
  because: string,
  options: { readonly in?: string } = {},
): Waiver {
  const name = typeof rule === 'string' ? rule : rule.name;
  if (because.trim() === '')
    throw new TelltaleError(`the waiver of "${change}" in ${name} has no reason`, {
      fix: 'say why no test has to notice the change',
    });
  return Object.freeze({ kind: 'waiver', rule: name, change, in: options.in ?? '', because, site: here() });
}

/** Whether a waiver is about a mutant. */
export const covers = (waiver: Waiver, mutant: Mutant): boolean =>
  waiver.rule === nameOf(mutant.rule) && waiver.change === mutant.change && mutant.in.includes(waiver.in);

/** What is wrong with waivers that no surviving mutant needs. */
export function unusedWaiver({ rule, change, site }: Waiver, mutants: readonly Mutant[]): Finding {
  const own = mutants.filter(m => nameOf(m.rule) === rule);
  const known = own.some(m => m.change === change);
  const why =
    own.length === 0 ? 'there is no such rule' : known ? 'tests notice the change' : 'the rule has no such mutant';
  return {
    id: 'mutant/unused-waiver',
    severity: 'error',
    place: placeOf(site, rule),
    message: `nothing needs the waiver of "${change}": ${why}`,
    fix: own.length > 0 && !known ? 'write the change as the report shows it' : 'delete it',
  };
}
