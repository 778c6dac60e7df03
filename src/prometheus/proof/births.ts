import { get } from '../engine/labels.js';
import { add, begin, deadline, type Fired } from './case.js';
import { sitePreferences } from './choose.js';
import type { Derived } from './inputs.js';
import type { Plan } from './plan.js';
import { precedent, precedents, precedentsOf, withoutPrecedents } from './precedents.js';
import { Run } from './run.js';
import { twinsOf } from './twins.js';
import { sourcesOf } from './witness.js';

/** Counters whose series begin with the event: alone, beside others, and after a gap. */
export function born(proof: Fired): void {
  const { inputs } = proof;
  const birth = inputs.born();
  if (!birth || !inputs.derived) return;
  alone(proof, birth, inputs.derived);
  besideOthers(proof, birth, inputs.derived);
  afterGap(proof, birth, inputs.derived);
  precedents(proof, birth);
}

function alone(proof: Fired, birth: Plan, { sources }: Derived): void {
  const { rule, setup } = proof;
  const run = begin(proof, sources(birth));
  if (!run.until(() => run.fires(rule), deadline(proof, setup.start))) return;
  run.expectNow();
  const clears = run.until(() => !run.holds(rule), deadline(proof, run.time));
  if (clears) {
    run.expectBefore();
    run.expectNow();
  }
  add(proof, run, 'fires for a counter that is born with the event', clears ? 'clears when that is past' : '');
}

/** Others that have been there all the time, and count on: neither hides the other. */
function besideOthers(proof: Fired, birth: Plan, { plan, before, sources }: Derived): void {
  const { rule, setup } = proof;
  const prefer = sitePreferences(setup.site);
  const { twinned, labels } = twinsOf(plan, prefer);
  const own = new Set(birth.demands.keys());
  const others = twinned.copy();
  for (const key of plan.demands.keys()) others.demands.delete(key);
  if (labels.length === 0 || [...others.demands.keys()].some(key => own.has(key))) return;
  const past = before && twinsOf(before, prefer).twinned;
  for (const key of before?.demands.keys() ?? []) past?.demands.delete(key);
  const run = begin(proof, [...sources(birth), ...sources(others, past)]);
  if (!run.until(() => run.firesFor(rule, proof.labels), deadline(proof, setup.start))) return;
  run.expectNow();
  add(proof, run, `fires for a counter that is born beside others that differ in ${labels.join(', ')}`);
}

/** A series that was away for a while: its old events are new ones only when it was away for longer than births reach back. */
function afterGap(proof: Fired, birth: Plan, { plan, before }: Derived): void {
  const { rule, setup } = proof;
  const born = withoutPrecedents(birth);
  const absences = [...born.demands.values()].flatMap(d => birth.pastAbsences(d));
  const window = Math.max(...absences.map(a => a.window));
  const reach = Math.max(...absences.map(a => a.offset + a.window));
  const quiet = before ?? plan;
  const old = precedentsOf(birth);
  const names = new Set(old.map(({ series }) => series.name));
  if (window <= 4 * setup.step) return;
  for (const gap of [window - 2 * setup.step, reach + 2 * setup.step]) {
    const fromZero = { ...setup, start: 0, warm: 0 };
    const others = old.map(demand => precedent(demand, fromZero));
    const run = new Run(fromZero, [...sourcesOf(quiet, undefined, fromZero), ...others]);
    run.to(setup.step);
    run.end(labels => !names.has(get(labels, '__name__')));
    run.to(setup.step + gap);
    run.turnTo(quiet);
    run.until(() => run.fires(rule), run.time + rule.for.ms + 3 * setup.step);
    run.expectNow();
    const outcome = run.fires(rule) ? 'fires' : 'quiet';
    add(proof, run, `${outcome} when a series is back after ${gap > reach ? 'more' : 'less'} than it counts as known`);
  }
}
