import type { World } from '../../catalog/world.js';
import { once } from '../../core/once.js';
import type { RecordingRule } from '../model.js';
import { Plan } from './plan.js';
import { Run, type Setup, type TestGroup } from './run.js';
import { attempt, type Manner, manners, planFor, sourcesOf, type Task, type Wish } from './witness.js';

/** Everything that the tests of one recording rule need. */
export interface Recording {
  readonly rule: RecordingRule;
  readonly world: World;
  readonly setup: Setup;
  readonly groups: TestGroup[];
  /** The labels of its first series on plain input, without those that the rule sets. */
  labels: Readonly<Record<string, string>>;
}

/** A value that is not 1, so that it matters which side of a division is which. */
export function typicalGoal({ series }: RecordingRule): number {
  const [low, high] = series.range;
  return 1.25 >= low && 1.25 <= high ? 1.25 : 0.75;
}

/** How to solve for the rule. */
export function taskOf({ world, setup }: Recording, change: Partial<Manner>): Task {
  const manner = { ...manners(setup)[0], jumps: false, ...change };
  return { world, writers: setup.closure.writers, manner, hold: 0 };
}

/** Input that brings the rule, or a part of its expression, to a value. @throws Unsolved */
export function planOf(
  recording: Recording,
  change: Partial<Manner>,
  value: Wish['value'],
  node = recording.rule.expr,
): Plan {
  return planFor(taskOf(recording, change), recording.setup.start, { node, value, labels: {} });
}

/** The same; undefined where there is none. */
export function solve(recording: Recording, change: Partial<Manner>, value: Wish['value']): Plan | undefined {
  const plan = attempt(() => planOf(recording, change, value));
  return plan instanceof Plan ? plan : undefined;
}

/** Runs until windows are full, changes what is to change, and expects what is written then. Whether there was anything. */
export function test(
  { rule, setup, groups }: Recording,
  plan: Plan,
  what: string,
  change?: (run: Run) => void,
  horizon?: number,
): boolean {
  const run = new Run(setup, sourcesOf(plan, undefined, setup, horizon));
  const settled = setup.start + setup.settle;
  run.to(settled);
  if (change) {
    run.expectWritten(rule, true);
    change(run);
    run.to(run.time + setup.settle);
  }
  const seen = run.expectWritten(rule, true);
  const group = run.group(`${nameOfRecord(rule)}: ${what}`);
  if (!groups.some(g => isSameTest(g, group))) groups.push(group);
  return seen;
}

/** `name{label="value"}`, with the labels that the rule sets. */
export function nameOfRecord({ series, labels }: RecordingRule): string {
  const own = Object.entries(labels).map(([label, value]) => `${label}="${value}"`);
  return `${series.name}${own.length > 0 ? `{${own.join(', ')}}` : ''}`;
}

/** Whether two tests differ in name only. */
const isSameTest = (a: TestGroup, b: TestGroup): boolean => shownBy(a) === shownBy(b);

const shownBy = once((test: TestGroup) => JSON.stringify({ ...test, name: '' }));
