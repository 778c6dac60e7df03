import type { World } from '../../catalog/world.js';
import { formatDuration } from '../../core/durations.js';
import type { Node } from '../../promql/ast.js';
import { formatNumber } from '../../promql/numbers.js';
import type { AlertingRule, SeriesSpec } from '../model.js';
import { reach } from './closure.js';
import { GivenSource, type Phase } from './input.js';
import { Plan, Unsolved } from './plan.js';
import { Run, type Setup, type TestGroup } from './run.js';
import { limitText, milder, proofValues } from './values.js';
import { attempt, type Manner, manners, planAgainst, planFor, sourcesOf } from './witness.js';

/** Why an alert could not be proven. */
export interface Failure {
  readonly id: string;
  readonly message: string;
  readonly fix: string;
  /** The part of the expression that it is about, where that is known. */
  readonly node?: Node;
}

/** The tests of one rule, and what could not be shown. */
export interface Proof {
  readonly groups: readonly TestGroup[];
  readonly failures: readonly Failure[];
}

const own = 'give the alert its own input (given)';

/** Proves one rule: that it fires and clears, stays quiet just within its limit, and what it does without its series. */
export class Prover {
  private readonly failures: Failure[] = [];
  private readonly groups: TestGroup[] = [];
  private readonly limit: string;
  private readonly quietly: string;
  private readonly values: { readonly bad: number | undefined; readonly good: readonly (number | undefined)[] };

  constructor(
    private readonly rule: AlertingRule,
    private readonly siblings: readonly AlertingRule[],
    private readonly world: World,
    private readonly setup: Setup,
  ) {
    const { condition } = rule;
    this.values = condition ? proofValues(condition, siblings) : { bad: undefined, good: [undefined] };
    this.limit = condition ? ` ${limitText(condition)}` : '';
    this.quietly = condition
      ? `quiet just within its limit of ${formatNumber(condition.threshold.value)}`
      : 'quiet when all is well';
  }

  prove(): Proof {
    if (this.rule.given) this.withGiven(this.rule.given);
    else {
      const witness = this.fires();
      if (witness) {
        this.quiet(witness);
        this.missing(witness);
        this.born(witness);
      }
    }
    return { groups: this.groups, failures: this.failures };
  }

  /** Fires once the condition has held for long enough, and clears when it is over. */
  private fires(): Witness | undefined {
    let failure: Failure | undefined;
    for (const manner of manners(this.setup)) {
      const plan = attempt(() => this.bad(manner, this.setup.start));
      if (plan instanceof Unsolved) {
        failure ??= this.unsolved(plan);
        continue;
      }
      const before = this.setup.start > 0 ? this.good(manner, this.setup.start) : undefined;
      const run = this.run([{ from: 0, plan }], before);
      if (!run.until(() => run.fires(this.rule), this.deadline(this.setup.start))) {
        failure = {
          id: 'proof/never-fires',
          message: 'the alert does not fire on input that should make it fire',
          fix: `check that its condition can hold for ${formatDuration(this.rule.for)}, or ${own}`,
        };
        continue;
      }
      const witness = { manner, plan, before, fired: run.time };
      this.firesAndClears(witness);
      return witness;
    }
    if (failure) this.failures.push(failure);
    return undefined;
  }

  private firesAndClears(witness: Witness): void {
    const { manner, plan, before, fired } = witness;
    const over = fired + this.setup.step;
    const end = this.deadline(over) - this.rule.for.ms;
    const good = this.good(manner, end, milder(this.rule, this.siblings));
    const phases: Phase[] = [{ from: 0, plan }, ...(good ? [{ from: over, plan: good }] : [])];
    const run = this.run(phases, before);
    run.until(() => run.holds(this.rule), fired);
    if (this.rule.for.ms > 0) run.expectNow();
    run.to(fired);
    if (this.rule.for.ms > 0) run.expectBefore();
    run.expectNow();
    if (good) {
      if (run.until(() => !run.holds(this.rule), this.deadline(over))) {
        run.expectBefore();
        run.expectNow();
      } else {
        this.failures.push({
          id: 'proof/never-clears',
          message: 'the alert goes on firing after its condition is over',
          fix: `let the expression return nothing then, or ${own}`,
        });
      }
    }
    const { for: hold, keepFiringFor: keep } = this.rule;
    const after = hold.ms > 0 ? `only after ${formatDuration(hold)}` : 'at once';
    const clears = !good
      ? ''
      : keep
        ? `; clears when it has been over for ${formatDuration(keep)}`
        : '; clears when it is over';
    const why = this.rule.whenMissing;
    const always = good ? '' : `; ${why.because}`;
    this.add(run, `fires${this.limit} ${after}${clears}${always}`);
  }

  /** Stays quiet just within the limit, for as long as it took to fire and longer. */
  private quiet({ manner, before, fired }: Witness): void {
    const end = fired + this.rule.for.ms + 3 * this.setup.step;
    const plan = this.good(manner, end);
    if (!plan) return;
    const run = this.run([{ from: 0, plan }], before);
    let wrong = false;
    while (run.time < end) {
      run.advance();
      wrong ||= run.fires(this.rule);
    }
    run.expectNow();
    if (wrong || run.holds(this.rule)) {
      this.failures.push({
        id: 'proof/never-quiet',
        message: 'the alert holds on input that is within its limit',
        fix: `check the expression, or ${own}`,
      });
    }
    const measured = this.rule.condition?.value;
    if (measured && run.value(measured) === undefined) {
      this.failures.push({
        id: 'proof/quiet-empty',
        message: 'the input within the limit gives no value at all',
        fix: own,
        node: measured,
      });
    }
    this.add(run, this.quietly);
  }

  /** What it does when every series ends. */
  private missing({ manner, plan, before, fired }: Witness): void {
    const { does, because } = this.rule.whenMissing;
    const first = does === 'fires' ? this.good(manner, this.deadline(this.setup.start)) : plan;
    if (!first || first.demands.size === 0) return;
    const over = (does === 'fires' ? this.setup.start + 5 * this.setup.step : fired) + this.setup.step;
    const run = this.run(
      [
        { from: 0, plan: first },
        { from: over, plan: 'gone' },
      ],
      before,
    );
    run.to(over - this.setup.step);
    run.expectNow();
    const done = () => (does === 'fires' ? run.fires(this.rule) : !run.holds(this.rule));
    if (run.until(done, this.deadline(over))) {
      run.expectBefore();
      run.expectNow();
    } else {
      const other = does === 'fires' ? 'does not fire' : 'goes on firing';
      this.failures.push({
        id: 'proof/when-missing',
        message: `whenMissing says that the alert ${does}, but it ${other} when its series end`,
        fix: 'state what it does, or change the expression',
      });
    }
    this.add(run, `${does} when its series end: ${because}`);
  }

  /** A counter whose series begins with the event. */
  private born({ manner, before }: Witness): void {
    const plan = attempt(() => this.bad({ ...manner, births: true }, this.setup.start));
    if (plan instanceof Unsolved || ![...plan.demands.values()].some(d => plan.isBorn(d))) return;
    const run = this.run([{ from: 0, plan }], before);
    if (run.until(() => run.fires(this.rule), this.deadline(this.setup.start))) {
      run.expectNow();
      this.add(run, 'fires for a counter that is born with the event');
    }
  }

  private withGiven(given: (value: number) => readonly SeriesSpec[]): void {
    const { bad = 1, good } = this.values;
    const source = (value: number, gone = Infinity) =>
      given(value).map(s => new GivenSource(s, this.setup.interval, gone));
    const run = new Run(this.setup, source(bad));
    if (!run.until(() => run.fires(this.rule), this.deadline(this.setup.start))) {
      this.failures.push({
        id: 'proof/never-fires',
        message: 'the alert does not fire on its given input',
        fix: 'change given',
      });
      return;
    }
    if (this.rule.for.ms > 0) run.expectBefore();
    run.expectNow();
    this.add(run, `fires${this.limit}`);
    const fired = run.time;
    const quiet = new Run(this.setup, source(good[0] ?? 0));
    quiet.to(fired + this.rule.for.ms + 3 * this.setup.step);
    quiet.expectNow();
    this.add(quiet, this.quietly);
    const missing = new Run(this.setup, source(bad, fired + this.setup.step));
    missing.to(fired);
    const { does, because } = this.rule.whenMissing;
    missing.until(() => missing.fires(this.rule) === (does === 'fires'), this.deadline(fired));
    missing.expectNow();
    this.add(missing, `${does} when its series end: ${because}`);
  }

  private bad(manner: Manner, now: number): Plan {
    return planFor(this.rule, this.values.bad, this.world, this.setup, manner, now);
  }

  /** Undefined where nothing can make the alert quiet. */
  private good(manner: Manner, now: number, rule: AlertingRule = this.rule): Plan | undefined {
    const values = rule.condition ? proofValues(rule.condition, this.siblings).good : [undefined];
    for (const value of values) {
      const plan = attempt(() =>
        value === undefined
          ? planAgainst(rule, this.world, this.setup, manner, now)
          : planFor(rule, value, this.world, this.setup, manner, now),
      );
      if (plan instanceof Plan) return plan;
    }
    return undefined;
  }

  private run(phases: readonly Phase[], before: Plan | undefined): Run {
    const run = new Run(this.setup, sourcesOf(phases, before, this.setup));
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

  private unsolved(cause: Unsolved): Failure {
    return { id: 'proof/unsolved', message: `no input can be derived: ${cause.message}`, fix: own, node: cause.node };
  }

  private add(run: Run, name: string): void {
    const { severity, labels } = this.rule;
    const which = Object.values(labels).map(value => `, ${value}`);
    this.groups.push(run.group(`${severity}${which.join('')}: ${name}`));
  }
}

/** Input on which an alert fires, and when it first did; milliseconds. */
interface Witness {
  readonly manner: Manner;
  readonly plan: Plan;
  /** What goes on before, where the past matters. */
  readonly before: Plan | undefined;
  readonly fired: number;
}
