import { type Duration, formatDuration } from '../core/durations.js';
import { TelltaleError } from '../core/errors.js';
import { type Quantity, toQuantity } from '../core/quantities.js';
import type { Notifications } from './notifications.js';

/** A Grafana datasource as provisioning creates it and dashboards refer to it. */
export interface Datasource {
  readonly name: string;
  readonly uid: string;
  readonly url: string;
}

/** The log files of the application on one machine, for logrotate. */
export interface LogFiles {
  /** Absolute paths of JSON lines files, each ending in `.jsonl`. Rotated ones lie beside them: `NAME.20260714-000000.jsonl.gz`. */
  readonly files: readonly string[];
  /** Who writes them. */
  readonly owner: { readonly user: string; readonly group: string };
  /** How long lines are kept: whole days. */
  readonly keep: Duration;
  /** Above this a file is rotated before its day is over, where logrotate runs more often than daily. Bytes. */
  readonly largest?: Quantity;
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
  /** What logrotate does; no file is written for it when left out. */
  readonly logs?: LogFiles;
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
  for (const file of options.logs?.files ?? []) {
    if (!/^\/[\w.@+/-]+\.jsonl$/.test(file))
      wrong(`log file "${file}"`, 'give an absolute path of letters, digits and . _ @ + - that ends in .jsonl');
    if (/\.\d[^/]*\.jsonl$/.test(file))
      wrong(`log file "${file}" is named like a rotated one`, 'name the live file only');
  }
  for (const name of options.logs ? Object.values(options.logs.owner) : [])
    if (!/^[a-z_][a-z0-9_-]*$/.test(name)) wrong(`owner "${name}" of the logs`, 'give the names of a user and a group');
  if (options.logs && !(options.logs.keep.ms > 0 && options.logs.keep.ms % 86_400_000 === 0))
    wrong(`logs are kept for ${formatDuration(options.logs.keep)}`, 'give whole days');
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
