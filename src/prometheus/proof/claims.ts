import type { Site } from '../../catalog/site.js';
import { bareMetric, type World, world } from '../../catalog/world.js';
import type { CallSite } from '../../core/call-site.js';
import { compare } from '../../core/findings.js';
import { assumed } from '../../core/sources.js';
import type { AlertingRule, RecordingRule, Rule, RuleGroup } from '../model.js';
import type { SourceOf } from '../render.js';
import { closureOf, evaluationOrder, homesOf, namesIn, writersOf } from './closure.js';

/** What is to be proven in one file, and nothing besides what its proof follows from. */
export interface Claim {
  /** Rules that raise an alert of this name, or recording rules of a group of this name. */
  readonly kind: Rule['kind'];
  readonly name: string;
  /** These rules and those that they read, directly or not; groups in the order of evaluation. */
  readonly groups: readonly RuleGroup[];
  /** The series that these rules name. */
  readonly world: World;
  readonly site: Site;
  /** The file that the rules are defined in. */
  readonly source: string | undefined;
}

/** One claim for each alert name and each group with recording rules, sorted by name. */
export function claims(
  groups: readonly RuleGroup[],
  world: World,
  site: Site,
  sourceOf: SourceOf = () => undefined,
): Claim[] {
  const ordered = evaluationOrder(groups);
  const homes = homesOf(ordered);
  const writers = writersOf(ordered);
  const claim = (kind: Rule['kind'], name: string, own: readonly Rule[], at: CallSite | undefined): Claim => {
    const { groups: whole, rules } = closureOf(own, homes, writers);
    const needed = new Set(rules);
    const pruned = whole.map(g => ({ ...g, rules: g.rules.filter(r => needed.has(r)).map(bareRule) }));
    return { kind, name, groups: pruned, world: worldOf(rules, world), site, source: sourceOf(at) };
  };
  const alerts = [...alertsByName(ordered)].map(([name, rules]) => claim('alert', name, rules, rules[0]?.site));
  const records = ordered.filter(g => recordsOf(g).length > 0).map(g => claim('record', g.name, recordsOf(g), g.site));
  return [...alerts, ...records].sort((a, b) => compare(a.name, b.name));
}

/** The recording rules of a group. */
export const recordsOf = (group: RuleGroup) => group.rules.filter((r): r is RecordingRule => r.kind === 'record');

/** The alerting rules of groups by their names. */
export function alertsByName(groups: readonly RuleGroup[]): Map<string, AlertingRule[]> {
  const byName = new Map<string, AlertingRule[]>();
  for (const rule of groups.flatMap(g => g.rules)) {
    if (rule.kind === 'alert') byName.set(rule.name, [...(byName.get(rule.name) ?? []), rule]);
  }
  return byName;
}

function worldOf(rules: readonly Rule[], all: World): World {
  const names = [...new Set(rules.flatMap(rule => [...namesIn(rule.expr)]))].sort(compare);
  const metrics = names.flatMap(name => all.series(name)?.metric ?? all.histogram(name) ?? []);
  return world(Object.fromEntries([...new Set(metrics)].map(metric => [metric.name, bareMetric(metric)])));
}

const unsaid = assumed('left out');

/** A rule without what no proof looks at. Its limit it has in its condition. */
const bareRule = (rule: Rule): Rule =>
  rule.kind === 'record' ? { ...rule, series: bareMetric(rule.series) } : { ...rule, source: unsaid };
