import type { Hours } from '../catalog/notifications.js';
import type { Integration } from '../catalog/receivers.js';
import type { Allowing } from '../core/allowances.js';
import { here } from '../core/call-site.js';
import { TelltaleError } from '../core/errors.js';
import type { Inhibition, LabelMatcher, Receiver, Route, Routing, TimeInterval } from './model.js';

/**
 * Who is told, reached as the site says: `receiver('page', site.notifications.receivers.page)`. `resolved: false` is for
 * those who must not hear that an alert is over.
 * @throws TelltaleError when the site does not say how.
 */
export function receiver(
  name: string,
  integrations: readonly Integration[],
  options: { readonly resolved?: boolean } = {},
): Receiver {
  slug('receiver', name);
  if (!Array.isArray(integrations) || integrations.length === 0)
    throw new TelltaleError(`receiver "${name}" has nothing to be reached by`, {
      fix: `let the site's notifications.receivers say how: ${name}: [slack(…)]`,
    });
  return Object.freeze({ kind: 'receiver', name, integrations, resolved: options.resolved ?? true });
}

/** Hours with a name for routes to be active in: `timeInterval('business-hours', site.notifications.businessHours)`. */
export function timeInterval(name: string, hours: Hours): TimeInterval {
  slug('time interval', name);
  if (!hours)
    throw new TelltaleError(`time interval "${name}" has no hours`, { fix: "let the site's notifications say which" });
  return Object.freeze({ kind: 'time-interval', name, hours });
}

type RouteOptions = Omit<Route, 'kind' | 'name' | 'site'>;

/**
 * A way for alerts to a receiver. Every matcher in `when` has to match; the first route of a routing that matches takes
 * the alert. Alerts that agree in `groupBy` are one notification.
 */
export function route(name: string, options: RouteOptions): Route {
  slug('route', name);
  if (options.when.length === 0)
    throw new TelltaleError(`route "${name}" takes every alert`, {
      fix: 'say which in `when`; the rest is for fallback',
    });
  return make(name, options);
}

function make(name: string, { to, pace, groupBy, ...rest }: RouteOptions): Route {
  if (to?.kind !== 'receiver')
    throw new TelltaleError(`route "${name}" leads nowhere`, { fix: 'give `to` what receiver(…) returns' });
  if (!pace)
    throw new TelltaleError(`route "${name}" has no pace`, { fix: "take one of the site's notifications.paces" });
  if (groupBy.length === 0)
    throw new TelltaleError(`route "${name}" groups by nothing`, {
      fix: 'name the labels that make an incident, such as alertname and job',
    });
  return Object.freeze({ kind: 'route', name, ...rest, to, pace, groupBy: Object.freeze([...groupBy]), site: here() });
}

/** While alerts of `source` fire, those of `target` that agree in `equal` are not told: `equal` may be `sameSeries`. */
export function inhibit(name: string, options: Omit<Inhibition, 'kind' | 'name' | 'site'>): Inhibition {
  slug('inhibition', name);
  for (const [side, matchers] of Object.entries({ source: options.source, target: options.target })) {
    if (matchers.length === 0)
      throw new TelltaleError(`inhibition "${name}" has every alert as its ${side}`, {
        fix: `say which in \`${side}\``,
      });
  }
  return Object.freeze({ kind: 'inhibition', name, ...options, site: here() });
}

/**
 * Where alerts go: the first of `routes` that matches, else `fallback`; and what is held back meanwhile.
 * @throws TelltaleError when two things of one kind have one name.
 */
export function routing(
  options: {
    readonly routes: readonly Route[];
    readonly fallback: Omit<RouteOptions, 'when' | 'active'>;
    readonly inhibitions?: readonly Inhibition[];
  } & Allowing,
): Routing {
  const { routes, inhibitions = [] } = options;
  const fallback = make('fallback', { ...options.fallback, when: Object.freeze<LabelMatcher[]>([]) });
  unique('routes', routes);
  unique('inhibitions', inhibitions);
  const all = [...routes, fallback];
  unique('receivers', [...new Set(all.map(({ to }) => to))]);
  unique('time intervals', [...new Set(all.flatMap(({ active }) => active ?? []))]);
  return Object.freeze({
    kind: 'routing',
    routes: Object.freeze([...routes]),
    fallback,
    inhibitions: Object.freeze([...inhibitions]),
    ...(options.allow && { allow: options.allow }),
    site: here(),
  });
}

function unique(what: string, things: readonly { readonly name: string }[]): void {
  const names = things.map(({ name }) => name);
  const twice = names.find((name, i) => names.indexOf(name) !== i);
  if (twice !== undefined) throw new TelltaleError(`two ${what} are called "${twice}"`, { fix: 'rename one' });
}

function slug(what: string, name: string): void {
  if (!/^[a-z][a-z0-9-]*$/.test(name))
    throw new TelltaleError(`"${name}" is not a name for a ${what}`, { fix: 'use lower-case letters, digits and -' });
}
