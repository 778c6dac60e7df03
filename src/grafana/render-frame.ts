import { oneOf } from '../catalog/select.js';
import type { Site } from '../catalog/site.js';
import type { World } from '../catalog/world.js';
import { compare } from '../core/findings.js';
import type { Matcher, Node } from '../promql/ast.js';
import { selector } from '../promql/nodes.js';
import { print } from '../promql/print.js';
import { firingAlerts } from './annotations.js';
import { dashboardUid } from './dashboards.js';
import type { Annotation, Dashboard, LabelVariable } from './model.js';
import { datasources } from './render-target.js';
import { scope } from './scope.js';
import { leavingOut, sdk } from './sdk.js';

/** What stands around a dashboard's panels: variables, annotations, and links to the project's other dashboards. */

/** Datasource, job and instance, then the dashboard's own, each narrowed by those before it. */
export function renderVariables(
  { variables: own }: Pick<Dashboard, 'variables'>,
  hasLogs: boolean,
  world: World,
  site: Site,
) {
  const up = (...matchers: Matcher[]): Node => selector({ name: 'up', matchers });
  const jobs = oneOf(...(Object.keys(site.jobs) as [string, ...string[]]));
  const sources = [sourceVariable('datasource', 'Data source', 'prometheus', site.datasources.prometheus)];
  if (hasLogs) sources.push(sourceVariable('loki_datasource', 'Loki data source', 'loki', site.datasources.loki));
  const variables = [
    ...sources,
    labelVariable('job', 'Job', up({ label: 'job', op: jobs.op, value: jobs.pattern })),
    labelVariable('instance', 'Instance', up({ label: 'job', op: '=~', value: '$job' })),
    ...own.map((v: LabelVariable) => labelVariable(v.name, v.title, scope(v.of, world))),
  ];
  return variables.map(v => leavingOut(v, 'auto', 'auto_min', 'auto_count'));
}

function sourceVariable(name: string, label: string, type: string, source: { name: string; uid: string }) {
  return new sdk.dashboard.DatasourceVariableBuilder(name)
    .label(label)
    .type(type)
    .current({ selected: true, text: source.name, value: source.uid });
}

function labelVariable(name: string, label: string, of: Node) {
  const query = `label_values(${print(of)}, ${name})`;
  return new sdk.dashboard.QueryVariableBuilder(name)
    .label(label)
    .datasource(datasources.prometheus)
    .query(query)
    .definition(query)
    .multi(true)
    .includeAll(true)
    .allValue('.+')
    .current({ selected: true, text: ['All'], value: ['$__all'] })
    .refresh(sdk.dashboard.VariableRefresh.OnTimeRangeChanged)
    .sort(sdk.dashboard.VariableSort.NaturalAsc);
}

/** Firing alerts, then the dashboard's own marks. */
export function renderAnnotations({ annotations }: Pick<Dashboard, 'annotations'>, world: World) {
  return [firingAlerts, ...annotations].map((annotation: Annotation) => {
    const query = new sdk.dashboard.AnnotationQueryBuilder()
      .name(annotation.title)
      .datasource(datasources.prometheus)
      .enable(true)
      .hide(false)
      .iconColor(annotation.color)
      .expr(print(scope(annotation.expr, world)))
      .step('60s')
      .titleFormat(annotation.title)
      .textFormat(annotation.text);
    return leavingOut(query, 'placement');
  });
}

/** Links to the other dashboards, by title; they keep time and variables. */
export function renderLinks(others: readonly Pick<Dashboard, 'slug' | 'title' | 'description'>[], site: Site) {
  return others
    .toSorted((a, b) => compare(a.title, b.title))
    .map(other => {
      const link = new sdk.dashboard.DashboardLinkBuilder(other.title)
        .type(sdk.dashboard.DashboardLinkType.Link)
        .url(`/d/${dashboardUid(other.slug, site)}`)
        .icon('dashboard')
        .tooltip(other.description)
        .includeVars(true)
        .keepTime(true);
      return leavingOut(link, 'placement');
    });
}
