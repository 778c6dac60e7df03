import type { Site } from '../catalog/site.js';
import type { World } from '../catalog/world.js';
import { dashboardUid } from '../grafana/dashboards.js';
import { panelId } from '../grafana/ids.js';
import { allPanels } from '../grafana/inspect.js';
import { type Dashboard, type Panel, panelQueries, type Row } from '../grafana/model.js';
import type { AlertingRule } from '../prometheus/model.js';
import { namesIn } from '../prometheus/proof/closure.js';

/** A panel and where it is. */
export interface PanelPlace {
  readonly dashboard: Dashboard;
  readonly row: Row;
  readonly panel: Panel;
}

/** Every panel of the dashboards. */
export const panelsOf = (dashboards: readonly Dashboard[]): PanelPlace[] =>
  dashboards.flatMap(dashboard => allPanels(dashboard).map(({ row, panel }) => ({ dashboard, row, panel })));

/** The address of a dashboard, as alerts have it in `dashboard_url`. */
export const dashboardUrl = (slug: string, site: Site): string => `${site.grafana}/d/${dashboardUid(slug, site)}`;

/** The address of one panel, large. */
export const panelUrl = ({ dashboard, panel }: PanelPlace, site: Site): string =>
  `${dashboardUrl(dashboard.slug, site)}?viewPanel=${panelId(dashboard, panel)}`;

/**
 * The panels that show what some alerts read: the same recorded series or the same metric. The alerts' own dashboards
 * come first; eight are enough to open at night.
 */
export function panelsFor(
  rules: readonly AlertingRule[],
  dashboards: readonly Dashboard[],
  world: World,
): PanelPlace[] {
  const metrics = (names: Iterable<string>) => [...names].map(name => world.series(name)?.metric.name ?? name);
  const read = new Set(rules.flatMap(rule => metrics(namesIn(rule.expr))));
  const found = panelsOf(dashboards).filter(({ panel }) =>
    panelQueries(panel).some(({ expr }) => metrics(namesIn(expr)).some(name => read.has(name))),
  );
  const own = new Set(rules.map(rule => rule.dashboard));
  return [...found.filter(p => own.has(p.dashboard.slug)), ...found.filter(p => !own.has(p.dashboard.slug))].slice(
    0,
    8,
  );
}
