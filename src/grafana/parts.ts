import type { Site } from '../catalog/site.js';
import type { World } from '../catalog/world.js';
import type { CallSite } from '../core/call-site.js';
import { dashboardUid } from './dashboards.js';
import { panelId, rowId } from './ids.js';
import { type GridPosition, placeRows } from './layout.js';
import type { Dashboard } from './model.js';

/** Tells the file of a call site as descriptions show it, e.g. `dashboards/errors.ts`. */
export type SourceOf = (site: CallSite | undefined) => string | undefined;

/** The folder of the dashboards, from the root of what is generated. */
export const dashboardsFolder = 'grafana/dashboards';

/** Where a dashboard is written: `grafana/dashboards/UID.json`. */
export const dashboardFile = (dashboard: Dashboard, site: Site): string =>
  `${dashboardsFolder}/${dashboardUid(dashboard.slug, site)}.json`;

/** What the parts of a dashboard follow from: the arguments of `frameJson`, and of `panelJson` for each panel. */
export function dashboardParts(
  dashboard: Dashboard,
  all: readonly Dashboard[],
  world: World,
  site: Site,
  sourceOf: SourceOf,
) {
  const { rows, ...rest } = dashboard;
  const places = placeRows(rows);
  const headings = places.map(
    ({ row, heading }): Heading => ({ title: row.title, id: rowId(dashboard, row), heading }),
  );
  const hasLogs = rows.some(row => row.panels.some(panel => panel.type === 'logs'));
  const links = all
    .filter(other => other.slug !== dashboard.slug)
    .map(({ slug, title, description }) => ({ slug, title, description }));
  const frame = [rest, headings, hasLogs, links, world, site, sourceOf(dashboard.site)] as const;
  const panels = places.flatMap(({ row, heading, panels: at }) =>
    row.panels.map((panel, i) => [panel, panelId(dashboard, panel), at[i] ?? heading, world, site] as const),
  );
  return { frame, panels };
}

/** The line above a row of panels. */
export interface Heading {
  readonly title: string;
  readonly id: number;
  readonly heading: GridPosition;
}

/** Plain data with its keys sorted. */
export interface Drawn {
  readonly json: Readonly<Record<string, unknown>>;
}

/** The text of a dashboard: each row's heading, and its panels behind it. */
export function dashboardText({ rows }: Dashboard, { json: frame }: Drawn, drawn: readonly Drawn[]): string {
  const headings = frame.panels as unknown[];
  const waiting = drawn.map(({ json }) => json);
  const panels = rows.flatMap((row, i) => [headings[i], ...waiting.splice(0, row.panels.length)]);
  return `${JSON.stringify({ ...frame, panels }, null, 2)}\n`;
}
