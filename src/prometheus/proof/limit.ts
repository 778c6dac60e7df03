import { formatNumber } from '../../promql/numbers.js';
import { add, begin, type Fired } from './case.js';
import { longPast } from './setup.js';

/** How much of what is free to try, so that the limit itself comes out of floating point: whole, in tens, in binary fractions. */
const scales = [1, 10, 20, 100, 1000, 8, 0.5, 64, 0.015625];

/**
 * Quiet exactly at the limit: the right side of `>` and `>=`. Computed values do not always come to it; where none of
 * the tried inputs does, the test of the nearest value says so.
 */
export function atLimit(proof: Fired): void {
  const { rule, setup, inputs, fired } = proof;
  const { condition } = rule;
  if (!condition || !inputs.derived) return;
  const { exact, sources } = inputs.derived;
  const limit = condition.threshold.value;
  // What costs many steps is not tried often.
  const tries = setup.start > longPast ? scales.slice(0, 3) : scales;
  for (const scale of tries) {
    const plan = exact({ scale }, fired);
    if (!plan) continue;
    const run = begin(proof, sources(plan));
    const there = () => run.time >= fired && run.value(condition.value) === limit && !run.holds(rule);
    if (!run.until(there, fired + 5 * setup.step)) continue;
    run.expectNow();
    add(proof, run, `quiet exactly at its limit of ${formatNumber(limit)}`);
    return;
  }
  const last = proof.groups.pop();
  if (last) {
    proof.groups.push({ ...last, name: `${last.name}, which no input comes to exactly` });
  }
}
