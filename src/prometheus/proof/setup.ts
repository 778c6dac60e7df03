import type { Site } from '../../catalog/site.js';
import type { Node } from '../../promql/ast.js';
import { visit } from '../../promql/walk.js';
import type { AlertingRule, RecordingRule, Rule } from '../model.js';
import { closureOf, comparisonsIn, type homesOf, reach, readsClock, type writersOf } from './closure.js';
import { constantOf } from './inverse.js';
import type { Setup } from './run.js';

export type Homes = ReturnType<typeof homesOf>;
export type Writers = ReturnType<typeof writersOf>;

/** From where the past that rules look at is as long as this (milliseconds), every test is dear. */
export const longPast = 12 * 3_600_000;

/** From where a window is as long as this (milliseconds), it takes long until it is full. */
const longWindow = 3_600_000;

/** What the tests of one file share. */
export type Shared = Omit<Setup, 'start' | 'warm'>;

/** What the tests of some rules share: those of one alert name, or the recording rules of one group. */
export function sharedBy(name: string, rules: readonly Rule[], homes: Homes, writers: Writers, site: Site): Shared {
  const closure = closureOf(rules, homes, writers);
  const every = Math.min(...closure.groups.filter(g => g.rules.some(r => rules.includes(r))).map(g => g.every.ms));
  const reaches = closure.rules.map(r => reach(r.expr, writers));
  const shortest = Math.min(...reaches.map(r => r.shortest));
  // A window has to hold several samples; what needs no finer ones gets one for each evaluation.
  const interval = 4 * every <= shortest || every % 60_000 !== 0 ? every : 60_000;
  return { name, site, closure, step: every, interval, settle: 0 };
}

/**
 * The same, with fewer evaluations where the past or every window is long: still one in the middle of each `for` and
 * keepFiringFor, so that half of it is told from the whole.
 */
export function sparse(shared: Shared, rules: readonly AlertingRule[], homes: Homes): Shared {
  const past = Math.max(...rules.map(rule => Math.max(pastOf(rule, shared, homes), ageOf(rule))));
  const { closure } = shared;
  const shortest = Math.min(...closure.rules.map(r => reach(r.expr, closure.writers).shortest));
  const slow = shortest >= longWindow && shortest < Infinity && !closure.rules.some(r => drifts(r.expr));
  if (past < longPast && !slow) return shared;
  const waits = rules.flatMap(r => [r.for.ms, r.keepFiringFor?.ms ?? 0]).filter(ms => ms > 0);
  const fits = (step: number) => waits.every(ms => ms % step === 0 && ms >= 2 * step);
  const steps = [12, 6, 5, 3, 2].map(n => n * shared.step);
  return { ...shared, step: steps.find(fits) ?? shared.step };
}

/** Whether an expression looks at how a level drifts: its value passes a limit between two evaluations that are far apart. */
function drifts(node: Node): boolean {
  let found = false;
  visit(node, inner => {
    found ||= inner.kind === 'call' && ['deriv', 'delta', 'idelta', 'predict_linear'].includes(inner.func);
  });
  return found;
}

/** When the tests of one alerting rule begin. What its siblings do meanwhile is expected too. */
export function startOfAlert(rule: AlertingRule, rules: readonly AlertingRule[], shared: Shared, homes: Homes): Setup {
  const { closure, step } = shared;
  const start = roundUp(Math.max(pastOf(rule, shared, homes), ageOf(rule)), step);
  const recorded = closure.rules.reduce((sum, r) => sum + reach(r.expr, closure.writers).recorded, 0);
  const patience = Math.max(...rules.map(r => r.for.ms + (r.keepFiringFor?.ms ?? 0)));
  const warm = Math.max(0, start - roundUp(recorded + patience + 300_000, step));
  return { ...shared, start, warm };
}

const quarter = 900_000;

/** Recording rules are looked at when their windows are full: until then they need not be evaluated often. */
export function recordStep(rules: readonly RecordingRule[], shared: Shared, homes: Homes): number {
  const past = Math.max(...rules.map(rule => pastOf(rule, shared, homes)));
  return Math.max(shared.step, past > longPast ? 4 * quarter : quarter);
}

/** When the tests of one recording rule begin, and how long until its windows are full. */
export function startOfRecord(rule: RecordingRule, shared: Shared, step: number, homes: Homes): Setup {
  const start = roundUp(pastOf(rule, shared, homes), step);
  const own = closureOf([rule], homes, shared.closure.writers);
  const windows = own.rules.map(r => reach(r.expr, shared.closure.writers).window).filter(w => w <= 4 * quarter);
  return {
    ...shared,
    closure: own,
    step,
    settle: roundUp(Math.max(0, ...windows), step) + step,
    start,
    warm: Math.max(0, start - step),
  };
}

/** How far back a rule and those that it reads look with `offset`. */
function pastOf(rule: Rule, { closure }: Shared, homes: Homes): number {
  const own = closureOf([rule], homes, closure.writers).rules.map(r => reach(r.expr, closure.writers));
  const offset = Math.max(...own.map(r => r.offset));
  return offset === 0 ? 0 : offset + Math.max(...own.map(r => r.window));
}

/** Tests begin at the epoch: an age beyond its limit needs that much time to have passed. */
function ageOf({ expr }: AlertingRule): number {
  const ages = comparisonsIn(expr)
    .filter(readsClock)
    .map(c => Math.abs(constantOf(c.rhs) ?? constantOf(c.lhs) ?? 0));
  return Math.max(0, ...ages) * 1500;
}

const roundUp = (ms: number, step: number) => Math.ceil(ms / step) * step;
