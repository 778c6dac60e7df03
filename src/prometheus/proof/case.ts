import type { World } from '../../catalog/world.js';
import type { AlertingRule } from '../model.js';
import { reach } from './closure.js';
import type { Failure } from './failures.js';
import type { Source } from './input.js';
import type { Inputs } from './inputs.js';
import { Run, type Setup, type TestGroup } from './run.js';

/** The proof of one rule while it is made. */
export interface Case {
  readonly rule: AlertingRule;
  readonly siblings: readonly AlertingRule[];
  readonly world: World;
  readonly setup: Setup;
  readonly groups: TestGroup[];
  readonly failures: Failure[];
}

/** A rule that input has been seen to bring to firing. */
export interface Fired extends Case {
  readonly inputs: Inputs;
  /** When it first fired. */
  readonly fired: number;
  /** The labels of its series then, without those that the rule sets. */
  readonly labels: Readonly<Record<string, string>>;
}

/** A run over these series, at the last evaluation before what is to be seen begins. */
export function begin({ setup }: Case, sources: Source[]): Run {
  const run = new Run(setup, sources);
  // What the past does at the edge of the data is no part of the proof.
  run.to(setup.start - setup.step);
  return run;
}

/** By when something has happened that follows from what was put in at a time. */
export function deadline({ setup, rule }: Case, from: number): number {
  const { rules, writers } = setup.closure;
  const windows = rules.reduce((sum, r) => sum + reach(r.expr, writers).window, 0);
  return from + windows + rule.for.ms + (rule.keepFiringFor?.ms ?? 0) + 300_000 + 5 * setup.step;
}

/** How long it takes for a change of the input to be seen everywhere: windows, staleness and the alert's own times. */
export function patience({ setup, rule }: Case): number {
  const windows = setup.closure.rules.map(r => reach(r.expr, setup.closure.writers).window);
  const own = Math.max(0, ...windows.filter(window => window <= 3_600_000));
  return own + rule.for.ms + (rule.keepFiringFor?.ms ?? 0) + 300_000 + 3 * setup.step;
}

/** Adds what a run has seen as a test, named after the rung and what it shows. */
export function add({ rule, groups }: Case, run: Run, ...shown: readonly string[]): void {
  const which = [rule.severity, ...Object.values(rule.labels)].join(', ');
  groups.push(run.group(`${which}: ${shown.filter(part => part !== '').join('; ')}`));
}
