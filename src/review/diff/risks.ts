import type { Side } from '../side/model.js';
import type { Entry, Item, Risk, RiskKind } from './model.js';
import { pagers, type Told, toldText } from './receivers.js';
import { itemOf } from './report.js';

/** The worst first. */
const kinds: readonly RiskKind[] = [
  'alert removed',
  'no longer pages',
  'less sensitive',
  'blind spot new',
  'told elsewhere',
  'recording rule removed',
  'begins anew',
  'alert added',
  'now pages',
  'more sensitive',
];

/** Alerts on which a change tells although their own rule may be as it was. */
export interface FromRules {
  /** They fall silent now when their series vanish. */
  readonly blind: readonly Item[];
  /** They begin their `for` anew. */
  readonly resets: readonly Item[];
}

/** What differences mean to the people on call, the worst first; nothing where they mean nothing to them. */
export function risksOf(entries: readonly Entry[], { blind, resets }: FromRules, base: Side, head: Side): Risk[] {
  const found = new Map<RiskKind, Map<string, Item>>(kinds.map(kind => [kind, new Map()]));
  const wakes = pagers(base, head);
  const add = (kind: RiskKind, item: Item) =>
    found.get(kind)?.set(JSON.stringify([item.home, item.name, item.place]), item);
  const wakesBy = (told: readonly Told[] | undefined, side: 'base' | 'head') =>
    told?.some(({ receiver }) => wakes[side].has(receiver)) ?? false;
  for (const entry of entries) {
    const item = itemOf(entry);
    const { subject, change, told, sensitivity } = entry;
    if (subject === 'receiver' && change === 'changed') {
      const [before, after] = [wakes.base.has(item.name), wakes.head.has(item.name)];
      if (before !== after) add(before ? 'no longer pages' : 'now pages', item);
    }
    if (subject === 'recording rule' && change === 'removed') add('recording rule removed', item);
    if (subject !== 'alert') continue;
    if (change === 'removed') add('alert removed', item);
    if (change === 'added') add('alert added', item);
    if (sensitivity) add(`${sensitivity} sensitive`, item);
    if (!told || change === 'removed') continue;
    const [before, after] = [wakesBy(told.base, 'base'), wakesBy(told.head, 'head')];
    if (before !== after) add(before ? 'no longer pages' : 'now pages', item);
    else if (told.base && told.head && toldText(told.base) !== toldText(told.head)) add('told elsewhere', item);
  }
  for (const item of blind) add('blind spot new', item);
  for (const item of resets) add('begins anew', item);
  return kinds.flatMap(kind => {
    const items = [...(found.get(kind)?.values() ?? [])];
    return items.length > 0 ? [{ kind, items }] : [];
  });
}

const words: Record<RiskKind, (n: number) => string> = {
  'alert removed': n => `${n} ${n === 1 ? 'alert' : 'alerts'} removed`,
  'no longer pages': n => `${n} no longer ${n === 1 ? 'pages' : 'page'}`,
  'less sensitive': n => `${n} ${n === 1 ? 'alert' : 'alerts'} less sensitive`,
  'blind spot new': n => `${n} blind ${n === 1 ? 'spot' : 'spots'} new`,
  'told elsewhere': n => `${n} told to others`,
  'recording rule removed': n => `${n} recording ${n === 1 ? 'rule' : 'rules'} removed`,
  'begins anew': n => `${n} ${n === 1 ? 'alert begins its' : 'alerts begin their'} for anew`,
  'alert added': n => `${n} ${n === 1 ? 'alert' : 'alerts'} new`,
  'now pages': n => `${n} now ${n === 1 ? 'pages' : 'page'}`,
  'more sensitive': n => `${n} ${n === 1 ? 'alert' : 'alerts'} more sensitive`,
};

const riskInWords = ({ kind, items }: Risk): string => words[kind](items.length);

/** All of them in one line; what to say when there are none. */
export const headline = (risks: readonly Risk[]): string =>
  risks.length === 0 ? 'Nothing that reaches the people on call.' : risks.map(riskInWords).join(', ');
