import { add, begin, deadline, type Fired } from './case.js';
import { candidatesOf, type Preferences, sitePreferences } from './choose.js';
import { masked, merged } from './failures.js';
import type { Demand } from './plan.js';
import { longPast } from './setup.js';
import { twinsOf } from './twins.js';

/** One bad label set beside good ones raises one alert; several bad ones raise one each. */
export function labelSets(proof: Fired): void {
  const { rule, setup, inputs, labels } = proof;
  if (!inputs.derived) return;
  const { plan, sources } = inputs.derived;
  const varied = Object.keys(labels).flatMap(label => {
    const value = otherValue([...plan.demands.values()], label, labels[label] as string, sitePreferences(setup.site));
    return value === undefined ? [] : [{ label, set: { ...labels, [label]: value } }];
  });
  for (const allBad of setup.start > longPast ? [true] : [false, true]) {
    const found = inputs.derived.labelSets([labels, ...varied.map(v => v.set)], allBad);
    // A label set that nothing can be had for is not there: an alert of this site's job only has no second job.
    const others = varied.filter(({ label, set }) =>
      [...(found?.plan.demands.values() ?? [])].some(d => d.labels[label] === set[label]),
    );
    if (!found || others.length === 0) return;
    const run = begin(proof, sources(found.plan, found.before));
    const wanted = allBad ? others.length + 1 : 1;
    run.until(() => run.firing(rule) >= wanted, deadline(proof, setup.start));
    run.expectNow();
    if (!run.firesFor(rule, labels)) proof.failures.push(masked(labels));
    else if (run.firing(rule) < wanted) proof.failures.push(merged(wanted, run.firing(rule)));
    // What moves (a trend) does not stay within its limit for as long as the other one needs to fire.
    if (run.alertsOf(rule).length !== wanted) continue;
    const differ = others.map(o => o.label).join(', ');
    add(proof, run, allBad ? `one alert for each bad ${differ}` : `one bad ${differ} beside good ones: one alert`);
  }
}

/** For each label the same set with another value of it, as far as the input can have one. */
export function otherSets(
  labels: Readonly<Record<string, string>>,
  demands: readonly Demand[],
  prefer: Preferences,
): Readonly<Record<string, string>>[] {
  return Object.entries(labels).flatMap(([label, own]) => {
    const value = otherValue(demands, label, own, prefer);
    return value === undefined ? [] : [{ ...labels, [label]: value }];
  });
}

/** Another value that a label of the input can take. */
function otherValue(demands: readonly Demand[], label: string, value: string, prefer: Preferences): string | undefined {
  const spec = demands.find(d => d.labels[label] === value)?.series.labels[label];
  if (!spec) return undefined;
  const taken = new Set(demands.map(d => d.labels[label]));
  return candidatesOf(label, spec, prefer).find(v => !taken.has(v));
}

/** The value made up of several series: a sum of parts, the highest of several. */
export function spreadOut(proof: Fired): void {
  const { rule, setup, inputs } = proof;
  if (!inputs.derived) return;
  const { bad, good, plan, sources } = inputs.derived;
  const spread = bad({ spread: true });
  if (!spread || spread.demands.size <= plan.demands.size) return;
  const before = setup.start > 0 ? good({ spread: true }, setup.start) : undefined;
  const run = begin(proof, sources(spread, before));
  if (!run.until(() => run.fires(rule), deadline(proof, setup.start))) return;
  run.expectNow();
  add(proof, run, 'fires for a value made up of several series');
}

/** For every label, the same series again with another value of it, moving in another way: selected, summed or passed over. */
export function twins(proof: Fired): void {
  const { setup, inputs, fired } = proof;
  if (!inputs.derived) return;
  const { plan, before, sources } = inputs.derived;
  const { labels, twinned } = twinsOf(plan, sitePreferences(setup.site));
  if (labels.length === 0) return;
  const past = before && twinsOf(before, sitePreferences(setup.site)).twinned;
  const run = begin(proof, sources(twinned, past));
  run.to(fired);
  run.expectNow();
  add(proof, run, `beside other series that differ in ${labels.join(', ')}`);
}
