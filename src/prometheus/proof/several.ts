import type { Node } from '../../promql/ast.js';
import { visit } from '../../promql/walk.js';
import { add, begin, deadline, type Fired } from './case.js';
import { candidatesOf, type Preferences, sitePreferences } from './choose.js';
import { masked, merged } from './failures.js';
import type { Demand } from './plan.js';
import { roughTime } from './rough.js';
import { longPast } from './setup.js';
import { halfTwinsOf, othersOf, strangersOf, twinsOf } from './twins.js';

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

/**
 * What a join brings together belongs to one process and one job: it does not take another's for it. And series that a
 * matcher of the rule passes over do not count.
 */
export function strangers(proof: Fired): void {
  const { rule, setup, inputs, fired } = proof;
  if (!inputs.derived) return;
  const { plan, good, sources } = inputs.derived;
  const prefer = sitePreferences(setup.site);
  const joined = joinedOn(rule.expr);
  const quiet = joined.length > 0 ? good({}, setup.start) : undefined;
  const cases = [
    ...halfTwinsOf(plan, joined, prefer),
    ...strangersOf(plan, joined, prefer),
    ...(quiet ? strangersOf(quiet, joined, prefer) : []),
    ...othersOf(plan, matchedIn(rule.expr), prefer),
  ];
  for (const { what, plan: strange } of cases) {
    const run = begin(proof, sources(strange));
    run.to(fired);
    run.expectNow();
    add(proof, run, `${run.fires(rule) ? 'fires' : 'quiet'} when ${what}`);
  }
}

/** The labels that matchers of an expression compare with one value. */
function matchedIn(node: Node): string[] {
  const labels = new Set<string>();
  visit(node, inner => {
    if (inner.kind === 'selector') for (const { label, op } of inner.matchers) if (op === '=') labels.add(label);
  });
  return [...labels].sort();
}

/** The labels that `on` names somewhere in an expression. */
function joinedOn(node: Node): string[] {
  const labels = new Set<string>();
  visit(node, inner => {
    if (inner.kind === 'binary' && inner.matching?.by === 'on') for (const l of inner.matching.labels) labels.add(l);
  });
  return [...labels].sort();
}

/** What it does while everything moves as it likes. A recorded value has such a test of its own. */
export function rough(proof: Fired): void {
  const { rule, setup, inputs } = proof;
  if (!inputs.derived || rule.condition?.value.kind === 'selector') return;
  const { labels, twinned } = twinsOf(inputs.derived.plan, sitePreferences(setup.site));
  const patience = rule.for.ms + (rule.keepFiringFor?.ms ?? 0);
  const { run, looks, window } = roughTime(twinned, setup, patience, labels, rule.name);
  // Nothing lasts for longer than the longest window: what waits longer hardly fires, and its test would show little.
  if (rule.for.ms > window) return;
  for (const look of looks) {
    run.to(look);
    run.expectNow();
  }
  add(proof, run, 'in a rough time');
}
