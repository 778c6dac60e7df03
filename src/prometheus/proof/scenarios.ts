import type { World } from '../../catalog/world.js';
import { formatDuration } from '../../core/durations.js';
import { formatNumber } from '../../promql/numbers.js';
import type { AlertingRule } from '../model.js';
import { reach } from './closure.js';
import { type Failure, neverClears, neverFires, neverQuiet, quietEmpty, unsolved, whenMissing } from './failures.js';
import type { Source } from './input.js';
import { type Inputs, inputsFor } from './inputs.js';
import { Run, type Setup, type TestGroup } from './run.js';
import { limitText } from './values.js';

/** The tests of one rule, and what could not be shown. */
export interface Proof {
  readonly groups: readonly TestGroup[];
  readonly failures: readonly Failure[];
}

/** Proves one rule: that it fires and clears, stays quiet just within its limit, and what it does without its series. */
export class Prover {
  private readonly failures: Failure[] = [];
  private readonly groups: TestGroup[] = [];

  constructor(
    private readonly rule: AlertingRule,
    private readonly siblings: readonly AlertingRule[],
    private readonly world: World,
    private readonly setup: Setup,
  ) {}

  prove(): Proof {
    const { ways, why } = inputsFor(this.rule, this.siblings, this.world, this.setup);
    for (const inputs of ways) {
      const fired = this.fires(inputs);
      if (fired === undefined) continue;
      this.quiet(inputs, fired);
      this.missing(inputs, fired);
      this.born(inputs);
      return { groups: this.groups, failures: this.failures };
    }
    return { groups: [], failures: [ways.length === 0 && why ? unsolved(why) : neverFires(this.rule)] };
  }

  /** Fires once the condition has held for long enough, and clears when it is over. Returns when it first fired. */
  private fires(inputs: Inputs): number | undefined {
    const { for: hold, keepFiringFor: keep, condition, whenMissing: missing } = this.rule;
    const run = this.run(inputs.bad());
    const deadline = this.deadline(this.setup.start);
    run.until(() => run.holds(this.rule), deadline);
    if (hold.ms > 0) run.expectNow();
    if (!run.fires(this.rule) && !run.until(() => run.fires(this.rule), deadline)) return undefined;
    const fired = run.time;
    if (hold.ms > 0) run.expectBefore();
    run.expectNow();
    const over = inputs.over(this.deadline(fired) - hold.ms);
    if (over) {
      run.turnTo(over);
      if (!run.until(() => !run.holds(this.rule), this.deadline(fired))) this.failures.push(neverClears);
      run.expectBefore();
      run.expectNow();
    }
    const limit = condition ? ` ${limitText(condition)}` : '';
    const after = hold.ms > 0 ? `only after ${formatDuration(hold)}` : 'at once';
    const clears = keep ? `clears when it has been over for ${formatDuration(keep)}` : 'clears when it is over';
    const always = missing.does === 'fires' ? missing.because : '';
    this.add(run, [`fires${limit} ${after}`, over ? clears : always]);
    return fired;
  }

  /** Stays quiet just within the limit, for as long as it took to fire and longer. */
  private quiet(inputs: Inputs, fired: number): void {
    const end = fired + this.rule.for.ms + 3 * this.setup.step;
    const sources = inputs.good(end);
    if (!sources) return;
    const run = this.run(sources);
    const wrong = run.until(() => run.fires(this.rule), end);
    run.expectNow();
    if (wrong || run.holds(this.rule)) this.failures.push(neverQuiet);
    const { condition } = this.rule;
    if (condition && run.value(condition.value) === undefined) this.failures.push(quietEmpty(condition.value));
    const limit = condition && formatNumber(condition.threshold.value);
    this.add(run, [limit === undefined ? 'quiet when all is well' : `quiet just within its limit of ${limit}`]);
  }

  /** What it does when every series ends. */
  private missing(inputs: Inputs, fired: number): void {
    const { does, because } = this.rule.whenMissing;
    const { start, step } = this.setup;
    const sources = does === 'fires' ? inputs.good(this.deadline(start)) : inputs.bad();
    if (!sources || sources.length === 0) return;
    const run = this.run(sources);
    run.to(does === 'fires' ? start + 5 * step : fired);
    run.expectNow();
    run.turnTo('gone');
    const done = () => (does === 'fires' ? run.fires(this.rule) : !run.holds(this.rule));
    if (!run.until(done, this.deadline(run.time))) this.failures.push(whenMissing(this.rule));
    run.expectBefore();
    run.expectNow();
    this.add(run, [`${does} when its series end: ${because}`]);
  }

  /** A counter whose series begins with the event. */
  private born(inputs: Inputs): void {
    const sources = inputs.born();
    if (!sources) return;
    const run = this.run(sources);
    if (!run.until(() => run.fires(this.rule), this.deadline(this.setup.start))) return;
    run.expectNow();
    this.add(run, ['fires for a counter that is born with the event']);
  }

  private run(sources: Source[]): Run {
    const run = new Run(this.setup, sources);
    // What the past does at the edge of the data is no part of the proof.
    run.to(this.setup.start - this.setup.step);
    return run;
  }

  /** By when something has happened that follows from what was put in at a time. */
  private deadline(from: number): number {
    const { rules, writers } = this.setup.closure;
    const windows = rules.reduce((sum, rule) => sum + reach(rule.expr, writers).window, 0);
    const { for: hold, keepFiringFor: keep } = this.rule;
    return from + windows + hold.ms + (keep?.ms ?? 0) + 300_000 + 5 * this.setup.step;
  }

  private add(run: Run, name: readonly string[]): void {
    const { severity, labels } = this.rule;
    const which = [severity, ...Object.values(labels)].join(', ');
    this.groups.push(run.group(`${which}: ${name.filter(part => part !== '').join('; ')}`));
  }
}
