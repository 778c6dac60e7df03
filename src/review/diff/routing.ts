import { isObject, listOf } from '../side/files.js';
import type { Json, JsonObject, Side, SideAlertmanager } from '../side/model.js';
import type { Entry, Item, Subject } from './model.js';
import { type Pairing, pairBy, unpaired } from './pairs.js';
import { allRoutes, matchersText, type RouteNode, readMatchers, readRoutes } from './routes.js';
import { changedSettings, without } from './settings.js';

/** A thing of the configuration that has a name, or is told by its matchers. */
interface Named {
  readonly name: string;
  readonly settings: JsonObject;
}

/** What differs in Alertmanager's configurations; whom that reaches is told of the alerts. */
export function routingEntries(base: Side, head: Side): Entry[] {
  const [one, other] = [base.alertmanager, head.alertmanager];
  if (!one || !other) {
    const item = (of: SideAlertmanager): Item => ({ home: '', name: 'Alertmanager', place: of.place() });
    const whole = { area: 'routing', subject: 'alertmanager' } as const;
    if (one) return [{ ...whole, change: 'removed', base: item(one) }];
    return other ? [{ ...whole, change: 'added', head: item(other) }] : [];
  }
  const items = itemsIn(one, other);
  return [
    ...routeEntries(one, other, items),
    ...namedEntries('receiver', one, other, items, ({ receivers }) => named(receivers)),
    ...namedEntries('inhibition', one, other, items, ({ inhibit_rules }) => inhibitions(inhibit_rules)),
    ...namedEntries('time interval', one, other, items, ({ time_intervals, mute_time_intervals }) => [
      ...named(time_intervals),
      ...named(mute_time_intervals),
    ]),
    ...namedEntries('alertmanager', one, other, items, config => [
      {
        name: 'Alertmanager',
        settings: without(config, 'route', 'receivers', 'inhibit_rules', 'time_intervals', 'mute_time_intervals'),
      },
    ]),
  ];
}

type ItemsOf = (base: string | undefined, head: string | undefined) => Pick<Entry, 'base' | 'head'>;

const itemsIn =
  (base: SideAlertmanager, head: SideAlertmanager): ItemsOf =>
  (one, other) => ({
    ...(one !== undefined && { base: { home: '', name: one, place: base.place() } }),
    ...(other !== undefined && { head: { home: '', name: other, place: head.place() } }),
  });

const named = (list: Json | undefined): Named[] =>
  listOf(list)
    .filter(isObject)
    .map(({ name, ...settings }) => ({ name: String(name), settings }));

/** Inhibitions have no names that mean anything: they are the same by what holds back what. */
function inhibitions(list: Json | undefined): Named[] {
  return listOf(list)
    .filter(isObject)
    .map(rule => {
      const side = (of: 'source' | 'target') =>
        matchersText(readMatchers(rule, `${of}_matchers`, `${of}_match`, `${of}_match_re`), rule) || 'all';
      const equal = listOf(rule.equal).map(String).sort().join(', ');
      return { name: `${side('source')} holds back ${side('target')}`, settings: { equal } };
    });
}

function namedEntries(
  subject: Subject,
  base: SideAlertmanager,
  head: SideAlertmanager,
  items: ItemsOf,
  of: (config: JsonObject) => Named[],
): Entry[] {
  const pairing = unpaired(of(base.config), of(head.config));
  pairBy(
    pairing,
    ({ name }) => name,
    (a, b) => changedSettings(a.settings, b.settings) === undefined,
  );
  return [
    ...comeAndGone(subject, pairing, items, ({ name }) => name),
    ...pairing.pairs.flatMap(({ base: one, head: other }): Entry[] => {
      const settings = changedSettings(one.settings, other.settings);
      if (!settings) return [];
      return [
        { area: 'routing', subject, change: 'changed', part: 'settings', ...items(one.name, other.name), ...settings },
      ];
    }),
  ];
}

function comeAndGone<T>(subject: Subject, { base, head }: Pairing<T>, items: ItemsOf, nameOf: (of: T) => string) {
  return [
    ...base.map((of): Entry => ({ area: 'routing', subject, change: 'removed', ...items(nameOf(of), undefined) })),
    ...head.map((of): Entry => ({ area: 'routing', subject, change: 'added', ...items(undefined, nameOf(of)) })),
  ];
}

const routeName = ({ path }: RouteNode): string => path || 'the first route';

/** Routes are the same by the matchers on the way to them. Their order shows in who is told. */
function routeEntries(base: SideAlertmanager, head: SideAlertmanager, items: ItemsOf): Entry[] {
  const pairing = unpaired(allRoutes(readRoutes(base.config)), allRoutes(readRoutes(head.config)));
  pairBy(
    pairing,
    ({ path }) => path,
    (a, b) => JSON.stringify(a.own) === JSON.stringify(b.own),
  );
  return [
    ...comeAndGone('route', pairing, items, routeName),
    ...pairing.pairs.flatMap(({ base: one, head: other }) => {
      const names = [...new Set([...Object.keys(one.own), ...Object.keys(other.own)])].sort();
      // What a route takes over from above is told there; what it only repeats makes no difference.
      const changed = names.filter(
        name => one.own[name] !== other.own[name] && one.effective[name] !== other.effective[name],
      );
      return changed.map((part): Entry => {
        const [before, after] = [one.effective[part], other.effective[part]];
        return {
          area: 'routing',
          subject: 'route',
          change: 'changed',
          part,
          ...items(routeName(one), routeName(other)),
          ...(before !== undefined && { before }),
          ...(after !== undefined && { after }),
        };
      });
    }),
  ];
}
