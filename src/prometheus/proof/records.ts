import type { World } from '../../catalog/world.js';
import { formatDuration, milliseconds } from '../../core/durations.js';
import type { Binary, Node } from '../../promql/ast.js';
import { formatNumber } from '../../promql/numbers.js';
import { print } from '../../promql/print.js';
import { visit } from '../../promql/walk.js';
import type { RecordingRule } from '../model.js';
import { sitePreferences } from './choose.js';
import { comparisonsIn, namesIn, reach } from './closure.js';
import { type Failure, neverRecords, unsolvedRecord } from './failures.js';
import { inputsOf, isSeriesOf } from './parts.js';
import { Plan, Unsolved } from './plan.js';
import { planOf, type Recording, solve, taskOf, test, typicalGoal } from './recording.js';
import { restarted } from './restarts.js';
import { rough } from './rough-record.js';
import { Run, type Setup, type TestGroup } from './run.js';
import { longPast } from './setup.js';
import { otherSets } from './several.js';
import { divides, idle } from './traffic.js';
import { twinsOf } from './twins.js';
import { attempt, type Manner, planFor, sourcesOf, type Wish } from './witness.js';

/** The tests of one recording rule: what it writes on many inputs; and what could not be shown. */
export interface RecordProof {
  readonly groups: readonly TestGroup[];
  readonly failures: readonly Failure[];
}

/** Expects what a recording rule writes: plain, from several series, at the edges of its conditions, and as inputs end. */
export function proveRecord(rule: RecordingRule, world: World, setup: Setup): RecordProof {
  const recording: Recording = { rule, world, setup, groups: [], labels: {} };
  const goal = typicalGoal(rule);
  const plain = plainPlan(recording, goal);
  if (plain) {
    several(recording, plain, goal);
    conditions(recording, plain, goal);
    events(recording, plain);
  }
  const seen = plain !== undefined || afterAnEnd(recording);
  if (seen) return { groups: recording.groups, failures: [] };
  const why = attempt(() => planOf(recording, {}, 'any'));
  return { groups: [], failures: [why instanceof Unsolved ? unsolvedRecord(why) : neverRecords(rule)] };
}

/** The plainest input on which the rule writes something; its test is the first. */
function plainPlan(recording: Recording, goal: number): Plan | undefined {
  const others = recording.setup.closure.rules.flatMap(r => orsIn(r.expr));
  const ways = [{}, ...others.map((node): Partial<Manner> => ({ branch: { node, side: 'rhs' } }))];
  for (const way of ways) {
    for (const value of [goal, 'any'] as const) {
      const plan = solve(recording, way, value);
      if (!plan) continue;
      if (!test(recording, plan, 'its value')) {
        recording.groups.length = 0;
        continue;
      }
      recording.labels = firstLabels(recording, plan);
      return plan;
    }
  }
  return undefined;
}

/** What a rule writes only once something is over: `carried unless live`. Whether there is such an end. */
function afterAnEnd(recording: Recording): boolean {
  const { rule, groups } = recording;
  const excluded = rule.expr.kind === 'aggregation' ? rule.expr.expr : rule.expr;
  if (excluded.kind !== 'binary' || excluded.op !== 'unless') return false;
  const plan = attempt(() => planOf(recording, {}, 'any', excluded.lhs));
  if (!(plan instanceof Plan)) return false;
  let seen = false;
  for (const [name, demands] of inputsOf([...plan.demands.values()])) {
    const there = test(recording, plan, `once ${name} ends`, run => run.end(isSeriesOf(demands)));
    seen ||= there;
  }
  if (seen) rough(recording, plan);
  else groups.length = 0;
  return seen;
}

/** No traffic, a restart, and the end of each input. */
function events(recording: Recording, plain: Plan): void {
  const { rule, setup } = recording;
  const demands = [...plain.demands.values()];
  if (divides(rule.expr)) test(recording, idle(plain), 'without traffic');
  if (demands.some(d => d.series.moves !== 'gauge')) {
    test(recording, plain, 'when counters start anew', run => run.turnTo(restarted(plain, setup.interval)));
  }
  windows(recording, plain);
  carried(recording, plain);
  past(recording, plain);
  const inputs = inputsOf(demands);
  for (const [name, ending] of inputs) {
    test(recording, plain, `when ${inputs.size > 1 ? 'only ' : ''}${name} ends`, run => run.end(isSeriesOf(ending)));
  }
}

/** The value made of several series, and beside others. */
function several(recording: Recording, plain: Plan, goal: number): void {
  const spread = solve(recording, { spread: true }, goal) ?? solve(recording, { spread: true }, 'any');
  if (spread && spread.demands.size > plain.demands.size) test(recording, spread, 'made up of several series');
  const { labels, twinned } = twinsOf(plain, sitePreferences(recording.setup.site), true);
  rough(recording, plain);
  if (labels.length > 0) test(recording, twinned, `beside other series that differ in ${labels.join(', ')}`);
}

/** Half a window after a change of pace: how much of the old is still seen tells how long the window is. */
function windows(recording: Recording, plain: Plan): void {
  const { rule, setup } = recording;
  const { window, shortest } = reach(rule.expr, setup.closure.writers);
  const goal = typicalGoal(rule);
  const other = solve(recording, {}, goal > 1 ? goal * 1.5 : goal / 1.5);
  if (!other || window === 0 || window > setup.settle) return;
  for (const ms of new Set([window, shortest])) {
    const since = Math.ceil(ms / 2 / setup.interval) * setup.interval;
    const run = (r: Run) => r.turnAt(setup.start + 2 * setup.settle - since, other);
    test(recording, plain, `${formatDuration(milliseconds(since))} after another pace began`, run);
  }
}

/** What a rule carries on is the last value, not the highest or lowest of the day. */
function carried(recording: Recording, plain: Plan): void {
  const { rule, setup } = recording;
  const goal = typicalGoal(rule);
  // The fastest goes on for longest, so that the last is the middle neither of the paces nor of the time.
  const factors = [1.5, 1.5, 1.2];
  const paces = factors.flatMap(factor => solve(recording, {}, goal > 1 ? goal * factor : goal / factor) ?? []);
  if (!namesIn(rule.expr).has(rule.series.name) || paces.length < factors.length) return;
  test(recording, plain, 'its last value once all is over', run => {
    for (const pace of paces) {
      run.turnTo(pace);
      run.to(run.time + setup.settle);
      run.expectWritten(rule, true);
    }
    run.turnTo('gone');
    // Longer than it looks back over what it carries: by then only the last remembers.
    run.to(run.time + reach(rule.expr, setup.closure.writers).recorded);
  });
}

/** Half of a window in the past was of another pace. */
function past(recording: Recording, plain: Plan): void {
  const { setup } = recording;
  const windows = [...plain.demands.values()].flatMap(d =>
    [...d.pieces].flatMap(([offset, { window }]) => (offset > longPast ? [window] : [])),
  );
  for (const window of new Set(windows)) {
    test(recording, plain, `when half of the past was of another pace`, undefined, setup.settle - window / 2);
  }
}

/** Both sides of every comparison, of every `or` and of every clamp. */
function conditions(recording: Recording, plain: Plan, goal: number): void {
  const { rule } = recording;
  for (const node of comparisonsIn(rule.expr)) {
    for (const side of ['holds', 'fails'] as const) {
      const plan =
        solve(recording, { edge: { node, side } }, goal) ?? solve(recording, { edge: { node, side } }, 'any');
      if (plan) test(recording, plan, `when ${print(node)} just ${side}`);
      const edge = { edge: { node, side }, spread: true };
      const spread = plan && (solve(recording, edge, goal) ?? solve(recording, edge, 'any'));
      if (spread && spread.demands.size > plan.demands.size) {
        test(recording, spread, `when ${print(node)} just ${side}, made up of several series`);
      }
    }
    mixed(recording, plain, { edge: { node, side: 'fails' } }, `when ${print(node)} just fails for others`);
  }
  for (const node of orsIn(rule.expr)) {
    for (const side of ['lhs', 'rhs'] as const) {
      for (const spread of [false, true]) {
        const way = { branch: { node, side }, spread };
        const plan = solve(recording, way, goal) ?? solve(recording, way, 'any');
        if (plan) test(recording, plan, `from ${print(node[side])}${spread ? ', made up of several series' : ''}`);
      }
    }
    mixed(recording, plain, { branch: { node, side: 'rhs' } }, `for others from ${print(node.rhs)}`);
  }
  visit(rule.expr, node => {
    if (node.kind !== 'call' || !node.func.startsWith('clamp')) return;
    for (const value of [-0.5, 1.5]) {
      const plan = solve(recording, {}, value);
      if (plan) test(recording, plan, `at ${formatNumber(value)} before ${node.func}()`);
    }
  });
}

/** Label sets that come about in two ways, side by side: what is so of one says nothing of another. */
function mixed(recording: Recording, plain: Plan, change: Partial<Manner>, what: string): void {
  const { rule, setup, labels } = recording;
  const others = otherSets(labels, [...plain.demands.values()], sitePreferences(setup.site));
  const wishes = others.map((set): Wish => ({ node: rule.expr, value: 'any', labels: set, change }));
  const task = taskOf(recording, {});
  const found = attempt(() => planFor(task, setup.start, { node: rule.expr, value: 'any', labels }, wishes));
  if (found instanceof Plan && found.demands.size > plain.demands.size) test(recording, found, what);
}

function firstLabels({ rule, setup }: Recording, plan: Plan): Readonly<Record<string, string>> {
  const run = new Run(setup, sourcesOf(plan, undefined, setup));
  run.to(setup.start + setup.settle);
  const all = run.labelsWritten(rule)[0] ?? {};
  return Object.fromEntries(Object.entries(all).filter(([label]) => !(label in rule.labels)));
}

/** The places in an expression where one of two sides gives the value. */
function orsIn(node: Node): Binary[] {
  const found: Binary[] = [];
  visit(node, inner => {
    if (inner.kind === 'binary' && inner.op === 'or') found.push(inner);
  });
  return found;
}
