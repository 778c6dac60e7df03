import type { Allowance, Allowing } from '../core/allowances.js';
import type { CallSite } from '../core/call-site.js';
import { type Finding, type Place, placeOf } from '../core/findings.js';
import type { Subject } from './model.js';
import { rulePlace } from './queries.js';
import { judge, type Waiver, type Waivers } from './waivers.js';
import { isIn } from './waivers-in-files.js';

/** An item of content that says what may stand, and the places that findings about it have. */
interface Owner {
  readonly allow: readonly Allowance[];
  readonly places: readonly Place[];
}

/**
 * What the items of a project's content allow: metrics, rules, groups with their rules, panels, dashboards with their
 * panels, routes, inhibitions, the routing with all of those.
 */
export function contentWaivers(subject: Subject): Waivers {
  // One that several items have is one: the rungs of a ladder, a panel of two dashboards.
  const shared = new Map<Allowance, Place[]>();
  for (const { allow, places } of ownersOf(subject))
    for (const allowance of allow) shared.set(allowance, [...(shared.get(allowance) ?? []), ...places]);
  const held: { readonly waiver: Waiver; readonly places: readonly Place[] }[] = [];
  const faults: Finding[] = [];
  for (const [{ id, because, site }, places] of shared) {
    const item = places[0]?.item;
    const judged = judge([id], because, placeOf(site, ...(item === undefined ? [] : [item])));
    faults.push(...judged.faults);
    held.push(...judged.waivers.map(waiver => ({ waiver, places })));
  }
  return {
    all: held.map(({ waiver }) => waiver),
    faults,
    *at(place) {
      for (const { waiver, places } of held) if (places.some(own => covers(own, place))) yield waiver;
    },
  };
}

function* ownersOf({ world, groups, dashboards, routing }: Subject): Generator<Owner> {
  const own = function* (item: Allowing, ...places: readonly Place[]): Generator<Owner> {
    if (item.allow && item.allow.length > 0) yield { allow: item.allow, places };
  };
  for (const metric of world.metrics) yield* own(metric, placeOf(metric.site, metric.name));
  for (const group of groups) {
    for (const rule of group.rules) yield* own(rule, rulePlace(rule));
    yield* own(group, placeOf(group.site, group.name), ...group.rules.map(rulePlace));
  }
  for (const dashboard of dashboards) {
    const panels = dashboard.rows.flatMap(row => row.panels.map(panel => ({ row, panel })));
    const places = panels.map(({ row, panel }) => placeOf(panel.site, row.title, panel.title));
    for (const [i, { panel }] of panels.entries()) yield* own(panel, places[i] as Place);
    yield* own(dashboard, placeOf(dashboard.site, dashboard.slug), whole(dashboard.site), ...places);
  }
  if (!routing) return;
  const parts = [...routing.routes, routing.fallback, ...routing.inhibitions];
  for (const part of parts) yield* own(part, placeOf(part.site, part.name));
  yield* own(routing, whole(routing.site), ...parts.map(part => placeOf(part.site, part.name)));
}

/** Everything that points to this line, whatever it calls the item. */
const whole = (site: CallSite | undefined): Place => placeOf(site);

function covers(own: Place, { file, line, column, item }: Place): boolean {
  return own.file === file && own.line === line && own.column === column && isIn(item, own.item);
}
