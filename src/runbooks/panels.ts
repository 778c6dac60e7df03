import type { Site } from '../catalog/site.js';
import type { World } from '../catalog/world.js';
import { once } from '../core/once.js';
import { dashboardUid } from '../grafana/dashboards.js';
import { panelId } from '../grafana/ids.js';
import { allPanels } from '../grafana/inspect.js';
import { type Dashboard, type Panel, panelQueries, type Row } from '../grafana/model.js';
import type { AlertingRule, Rule, RuleGroup } from '../prometheus/model.js';
import { namesIn } from '../prometheus/proof/closure.js';
import { recordingsBehind } from './behind.js';

/** A panel and where it is. */
export interface PanelPlace {
  readonly dashboard: Dashboard;
  readonly row: Row;
  readonly panel: Panel;
}

/** Every panel of the dashboards. */
export const panelsOf = once((dashboards: readonly Dashboard[]): readonly PanelPlace[] =>
  dashboards.flatMap(dashboard => allPanels(dashboard).map(({ row, panel }) => ({ dashboard, row, panel }))),
);

const metricsOf = (names: Iterable<string>, world: World): string[] =>
  [...names].map(name => world.series(name)?.metric.name ?? name);

/** Every panel with the metrics that it shows. */
const shownBy = once((dashboards: readonly Dashboard[], world: World) =>
  panelsOf(dashboards).map(place => ({
    place,
    shown: panelQueries(place.panel).flatMap(({ expr }) => metricsOf(namesIn(expr), world)),
  })),
);

/** The address of a dashboard, as alerts have it in `dashboard_url`. */
export const dashboardUrl = (slug: string, site: Site): string => `${site.grafana}/d/${dashboardUid(slug, site)}`;

/** The address of one panel, large. */
export const panelUrl = ({ dashboard, panel }: PanelPlace, site: Site): string =>
  `${dashboardUrl(dashboard.slug, site)}?viewPanel=${panelId(dashboard, panel)}`;

/**
 * The panels that show what some alerts read: the same recorded series or the same metric, or, where no panel does, what
 * those are recorded from. Panels that show nothing else where there are any; the alerts' own dashboards first; eight
 * are enough to open at night.
 */
export function panelsFor({ rules, dashboards, groups, world }: PanelContext): PanelPlace[] {
  const reads = (of: readonly Rule[]) => new Set(of.flatMap(rule => metricsOf(namesIn(rule.expr), world)));
  const panels = shownBy(dashboards, world);
  const showing = (read: ReadonlySet<string>) => {
    const found = panels.filter(({ shown }) => shown.some(name => read.has(name)));
    const only = found.filter(({ shown }) => shown.every(name => read.has(name)));
    return (only.length > 0 ? only : found).map(({ place }) => place);
  };
  const direct = showing(reads(rules));
  const places = direct.length > 0 ? direct : showing(reads(recordingsBehind(rules, groups)));
  const own = new Set(rules.map(rule => rule.dashboard));
  const isOwn = ({ dashboard }: PanelPlace) => own.has(dashboard.slug);
  return [...places.filter(isOwn), ...places.filter(place => !isOwn(place))].slice(0, 8);
}

interface PanelContext {
  readonly rules: readonly AlertingRule[];
  readonly dashboards: readonly Dashboard[];
  readonly groups: readonly RuleGroup[];
  readonly world: World;
}
