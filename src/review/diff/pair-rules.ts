import type { SideGroup, SideRule } from '../side/model.js';
import { meaningOf } from './expressions.js';
import { key, type Pair, type Pairing, pairBy, unpaired } from './pairs.js';

/** A rule and the group that it is in. */
export interface Homed {
  readonly rule: SideRule;
  readonly group: SideGroup;
}

export interface PairedGroups extends Pairing<SideGroup> {
  /** The same for the two groups of a pair. */
  readonly idOf: ReadonlyMap<SideGroup, number>;
  /** Whether the names of files mean anything: two single files are the same file, whatever they are called. */
  readonly byFile: boolean;
}

const severityOf = (rule: SideRule): string => rule.labels.severity ?? '';

/**
 * Groups of the two sides that are the same: by file and name; by name, in another file; or by another name with most of
 * the rules.
 */
export function pairGroups(base: readonly SideGroup[], head: readonly SideGroup[]): PairedGroups {
  const pairing = unpaired(base, head);
  const byFile = [base, head].some(groups => new Set(groups.map(group => group.file)).size > 1);
  pairBy(pairing, group => key(byFile ? group.file : '', group.name));
  pairBy(pairing, group => group.name, sameRules);
  pairRenamed(pairing);
  const idOf = new Map<SideGroup, number>();
  pairing.pairs.forEach(({ base: one, head: other }, i) => {
    idOf.set(one, i).set(other, i);
  });
  [...pairing.base, ...pairing.head].forEach((group, i) => {
    idOf.set(group, pairing.pairs.length + i);
  });
  return { ...pairing, idOf, byFile };
}

const identity = (rule: SideRule): string => key(rule.kind, rule.name, severityOf(rule));
const sameRules = (a: SideGroup, b: SideGroup): boolean =>
  a.rules.map(identity).join() === b.rules.map(identity).join();

function pairRenamed(pairing: Pairing<SideGroup>): void {
  if (pairing.base.length === 0 || pairing.head.length === 0) return;
  const homes = new Map<string, SideGroup>();
  for (const group of pairing.base) for (const rule of group.rules) homes.set(identity(rule), group);
  const best = new Map<SideGroup, SideGroup>();
  for (const group of pairing.head) {
    const shared = new Map<SideGroup, number>();
    for (const rule of group.rules) {
      const home = homes.get(identity(rule));
      if (home) shared.set(home, (shared.get(home) ?? 0) + 1);
    }
    const [most] = [...shared].sort((a, b) => b[1] - a[1]);
    // More than half of both: at most one group can say that of another.
    if (most && most[1] * 2 > Math.max(most[0].rules.length, group.rules.length)) best.set(group, most[0]);
  }
  pairBy(pairing, (group, side) => {
    const partner = side === 'base' ? group : best.get(group);
    return partner && key(partner.file, partner.name);
  });
}

/**
 * Rules of the two sides that are the same: by group, name and severity; else moved, of another severity, or under another
 * name with the same expression and labels.
 */
export function pairRules(
  base: readonly SideGroup[],
  head: readonly SideGroup[],
  groups: PairedGroups,
): Pairing<Homed> {
  const homed = (of: readonly SideGroup[]) => of.flatMap(group => group.rules.map(rule => ({ rule, group })));
  const pairing = unpaired(homed(base), homed(head));
  const id = ({ group }: Homed) => groups.idOf.get(group);
  pairBy(pairing, at => key(id(at), identity(at.rule)), sameText);
  pairBy(pairing, at => identity(at.rule), sameText);
  pairBy(pairing, at => key(id(at), at.rule.kind, at.rule.name), sameExpression);
  pairBy(pairing, at => key(id(at), at.rule.kind, content(at.rule)));
  pairBy(pairing, at => key(at.rule.kind, content(at.rule)));
  return pairing;
}

const content = ({ expr, labels }: SideRule): string =>
  key(
    meaningOf(expr).text,
    Object.entries(labels).sort(([a], [b]) => (a < b ? -1 : 1)),
  );

const sameExpression = (a: Homed, b: Homed): boolean =>
  a.rule.expr === b.rule.expr || meaningOf(a.rule.expr).text === meaningOf(b.rule.expr).text;

/** Whether two rules say the same in the same words: most do, and need no closer look. */
export const sameText = ({ rule: a }: Homed, { rule: b }: Homed): boolean =>
  a.expr === b.expr &&
  a.name === b.name &&
  a.for === b.for &&
  a.keepFiringFor === b.keepFiringFor &&
  sameTexts(a.labels, b.labels) &&
  sameTexts(a.annotations, b.annotations);

function sameTexts(a: Readonly<Record<string, string>>, b: Readonly<Record<string, string>>): boolean {
  const names = Object.keys(a);
  return names.length === Object.keys(b).length && names.every(name => a[name] === b[name]);
}

export type RulePair = Pair<Homed>;
