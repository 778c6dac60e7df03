import type { LabelSpec } from '../../catalog/labels.js';
import type { Site } from '../../catalog/site.js';
import type { KnownSeries } from '../../catalog/world.js';
import type { VectorSelector } from '../../promql/ast.js';
import { matches, Unsolved } from './plan.js';

/** Values that proofs take first, by label: the same everywhere, so that joins match. */
export type Preferences = Readonly<Record<string, readonly string[]>>;

const ordinals = ['second', 'third', 'fourth', 'fifth'];
const andOthers = (target: string) => [target, ...ordinals.map(ordinal => `${ordinal}-${target}`)];

/** The site's own jobs and targets, and others made up, since it may have one only. */
export function sitePreferences(site: Site): Preferences {
  const jobs = Object.entries<readonly string[]>(site.jobs);
  const [, targets = []] = jobs[0] ?? [];
  return {
    job: [...jobs.map(([job]) => job), ...foreign.job],
    instance: [...targets, ...andOthers(targets[0] ?? 'target').slice(1)],
  };
}

/** A job that the site does not know: what is configured by job is not there. */
const foreign = { job: ['another-job', 'third-job'], instance: andOthers('another-host:9090') };
export const foreignPreferences: Preferences = foreign;

/**
 * Labels for a series that a selector is to select: what its matchers and the surroundings fix, and for the others the
 * first value that passes.
 */
export function chooseLabels(
  selector: VectorSelector,
  known: KnownSeries,
  fixed: Readonly<Record<string, string>>,
  prefer: Preferences,
): Record<string, string> {
  const chosen: Record<string, string> = {};
  for (const [label, spec] of Object.entries(known.labels)) {
    const matchers = selector.matchers.filter(m => m.label === label);
    const equal = matchers.find(m => m.op === '=')?.value;
    const given = fixed[label];
    const candidates =
      given !== undefined ? [given] : equal !== undefined ? [equal] : candidatesOf(label, spec, prefer);
    const inPattern =
      given === undefined ? matchers.filter(m => m.op === '=~').flatMap(m => alternatives(m.value)) : [];
    const value = [...candidates, ...inPattern].find(v => matchers.every(m => matches(m, v)));
    if (value === undefined) throw new Unsolved(selector, `no value of ${label} passes`);
    chosen[label] = value;
  }
  for (const matcher of selector.matchers) {
    if (!(matcher.label in known.labels) && !matches(matcher, '')) {
      throw new Unsolved(selector, `${known.name} has no label ${matcher.label}`);
    }
  }
  return chosen;
}

/** The values that a label can take, those first that proofs prefer. */
export function candidatesOf(label: string, spec: LabelSpec, prefer: Preferences): readonly string[] {
  const values = spec.kind === 'closed' ? spec.values : spec.examples;
  return [...(prefer[label] ?? []), ...values];
}

/** The plain alternatives of a pattern such as `a|b\.c`. */
function alternatives(pattern: string): string[] {
  return pattern
    .split('|')
    .map(text => text.replace(/\\(.)/g, '$1'))
    .filter(text => text !== '');
}
