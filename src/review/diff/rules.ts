import { formatDuration, parseDuration } from '../../core/durations.js';
import type { Unit } from '../../core/units.js';
import { infer } from '../../infer/infer.js';
import { print } from '../../promql/print.js';
import { quantityInWords } from '../../runbooks/words.js';
import type { Side, SideGroup, SideRule } from '../side/model.js';
import { type Bound, differences, type LimitDifference, meaningOf } from './expressions.js';
import type { Entry, Item, Sensitivity } from './model.js';
import { worldOfNames } from './named-units.js';
import { type Homed, type PairedGroups, type RulePair, sameText } from './pair-rules.js';
import type { Pairing } from './pairs.js';
import { receiversOf, toldText } from './receivers.js';
import { markReset, type Resets, resetsOf } from './resets.js';
import type { Loss } from './state.js';

type Partial = Omit<Entry, 'area'>;
const entry = (parts: Partial): Entry => ({ area: 'rules', ...parts });

/** Who is told of alerts on each side; the rules of a side without routing tell nobody known. */
interface Telling {
  readonly base: ReturnType<typeof receiversOf>;
  readonly head: ReturnType<typeof receiversOf>;
  /** Whether the same alert may be told to others: then all of them are looked at. */
  readonly differs: boolean;
}

/** What differs in the rules of two sides. */
export function ruleEntries(
  rules: Pairing<Homed>,
  groups: PairedGroups,
  lost: ReadonlyMap<RulePair, Loss>,
  base: Side,
  head: Side,
): Entry[] {
  const telling: Telling = { base: receiversOf(base), head: receiversOf(head), differs: routesDiffer(base, head) };
  const resets = resetsOf(
    lost,
    [...rules.base, ...rules.head],
    ({ rule }) => ruleName(rule),
    group => groups.idOf.get(group),
  );
  return [
    ...groups.pairs.flatMap(({ base: one, head: other }) => groupEntries(one, other, groups.byFile, resets)),
    // A group is its rules; only one without any is told by itself.
    ...groups.base.filter(isEmpty).map(group => entry({ subject: 'group', change: 'removed', base: groupItem(group) })),
    ...groups.head.filter(isEmpty).map(group => entry({ subject: 'group', change: 'added', head: groupItem(group) })),
    ...rules.pairs.flatMap(pair => markReset(pairEntries(pair, groups, base, head, telling), lost.get(pair))),
    ...rules.base.map(at =>
      entry({
        subject: subjectOf(at.rule),
        change: 'removed',
        base: ruleItem(at),
        ...severities(at, undefined),
        ...toldOf(telling, at, undefined),
        ...resets.ofNumber(at),
      }),
    ),
    ...rules.head.map(at =>
      entry({
        subject: subjectOf(at.rule),
        change: 'added',
        head: ruleItem(at),
        ...severities(undefined, at),
        ...toldOf(telling, undefined, at),
        ...resets.ofNumber(at),
      }),
    ),
  ];
}

const isEmpty = (group: SideGroup): boolean => group.rules.length === 0;
const subjectOf = (rule: SideRule): 'alert' | 'recording rule' => (rule.kind === 'alert' ? 'alert' : 'recording rule');

const groupItem = (group: SideGroup): Item => ({ home: '', name: group.name, place: group.place() });

/** A rule as people tell it from others: the rungs of a ladder by their severity. */
export function ruleName({ name, labels }: SideRule): string {
  return labels.severity === undefined ? name : `${name} (${labels.severity})`;
}

export const ruleItem = ({ rule, group }: Homed): Item => ({
  home: group.name,
  name: ruleName(rule),
  place: rule.place(),
});

function severities(base: Homed | undefined, head: Homed | undefined): Pick<Entry, 'severity'> {
  const [one, other] = [base?.rule.labels.severity, head?.rule.labels.severity];
  if (one === undefined && other === undefined) return {};
  return { severity: { ...(one !== undefined && { base: one }), ...(other !== undefined && { head: other }) } };
}

function groupEntries(base: SideGroup, head: SideGroup, byFile: boolean, resets: Resets): Entry[] {
  const items = () => ({ base: groupItem(base), head: groupItem(head) });
  const found: Entry[] = [];
  const add = (parts: Omit<Partial, 'subject'>) => found.push(entry({ subject: 'group', ...items(), ...parts }));
  const anew = resets.ofGroup(base);
  if (base.name !== head.name) add({ change: 'renamed', before: base.name, after: head.name, ...anew });
  else if (byFile && base.file !== head.file) add({ change: 'moved', before: base.file, after: head.file, ...anew });
  const reordered = resets.ofOrder(base);
  if (reordered.resets)
    add({ change: 'changed', part: 'order of rules with one name and the same labels', ...reordered });
  if (differ(base.interval, head.interval)) {
    const [before, after] = [base, head].map(({ interval }) => duration(interval) || 'the global interval');
    add({ change: 'changed', part: 'interval', ...texts(before, after) });
  }
  for (const [name, before, after] of changed(base.settings, head.settings))
    add({ change: 'changed', part: name, ...texts(before, after) });
  return found;
}

function pairEntries(
  { base: one, head: other }: RulePair,
  groups: PairedGroups,
  base: Side,
  head: Side,
  telling: Telling,
): Entry[] {
  const moved = groups.idOf.get(one.group) !== groups.idOf.get(other.group);
  if (!moved && !telling.differs && sameText(one, other)) return [];
  const [a, b] = [one.rule, other.rule];
  const found: Entry[] = [];
  let items: Pick<Entry, 'base' | 'head'> | undefined;
  const add = (parts: Omit<Partial, 'subject'>) => {
    items ??= { base: ruleItem(one), head: ruleItem(other) };
    found.push(entry({ subject: subjectOf(b), ...items, ...severities(one, other), ...parts }));
  };
  if (a.name !== b.name) add({ change: 'renamed', before: a.name, after: b.name });
  if (moved) add({ change: 'moved', before: one.group.name, after: other.group.name });
  for (const difference of expressionEntries(a, b, base, head)) add(difference);
  for (const [part, before, after, sooner] of [
    ['for', a.for, b.for, 'more'],
    ['keep_firing_for', a.keepFiringFor, b.keepFiringFor, undefined],
  ] as const) {
    if (!differ(before, after)) continue;
    const sensitivity: Sensitivity | undefined =
      sooner && (milliseconds(after) < milliseconds(before) ? 'more' : 'less');
    add({
      change: 'changed',
      part,
      ...texts(duration(before) || '0s', duration(after) || '0s'),
      ...(sensitivity && { sensitivity }),
    });
  }
  for (const [name, before, after] of changed(a.labels, b.labels))
    add({ change: 'changed', part: name === 'severity' ? name : `label ${name}`, ...texts(before, after) });
  for (const [name, before, after] of changed(a.annotations, b.annotations)) {
    // How a text is folded in YAML shows at its end.
    if (before?.trim() !== after?.trim())
      add({ change: 'changed', part: `annotation ${name}`, ...texts(before, after) });
  }
  const { told } = toldOf(telling, one, other);
  if (!told?.base || !told.head || toldText(told.base) === toldText(told.head)) return found;
  // Where the rule itself says why others are told, that is the difference; else the routes do.
  const because = found.findIndex(
    ({ part, change }) => change === 'renamed' || /^severity$|^label |^expr/.test(part ?? ''),
  );
  if (because >= 0) found[because] = { ...(found[because] as Entry), told };
  else {
    add({ change: 'changed', part: 'receiver', ...texts(toldText(told.base), toldText(told.head)), told });
    found.push({ ...(found.pop() as Entry), area: 'routing' });
  }
  return found;
}

function toldOf(telling: Telling, base: Homed | undefined, head: Homed | undefined): Pick<Entry, 'told'> {
  const of = (side: 'base' | 'head', at: Homed | undefined) =>
    at?.rule.kind === 'alert' ? telling[side]?.(at.rule) : undefined;
  const [one, other] = [of('base', base), of('head', head)];
  return one || other ? { told: { ...(one && { base: one }), ...(other && { head: other }) } } : {};
}

/** Whether the routes, or the labels that come with every alert, are others. */
function routesDiffer(base: Side, head: Side): boolean {
  if (!base.alertmanager || !head.alertmanager) return false;
  const text = (side: Side) => JSON.stringify([side.alertmanager?.config.route, side.externalLabels]);
  return text(base) !== text(head);
}

function expressionEntries(a: SideRule, b: SideRule, base: Side, head: Side): Omit<Partial, 'subject'>[] {
  if (a.expr === b.expr) return [];
  const [from, to] = [meaningOf(a.expr), meaningOf(b.expr)];
  if (from.text === to.text) return [];
  const texted = { change: 'changed', part: 'expression', before: from.text, after: to.text } as const;
  if (!from.node || !to.node) return [texted];
  const found = differences(from.node, to.node);
  const limits = b.kind === 'alert' ? found.filter((d): d is LimitDifference => d.kind === 'limit') : [];
  const others = found.filter(d => !limits.includes(d as LimitDifference));
  const told = limits.map(limit => limitEntry(limit, a, b, base, head));
  if (others.length === 0) return told;
  const directions = new Set(others.map(d => (b.kind === 'alert' ? d.sensitivity : undefined)));
  const [sensitivity] = directions.size === 1 ? directions : [];
  const parts = others.map(d =>
    d.kind === 'part' ? { before: print(d.base), after: print(d.head) } : { before: bare(d.base), after: bare(d.head) },
  );
  return [...told, { ...texted, parts, ...(sensitivity && { sensitivity }) }];
}

function limitEntry(
  limit: LimitDifference,
  a: SideRule,
  b: SideRule,
  base: Side,
  head: Side,
): Omit<Partial, 'subject'> {
  const [from, to] = [a.unit ?? inferredUnit(limit, base), b.unit ?? inferredUnit(limit, head)];
  const shown = ({ op, number }: Bound, unit: Unit | undefined) =>
    unit ? `${op} ${quantityInWords({ kind: 'quantity', value: number, unit })}` : `${op} ${number}`;
  const [before, after] = [shown(limit.base, from ?? to), shown(limit.head, to ?? from)];
  return {
    change: 'changed',
    part: 'limit',
    // Two numbers that read the same are told in full.
    ...(before === after ? texts(bare(limit.base), bare(limit.head)) : texts(before, after)),
    ...(limit.sensitivity && { sensitivity: limit.sensitivity }),
  };
}

const bare = ({ op, number }: Bound): string => `${op} ${number}`;

/** By the catalog; without one by the names of the metrics. */
function inferredUnit(limit: LimitDifference, { world }: Side): Unit | undefined {
  const { unit } = infer(limit.value, world ?? worldOfNames(limit.value));
  return typeof unit === 'string' ? undefined : unit;
}

/** Names with another text on the other side, sorted. */
function changed(
  base: Readonly<Record<string, string>>,
  head: Readonly<Record<string, string>>,
): [name: string, before: string | undefined, after: string | undefined][] {
  const names = [...new Set([...Object.keys(base), ...Object.keys(head)])].sort();
  return names.filter(name => base[name] !== head[name]).map(name => [name, base[name], head[name]]);
}

const texts = (before: string | undefined, after: string | undefined): Pick<Entry, 'before' | 'after'> => ({
  ...(before !== undefined && { before }),
  ...(after !== undefined && { after }),
});

/** NaN for a text that is no duration; nothing is zero. */
const milliseconds = (text: string): number => (text === '' ? 0 : (parseDuration(text)?.ms ?? Number.NaN));

const differ = (before: string, after: string): boolean =>
  before !== after && !(milliseconds(before) === milliseconds(after));

/** `60s` and `1m` are told alike. */
function duration(text: string): string {
  const parsed = parseDuration(text);
  return parsed ? formatDuration(parsed) : text;
}
