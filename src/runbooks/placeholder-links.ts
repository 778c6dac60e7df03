import { alertsOf, rulesBy } from './alerts.js';
import type { Context } from './context.js';
import { dashboardUrl, panelsOf, panelUrl } from './panels.js';
import { unknown } from './refusal.js';

/** `[Name](page.md)`, from any page to another alert's. */
export function alertLink(name: string, { groups }: Context): string {
  const alerts = rulesBy(alertsOf(groups), 'name');
  const [rule] = alerts.get(name) ?? [];
  if (!rule) throw unknown('alert', name, [...alerts.keys()]);
  return `[${name}](${rule.runbook}.md)`;
}

/** `[Title](url)` of a dashboard, by its slug. */
export function dashboardLink(slug: string, { dashboards, site }: Context): string {
  const found = dashboards.find(dashboard => dashboard.slug === slug);
  if (!found)
    throw unknown(
      'dashboard',
      slug,
      dashboards.map(dashboard => dashboard.slug),
    );
  return `[${found.title}](${dashboardUrl(slug, site)})`;
}

/** `[Title](url)` of a panel, by `slug/Title`. */
export function panelLink(argument: string, { dashboards, site }: Context): string {
  const places = panelsOf(dashboards);
  const name = ({ dashboard, panel }: (typeof places)[number]) => `${dashboard.slug}/${panel.title}`;
  const found = places.find(place => name(place) === argument);
  if (!found) throw unknown('panel', argument, places.map(name));
  return `[${found.panel.title}](${panelUrl(found, site)})`;
}
