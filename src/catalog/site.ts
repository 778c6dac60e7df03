import type { Duration } from '../core/durations.js';
import { TelltaleError } from '../core/errors.js';
import { type Quantity, toQuantity } from '../core/quantities.js';
import type { Notifications } from './notifications.js';

/** A Grafana datasource as provisioning creates it and dashboards refer to it. */
export interface Datasource {
  readonly name: string;
  readonly uid: string;
  readonly url: string;
}

/** What differs from one installation to the next. Rules, dashboards and provisioning take it from here. */
export interface Site<
  J extends string = string,
  B extends string = string,
  N extends Notifications | undefined = Notifications | undefined,
> {
  readonly kind: 'site';
  /** Scrape jobs of the application and the host:port of their targets. */
  readonly jobs: Readonly<Record<J, readonly string[]>>;
  /** host:port of the Pushgateways that CI runs push to (ruling R22). */
  readonly pushgateways: readonly string[];
  readonly scrapeInterval: Duration;
  readonly scrapeTimeout: Duration;
  /** Rule groups that set no interval of their own, and subqueries without a step. */
  readonly evaluationInterval: Duration;
  /** How far back Prometheus keeps samples (its flag --storage.tsdb.retention.time): no query may look further. */
  readonly retention: Duration;
  readonly externalLabels: Readonly<Record<string, string>>;
  /** host:port of the Alertmanagers that Prometheus sends to. */
  readonly alertmanagers: readonly string[];
  /** Who Alertmanager tells, how soon, and when; only routing needs it. */
  readonly notifications: N;
  readonly datasources: { readonly prometheus: Datasource; readonly loki: Datasource };
  /** Runbook pages are at `${runbooks}/NAME.md`. */
  readonly runbooks: string;
  /** Grafana's base URL: dashboards are at `${grafana}/d/UID`. */
  readonly grafana: string;
  /** Dashboard uids are `${uidPrefix}-SLUG`. */
  readonly uidPrefix: string;
  /** Grafana folder of the dashboards. */
  readonly folder: string;
  /** Where Grafana's server finds what lies in out/grafana/dashboards. */
  readonly paths: { readonly dashboards: string };
  /** What to compare with while nothing live is there (ruling R20). */
  readonly baselines: Readonly<Record<B, Quantity>>;
}

/** Checks and freezes the site. @throws TelltaleError naming the parameter that cannot be. */
export function site<
  const J extends string,
  const B extends string,
  const N extends Notifications | undefined = undefined,
>(
  options: Omit<Site<J, B>, 'kind' | 'baselines' | 'notifications'> & {
    readonly baselines: Readonly<Record<B, number | Duration | Quantity>>;
    readonly notifications?: N;
  },
): Site<J, B, N> {
  const wrong = (what: string, fix: string): never => {
    throw new TelltaleError(`site: ${what}`, { fix });
  };
  if (Object.keys(options.jobs).length === 0) wrong('no job', 'name the scrape job and its targets');
  for (const [name, value] of Object.entries({ runbooks: options.runbooks, grafana: options.grafana })) {
    if (!URL.canParse(value)) wrong(`${name} "${value}" is not a URL`, 'give an absolute URL');
    if (value.endsWith('/')) wrong(`${name} "${value}" ends in a slash`, 'leave the slash out');
  }
  if (!/^[a-z0-9][a-z0-9-]*$/.test(options.uidPrefix))
    wrong(`uidPrefix "${options.uidPrefix}"`, 'use lower-case letters, digits and -');
  if (options.scrapeTimeout.ms > options.scrapeInterval.ms) wrong('scrapeTimeout exceeds scrapeInterval', 'shorten it');
  const baselines = Object.fromEntries(
    Object.entries<number | Duration | Quantity>(options.baselines).map(([k, v]) => [k, toQuantity(v)]),
  );
  return Object.freeze({
    ...options,
    kind: 'site',
    notifications: options.notifications as N,
    baselines: baselines as Record<B, Quantity>,
  });
}
