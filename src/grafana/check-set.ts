import { type Finding, placeOf } from '../core/findings.js';
import { allPanels } from './inspect.js';
import type { Dashboard } from './model.js';
import { reportOn } from './report.js';

/** What is wrong with dashboards among each other. */
export function checkDashboardSet(dashboards: readonly Dashboard[]): Finding[] {
  const slugs = dashboards.map(d => d.slug);
  return [
    ...repeated(dashboards, 'slug', 'dashboard/slug-twice', 'they would be one file'),
    ...repeated(dashboards, 'title', 'dashboard/title-twice', 'Grafana refuses the second in a folder'),
    ...dashboards
      .flatMap(allPanels)
      .flatMap(({ row, panel }) =>
        panel.opens === undefined || slugs.includes(panel.opens)
          ? []
          : [
              reportOn(row, panel)(
                'panel/link-unknown',
                `the panel opens "${panel.opens}", which is not a dashboard`,
                `use one of ${slugs.join(', ')}`,
              ),
            ],
      ),
  ];
}

function repeated(dashboards: readonly Dashboard[], key: 'slug' | 'title', id: string, consequence: string): Finding[] {
  return dashboards
    .filter((d, i) => dashboards.findIndex(other => other[key] === d[key]) < i)
    .map(d => ({
      id,
      severity: 'error',
      place: placeOf(d.site, d.slug),
      message: `two dashboards have the ${key} "${d[key]}": ${consequence}`,
      fix: 'change one',
    }));
}
