import type { Priority } from '../catalog/severities.js';
import { type CallSite, here } from '../core/call-site.js';
import { TelltaleError } from '../core/errors.js';

/** The prose of a project's runbooks, as Markdown by page name; what the model knows is added when pages are written. */
export interface Runbooks {
  readonly kind: 'runbooks';
  /** The folder of the prose, relative to the config file: findings name its files. */
  readonly folder: string;
  /** One page for each name that alerts have as `runbook`. */
  readonly alerts: Readonly<Record<string, string>>;
  /** What to do in an incident of each priority, on the pages `incident-p0` to `incident-p3`. */
  readonly incidents: Readonly<Record<Priority, string>>;
  /** Pages of their own, with a title: what several runbooks refer to. */
  readonly guides: Readonly<Record<string, string>>;
  readonly site: CallSite | undefined;
}

/** The sections that an alert's prose has, in this order. */
export const alertSections = ['Meaning', 'Impact', 'Diagnosis', 'Mitigation', 'Rollback', 'Escalation'] as const;

/** The sections that the prose of a priority has, in this order. */
export const incidentSections = ['What counts', 'What to do', 'Escalation', 'Over when'] as const;

/**
 * The runbooks of a project: `runbooks('alerts/runbooks', { alerts: { down }, incidents, guides })`, each text imported
 * from NAME.md in that folder. Figures in the prose are placeholders such as `{{limit warning}}`, never typed.
 * @throws TelltaleError when a page is no text, has no proper name, or two have the same.
 */
export function runbooks(folder: string, pages: Pick<Runbooks, 'alerts' | 'incidents' | 'guides'>): Runbooks {
  const all = [
    ...Object.entries(pages.alerts),
    ...Object.entries(pages.incidents).map(([priority, text]) => [incidentPage(priority as Priority), text] as const),
    ...Object.entries(pages.guides),
  ];
  const names = new Set<string>();
  for (const [name, text] of all) {
    const wrong = (what: string, fix: string) => new TelltaleError(`runbook "${name}" ${what}`, { fix });
    if (!/^[a-z][a-z0-9-]*$/.test(name)) throw wrong('has no proper name', 'use lower-case letters, digits and -');
    if (typeof text !== 'string') throw wrong('is no text', `import it from './${name}.md'`);
    if (names.has(name)) throw wrong('is there twice', 'rename one');
    names.add(name);
  }
  return Object.freeze({ kind: 'runbooks', folder, ...pages, site: here() });
}

/** The name of a priority's page: `incident-p0`. */
export const incidentPage = (priority: Priority): string => `incident-${priority.toLowerCase()}`;
