import type { World } from '../../catalog/world.js';
import { formatDuration } from '../../core/durations.js';
import { formatNumber } from '../../promql/numbers.js';
import { toRecord } from '../engine/labels.js';
import type { Active } from '../engine/simulate.js';
import type { AlertingRule } from '../model.js';
import { born } from './births.js';
import { add, begin, type Case, deadline, type Fired } from './case.js';
import { neverClears, neverFires, neverQuiet, quietEmpty, unsolved, whenMissing } from './failures.js';
import { type Inputs, inputsFor } from './inputs.js';
import { atLimit } from './limit.js';
import type { Setup } from './run.js';
import { structure } from './structure.js';
import { limitText, sameMeasure } from './values.js';

/** The tests of one rule, and what could not be shown. */
export type Proof = Pick<Case, 'groups' | 'failures'>;

/**
 * Proves one rule: that it fires and clears, stays quiet within its limit, and what it does without its series; and,
 * once for each ladder, what several series, restarts, no traffic and half of the input do to it.
 */
export function prove(rule: AlertingRule, siblings: readonly AlertingRule[], world: World, setup: Setup): Proof {
  const proof: Case = { rule, siblings, world, setup, groups: [], failures: [] };
  const { ways, why } = inputsFor(rule, siblings, world, setup);
  for (const inputs of ways) {
    const fired = fires(proof, inputs);
    if (fired === undefined) continue;
    if (!quiet(fired)) atLimit(fired);
    missing(fired);
    born(fired);
    if (isFirstOfLadder(rule, siblings)) structure(fired);
    return proof;
  }
  return { groups: [], failures: [ways.length === 0 && why ? unsolved(why) : neverFires(rule)] };
}

/** Only that it fires after its `for` and clears after its keepFiringFor, to the evaluation. */
export function proveWaits(rule: AlertingRule, siblings: readonly AlertingRule[], world: World, setup: Setup): Proof {
  const proof: Case = { rule, siblings, world, setup, groups: [], failures: [] };
  inputsFor(rule, siblings, world, setup).ways.find(inputs => fires(proof, inputs) !== undefined);
  return proof;
}

/** Rungs of one ladder look at the same value: what does not depend on the limit is shown once. */
function isFirstOfLadder(rule: AlertingRule, siblings: readonly AlertingRule[]): boolean {
  const { condition } = rule;
  if (!condition) return true;
  return siblings.find(s => s.condition && sameMeasure(s.condition, condition)) === rule;
}

/** Fires once the condition has held for long enough, and clears when it is over. */
function fires(proof: Case, inputs: Inputs): Fired | undefined {
  const { rule, setup } = proof;
  const { for: hold, keepFiringFor: keep, condition, whenMissing: missing } = rule;
  const run = begin(proof, inputs.bad());
  const end = deadline(proof, setup.start);
  run.until(() => run.holds(rule), end);
  if (hold.ms > 0) run.expectNow();
  if (!run.fires(rule) && !run.until(() => run.fires(rule), end)) return undefined;
  const fired = run.time;
  const labels = toRecord((run.alertsOf(rule)[0] as Active).sample.labels);
  if (hold.ms > 0) run.expectBefore();
  run.expectNow();
  run.expectRecorded();
  const over = inputs.over(deadline(proof, fired) - hold.ms);
  if (over) {
    run.turnTo(over);
    if (!run.until(() => !run.holds(rule), deadline(proof, fired))) proof.failures.push(neverClears);
    run.expectBefore();
    run.expectNow();
  }
  const limit = condition ? ` ${limitText(condition)}` : '';
  const after = hold.ms > 0 ? `only after ${formatDuration(hold)}` : 'at once';
  const clears = keep ? `clears when it has been over for ${formatDuration(keep)}` : 'clears when it is over';
  const always = missing.does === 'fires' ? missing.because : '';
  add(proof, run, `fires${limit} ${after}`, over ? clears : always);
  return { ...proof, inputs, fired, labels };
}

/** Stays quiet just within the limit, for as long as it took to fire and longer. Returns whether that was at the limit. */
function quiet(proof: Fired): boolean {
  const { rule, setup, inputs, fired } = proof;
  const end = fired + rule.for.ms + 3 * setup.step;
  const sources = inputs.good(end);
  if (!sources) return false;
  const run = begin(proof, sources);
  const wrong = run.until(() => run.fires(rule), end);
  run.expectNow();
  if (wrong || run.holds(rule)) proof.failures.push(neverQuiet);
  if (!rule.condition) {
    add(proof, run, 'quiet when all is well');
    return false;
  }
  const { value: node, threshold } = rule.condition;
  const value = run.value(node);
  if (value === undefined) proof.failures.push(quietEmpty(node));
  const exact = value === threshold.value;
  add(proof, run, `quiet ${exact ? 'exactly at' : 'just within'} its limit of ${formatNumber(threshold.value)}`);
  return exact;
}

/** What it does when every series ends. */
function missing(proof: Fired): void {
  const { rule, setup, inputs, fired } = proof;
  const { does, because } = rule.whenMissing;
  const { start, step } = setup;
  const sources = does === 'fires' ? inputs.good(deadline(proof, start)) : inputs.bad();
  if (!sources || sources.length === 0) return;
  const run = begin(proof, sources);
  run.to(does === 'fires' ? start + 5 * step : fired);
  run.expectNow();
  run.turnTo('gone');
  const done = () => (does === 'fires' ? run.fires(rule) : !run.holds(rule));
  if (!run.until(done, deadline(proof, run.time))) proof.failures.push(whenMissing(rule));
  run.expectBefore();
  run.expectNow();
  add(proof, run, `${does} when its series end: ${because}`);
}
