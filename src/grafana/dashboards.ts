import type { Site } from '../catalog/site.js';
import type { Allowing } from '../core/allowances.js';
import { here } from '../core/call-site.js';
import type { Duration } from '../core/durations.js';
import { hours } from '../core/durations.js';
import { TelltaleError } from '../core/errors.js';
import type { Annotation, Dashboard, LabelVariable, Panel, Row } from './model.js';

interface DashboardOptions extends Allowing {
  readonly title: string;
  /** The question that it answers; where it comes from is added. */
  readonly description: string;
  readonly tags?: readonly string[];
  /** How often it reloads, by the tier of what it shows (ruling R21). In whole seconds, 5 at least. */
  readonly refresh: Duration;
  /** How much time it shows at first; 6 hours unless given. In whole seconds. */
  readonly span?: Duration;
  /** Besides datasource, job and instance, which every dashboard has. */
  readonly variables?: readonly LabelVariable[];
  /** Besides firing alerts, which every dashboard marks. */
  readonly annotations?: readonly Annotation[];
  readonly rows: readonly [Row, ...Row[]];
}

/**
 * A dashboard. Its uid is the site's prefix, a dash and the slug, and never changes. Links to the project's other
 * dashboards, variables and annotations are added. @throws TelltaleError on misuse.
 */
export function dashboard(slug: string, options: DashboardOptions): Dashboard {
  const wrong = (what: string, fix: string): never => {
    throw new TelltaleError(`dashboard "${slug}" ${what}`, { fix });
  };
  const { title, description, refresh, tags = [], span = hours(6), variables = [], annotations = [], rows } = options;
  if (!/^[a-z][a-z0-9-]*$/.test(slug)) wrong('has no proper slug', 'use lower-case letters, digits and -');
  if (title.trim() === '') wrong('has no title', 'name what it is about');
  if (description.trim() === '') wrong('has no description', 'say which question it answers');
  if (rows.length === 0) wrong('has no rows', 'add one, or delete the dashboard');
  if (refresh.ms < 5000) wrong('reloads more often than every 5 seconds', 'nothing is scraped that often: reload less');
  if (span.ms <= 0) wrong('shows no time', 'give a positive span');
  for (const [name, { ms }] of Object.entries({ refresh, span })) {
    if (ms % 1000 !== 0) wrong(`has a ${name} of ${ms} ms`, 'Grafana counts in whole seconds: round it');
  }
  twice(
    rows.map(r => r.title),
    name => wrong(`has two rows "${name}"`, 'rename one of them'),
  );
  twice([...addedVariables, ...variables.map(v => v.name)], name =>
    wrong(`has two variables "${name}"`, `${addedVariables.join(', ')} are added; rename or leave out`),
  );
  return Object.freeze({
    kind: 'dashboard',
    slug,
    title,
    description,
    tags: Object.freeze([...tags]),
    refresh,
    span,
    variables: Object.freeze([...variables]),
    annotations: Object.freeze([...annotations]),
    rows: Object.freeze([...rows]),
    ...(options.allow && { allow: options.allow }),
    site: here(),
  });
}

/** The variables that rendering gives to every dashboard that needs them. */
export const addedVariables: readonly string[] = ['datasource', 'loki_datasource', 'job', 'instance'];

/** Panels under one heading, in reading order: `row('Chat', panel, panel)`. */
export function row(title: string, ...panels: readonly Panel[]): Row {
  if (title.trim() === '') throw new TelltaleError('a row without a title', { fix: 'name what its panels share' });
  if (panels.length === 0)
    throw new TelltaleError(`row "${title}" has no panels`, { fix: 'add one, or delete the row' });
  return Object.freeze({ kind: 'row', title, panels: Object.freeze(panels), site: here() });
}

/** The uid of a dashboard in an installation: what URLs, alerts and file names use. */
export const dashboardUid = (slug: string, site: Site): string => `${site.uidPrefix}-${slug}`;

function twice(names: readonly string[], complain: (name: string) => void): void {
  const name = names.find((n, i) => names.indexOf(n) !== i);
  if (name !== undefined) complain(name);
}
