import type { AlertSeverity } from '../../catalog/severities.js';
import { priorityOf } from '../../catalog/severities.js';
import type { World } from '../../catalog/world.js';
import { type Duration, formatDuration, milliseconds } from '../../core/durations.js';
import { infer } from '../../infer/infer.js';
import { print } from '../../promql/print.js';
import type { AlertingRule, Rule, RuleGroup } from '../model.js';
import { nameOf } from '../names.js';
import { aggregationOperators, groupings } from './aggregations.js';
import { arrow, type Mutator } from './change.js';
import { numbers, otherFunctions } from './functions.js';
import type { Mutant, MutationKind } from './model.js';
import { binaryOperators, branches, joins, operands } from './operators.js';
import { type Place, places } from './places.js';
import { matchers, offsets, windows } from './selectors.js';
import { unseenValues } from './unseen.js';

const mutators: readonly Mutator[] = [
  numbers,
  binaryOperators,
  branches,
  operands,
  joins,
  matchers,
  windows,
  offsets,
  otherFunctions,
  aggregationOperators,
  groupings,
];

/** Every rule that differs from a rule in one thing. What prints the same is no mutant. */
export function mutantsOf(rule: Rule, group: RuleGroup, world: World): Mutant[] {
  return [
    ...inExpression(rule, world),
    ...(rule.kind === 'alert' ? aroundAlert(rule, group) : []),
    ...staticLabels(rule, world),
  ];
}

function* inExpression(rule: Rule, world: World): Generator<Mutant> {
  const before = print(rule.expr);
  const seen = new Set([before]);
  for (const place of places(rule.expr)) {
    for (const mutate of mutators) {
      for (const { kind, change, node, values, equivalent } of mutate(place, world, rule)) {
        const expr = place.put(node);
        const after = print(expr);
        if (seen.has(after)) continue;
        seen.add(after);
        const why = equivalent ?? (values ? unseenValues(place, rule) : undefined);
        const parts = { kind, change, in: print(around(place)), rule: { ...rule, expr }, before, after };
        yield why === undefined ? parts : { ...parts, equivalent: why };
      }
    }
  }
}

/** A number or a selector in a window says little alone. */
const around = ({ node, parent }: Place) =>
  parent && (node.kind === 'number' || parent.node.kind === 'matrix') ? parent.node : node;

function* aroundAlert(rule: AlertingRule, { every }: RuleGroup): Generator<Mutant> {
  for (const other of nearby(rule.for, every)) {
    yield beside(rule, 'for', ['for', rule.for, other], { for: other });
  }
  for (const other of rule.keepFiringFor ? nearby(rule.keepFiringFor, every) : []) {
    yield beside(rule, 'keep', ['keep_firing_for', rule.keepFiringFor, other], { keepFiringFor: other });
  }
  const severity = otherSeverity[rule.severity];
  const priority = priorityOf(severity, rule.priority === 'P1');
  yield beside(rule, 'severity', ['severity', rule.severity, severity], { severity, priority });
}

type Field = readonly [name: string, from: Duration | string | undefined, to: Duration | string | undefined];

/** A mutant that leaves the expression as it is. */
function beside(rule: Rule, kind: MutationKind, [name, from, to]: Field, parts: Partial<AlertingRule>): Mutant {
  const text = (value: Field[1]) => (typeof value === 'object' ? formatDuration(value) : (value ?? 'none'));
  return {
    kind,
    change: arrow(`${name} ${text(from)}`, text(to)),
    in: nameOf(rule),
    rule: { ...rule, ...parts } as Rule,
    before: `${name}: ${text(from)}`,
    after: `${name}: ${text(to)}`,
  };
}

const otherSeverity: Readonly<Record<AlertSeverity, AlertSeverity>> = {
  critical: 'warning',
  warning: 'critical',
  info: 'warning',
};

/** Nothing, half, and one evaluation less and more: what lies between makes no difference. */
function nearby({ ms }: Duration, every: Duration): Duration[] {
  const others = new Set([0, Math.round(ms / 2 / every.ms) * every.ms, ms - every.ms, ms + every.ms]);
  return [...others].filter(other => other >= 0 && other !== ms).map(milliseconds);
}

/** Each label that the rule sets itself left out. */
function* staticLabels(rule: Rule, world: World): Generator<Mutant> {
  for (const [label, value] of Object.entries(rule.labels)) {
    const labels = Object.fromEntries(Object.entries(rule.labels).filter(([name]) => name !== label));
    const mutant = beside(rule, 'label', [`label ${label}`, value, undefined], { labels });
    const fact = infer(rule.expr, world).labels.get(label);
    const there = fact?.sure && fact.values?.length === 1 && fact.values[0] === value;
    yield there ? { ...mutant, equivalent: `the expression has ${label}="${value}" already` } : mutant;
  }
}
