import type { Site } from '../catalog/site.js';
import type { World } from '../catalog/world.js';
import { type Finding, placeOf } from '../core/findings.js';
import { infer } from '../infer/infer.js';
import { print } from '../promql/print.js';
import { checkLegends, legendLabels, lost } from './check-legend.js';
import { checkQueries } from './check-queries.js';
import { checkSeries } from './check-series.js';
import { checkDashboardSet } from './check-set.js';
import { checkUnits } from './check-units.js';
import { checkVariables } from './check-variables.js';
import { dashboardUid } from './dashboards.js';
import { panelId, rowId } from './ids.js';
import { allPanels, inspectQueries } from './inspect.js';
import type { Annotation, Dashboard } from './model.js';
import { reportOn } from './report.js';

/** Everything that is wrong with one dashboard. What is wrong with its expressions as PromQL, others tell. */
export function checkDashboard(dashboard: Dashboard, world: World, site: Site): Finding[] {
  return [
    ...checkUid(dashboard, site),
    ...checkIds(dashboard),
    ...checkVariables(dashboard),
    ...dashboard.annotations.flatMap(a => checkAnnotation(dashboard, a, world)),
    ...allPanels(dashboard).flatMap(({ row, panel }) => {
      const queries = inspectQueries(panel, world);
      const report = reportOn(row, panel);
      return [
        ...checkUnits(panel, queries, report),
        ...checkLegends(panel, queries, report),
        ...checkQueries(queries, world, report),
        ...checkSeries(panel, queries, report),
      ];
    }),
  ];
}

/** Everything that is wrong with a project's dashboards, each for itself and among each other. */
export function checkDashboards(dashboards: readonly Dashboard[], world: World, site: Site): Finding[] {
  return [...dashboards.flatMap(d => checkDashboard(d, world, site)), ...checkDashboardSet(dashboards)];
}

function checkUid(dashboard: Dashboard, site: Site): Finding[] {
  const uid = dashboardUid(dashboard.slug, site);
  if (uid.length <= 40) return [];
  return [
    {
      id: 'dashboard/uid-too-long',
      severity: 'error',
      place: placeOf(dashboard.site, dashboard.slug),
      message: `the uid ${uid} has ${uid.length} characters; Grafana stops at 40`,
      fix: 'shorten the slug',
    },
  ];
}

function checkIds(dashboard: Dashboard): Finding[] {
  const holders = new Map<number, string>();
  const all = [
    ...dashboard.rows.map(row => ({ id: rowId(dashboard, row), name: `row ${row.title}`, site: row.site })),
    ...allPanels(dashboard).map(({ row, panel }) => ({
      id: panelId(dashboard, panel),
      name: `${row.title} › ${panel.title}`,
      site: panel.site,
    })),
  ];
  return all.flatMap(({ id, name, site }): Finding[] => {
    const holder = holders.get(id);
    holders.set(id, holder ?? name);
    if (holder === undefined) return [];
    return [
      {
        id: 'panel/id-twice',
        severity: 'error',
        place: placeOf(site, name),
        message: `the panel gets the same id as ${holder}`,
        fix: 'rename it, or give it a `key` of its own',
      },
    ];
  });
}

function checkAnnotation(dashboard: Dashboard, annotation: Annotation, world: World): Finding[] {
  const query = { inferred: infer(annotation.expr, world) };
  return lost(query, legendLabels(annotation.text)).map(label => ({
    id: 'legend/label-lost',
    severity: 'error',
    place: placeOf(dashboard.site, annotation.title),
    message: `the text of the annotation names {{${label}}}, which the query does not return`,
    fix: 'leave it out, or keep the label in the query',
    source: print(annotation.expr),
  }));
}
