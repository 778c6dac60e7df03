import { compare } from '../../core/findings.js';
import type { Binary, Node } from '../../promql/ast.js';
import { isComparison } from '../../promql/precedence.js';
import { visit } from '../../promql/walk.js';
import type { RecordingRule, Rule, RuleGroup } from '../model.js';
import { constantOf } from './inverse.js';

/** What the proof of an alert needs besides the alert itself. */
export interface Closure {
  /** Groups in an order in which what is read has been written, as far as there is one. */
  readonly groups: readonly RuleGroup[];
  /** The alert's rules and the recording rules that they read, directly or not, in the order of evaluation. */
  readonly rules: readonly Rule[];
  readonly writers: ReadonlyMap<string, readonly RecordingRule[]>;
}

/** The names that an expression reads. */
export function namesIn(node: Node): Set<string> {
  const names = new Set<string>();
  visit(node, inner => {
    if (inner.kind === 'selector' && inner.name !== undefined) names.add(inner.name);
  });
  return names;
}

/** Who writes each recorded series. */
export function writersOf(groups: readonly RuleGroup[]): Map<string, RecordingRule[]> {
  const writers = new Map<string, RecordingRule[]>();
  for (const rule of groups.flatMap(g => g.rules)) {
    if (rule.kind !== 'record') continue;
    const list = writers.get(rule.series.name) ?? [];
    list.push(rule);
    writers.set(rule.series.name, list);
  }
  return writers;
}

/** The rules that these depend on, and they themselves. `homes` has the group of each rule, groups in the order of evaluation. */
export function closureOf(
  rules: readonly Rule[],
  homes: ReadonlyMap<Rule, Home>,
  writers: ReadonlyMap<string, readonly RecordingRule[]>,
): Closure {
  const needed = new Set<Rule>(rules);
  // A set grows while it is walked: rules added here are looked at in their turn.
  for (const rule of needed) {
    for (const name of namesIn(rule.expr)) for (const writer of writers.get(name) ?? []) needed.add(writer);
  }
  const found = new Set([...needed].flatMap(rule => homes.get(rule) ?? []));
  const groups = [...found].sort((a, b) => a.place - b.place).map(home => home.group);
  return { groups, rules: groups.flatMap(g => g.rules.filter(r => needed.has(r))), writers };
}

/** A group and its place in the order of evaluation. */
export interface Home {
  readonly group: RuleGroup;
  readonly place: number;
}

/** The group of each rule, given groups in the order of evaluation. */
export function homesOf(ordered: readonly RuleGroup[]): Map<Rule, Home> {
  const homes = ordered.map((group, place) => ({ group, place }));
  return new Map(homes.flatMap(home => home.group.rules.map((rule): [Rule, Home] => [rule, home])));
}

/** Groups so that a group comes after those whose series it reads; by name where that leaves a choice. */
export function evaluationOrder(groups: readonly RuleGroup[]): RuleGroup[] {
  const sorted = [...groups].sort((a, b) => compare(a.name, b.name));
  const writer = new Map<string, RuleGroup[]>();
  for (const group of sorted) {
    for (const rule of group.rules) {
      if (rule.kind === 'record') writer.set(rule.series.name, [...(writer.get(rule.series.name) ?? []), group]);
    }
  }
  const placed = new Set<RuleGroup>();
  const entered = new Set<RuleGroup>();
  const place = (group: RuleGroup): void => {
    if (entered.has(group)) return;
    entered.add(group);
    const reads = group.rules.flatMap(r => [...namesIn(r.expr)].flatMap(name => writer.get(name) ?? []));
    for (const other of [...new Set(reads)].sort((a, b) => compare(a.name, b.name))) place(other);
    placed.add(group);
  };
  for (const group of sorted) place(group);
  return [...placed];
}

/** How far back an expression looks; milliseconds. */
export interface Reach {
  /** Its longest window, and its shortest one: infinite when it has none. */
  readonly window: number;
  readonly shortest: number;
  readonly offset: number;
  /** How far back it looks at series that rules write. */
  readonly recorded: number;
}

/** How far back an expression looks. */
export function reach(node: Node, writers: ReadonlyMap<string, unknown>): Reach {
  let [window, shortest, offset, recorded] = [0, Infinity, 0, 0];
  visit(node, inner => {
    if (inner.kind === 'selector' || inner.kind === 'subquery') offset = Math.max(offset, msOf(inner.offset));
    if (inner.kind !== 'matrix' && inner.kind !== 'subquery') return;
    const range = msOf(inner.range);
    window = Math.max(window, range);
    shortest = Math.min(shortest, range);
    if ([...namesIn(inner)].some(name => writers.has(name))) recorded = Math.max(recorded, range);
  });
  return { window, shortest, offset, recorded: recorded > 0 || reads(node, writers) ? recorded + offset : 0 };
}

const reads = (node: Node, writers: ReadonlyMap<string, unknown>) => [...namesIn(node)].some(n => writers.has(n));

/** Whether an expression asks what time it is. */
export function readsClock(node: Node): boolean {
  let found = false;
  visit(node, inner => {
    found ||= inner.kind === 'call' && inner.func === 'time';
  });
  return found;
}

/** The comparisons with a constant in an expression. */
export function comparisonsIn(node: Node): Binary[] {
  const found: Binary[] = [];
  visit(node, inner => {
    if (inner.kind !== 'binary' || !isComparison(inner.op)) return;
    if (constantOf(inner.lhs) !== undefined || constantOf(inner.rhs) !== undefined) found.push(inner);
  });
  return found;
}

const msOf = (window: { readonly kind: string; readonly ms?: number } | undefined): number => window?.ms ?? 0;
