import { compare } from '../core/findings.js';
import { once } from '../core/once.js';
import type { SourceOf } from '../prometheus/render.js';
import { header } from '../prometheus/render.js';
import { alertsOf, priorities, rulesBy } from './alerts.js';
import { alertsPage } from './alerts-page.js';
import { contentsPage } from './contents.js';
import type { Context } from './context.js';
import { incidentPageOf } from './incident.js';
import { metricsPage } from './metrics-page.js';
import { incidentPage, type Runbooks } from './model.js';
import { alertPage } from './page.js';
import { resolvePlaceholders } from './placeholders.js';

/** What the pages are made of: a project, with or without runbooks. */
export interface Book extends Omit<Context, 'rules'> {
  readonly runbooks?: Runbooks;
}

/** The runbook pages and the reference pages, as path and text; sorted by path. */
export function renderPages(book: Book, sourceOf: SourceOf = () => undefined): (readonly [string, string])[] {
  const { runbooks } = book;
  const docs = [
    ['docs/alerts.md', file(alertsPage(book, runbooks !== undefined))],
    ['docs/metrics.md', file(metricsPage(book))],
  ] as const;
  const pages = runbooks
    ? [...runbookPages(book)].map(([name, text]) => {
        const source = name === 'README' ? sourceOf(runbooks.site) : `${runbooks.folder}/${name}.md`;
        return [`runbooks/${name}.md`, file(text, source)] as const;
      })
    : [];
  return [...docs, ...pages].sort(([a], [b]) => compare(a, b));
}

/** The text of every page by its name, README included. Placeholders that stand for nothing are left as they are. */
export const runbookPages = once((book: Book): ReadonlyMap<string, string> => {
  const { runbooks } = book;
  if (!runbooks) return new Map();
  const alerts = alertsOf(book.groups);
  const pages = new Map([['README', contentsPage(runbooks, alerts)]]);
  const resolved = (text: string, rules: Context['rules'] = []) => resolvePlaceholders(text, { ...book, rules }).text;
  const byRunbook = rulesBy(alerts, 'runbook');
  for (const [name, prose] of Object.entries(runbooks.alerts)) {
    const rules = byRunbook.get(name) ?? [];
    pages.set(name, alertPage(resolved(prose, rules), { ...book, rules }));
  }
  for (const priority of priorities) {
    const prose = resolved(runbooks.incidents[priority] ?? '');
    pages.set(incidentPage(priority), incidentPageOf(priority, prose, alerts));
  }
  for (const [name, prose] of Object.entries(runbooks.guides)) pages.set(name, resolved(prose).trim());
  return pages;
});

/** A page with the comment that says where it comes from. */
const file = (text: string, source?: string): string => `<!-- ${header(source).join(' ')} -->\n${text}\n`;
