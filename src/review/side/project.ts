import { renderAlertmanager } from '../../alertmanager/render.js';
import type { CallSite } from '../../core/call-site.js';
import { formatDuration } from '../../core/durations.js';
import type { Place } from '../../core/findings.js';

import { alertLabelsOf } from '../../lint/alert-labels.js';
import type { Loaded } from '../../project/load.js';
import { shorten } from '../../project/locate.js';
import { sourceNames } from '../../project/sources.js';
import type { Rule, RuleGroup } from '../../prometheus/model.js';
import { ruleEntry, ruleFile } from '../../prometheus/render.js';
import { readSide, type SideFile } from './files.js';
import type { Side, SideDashboard, SideGroup, SideRule } from './model.js';

/** Tells where something was defined, from the root of its project. */
type PlaceOf = (site: CallSite | undefined) => Place;

/** A side from a project: what it generates, with the places of its sources. */
export async function sideOfProject(loaded: Loaded, name: string): Promise<Side> {
  const { project, locate, root, config } = loaded;
  const { world, site, routing, groups, dashboards } = project;
  const [{ renderDashboards }, { dashboardFile }] = await Promise.all([
    import('../../grafana/render.js'),
    import('../../grafana/parts.js'),
  ]);
  const sources = sourceNames(loaded);
  const placeOf: PlaceOf = from => {
    if (!from) return { file: shorten(config, root) };
    const { file, line, column } = locate(from);
    return { file: shorten(file, root), line, column };
  };
  const files = [
    ...renderDashboards(dashboards, world, site, sources),
    ...(routing ? renderAlertmanager(routing, site, alertLabelsOf(project), sources).slice(0, 1) : []),
  ];
  const read = readSide(files.map(([path, text]): SideFile => ({ path, shown: path, text })));
  const panelPlaces = new Map(
    dashboards.map(board => [
      dashboardFile(board, site),
      new Map(board.rows.flatMap(row => row.panels.map(panel => [panel.title, panel.site] as const))),
    ]),
  );
  const boardSites = new Map(dashboards.map(board => [dashboardFile(board, site), board.site]));
  return {
    name,
    groups: groups.map(group => sideGroup(group, loaded, placeOf)),
    dashboards: read.dashboards.map(
      (board): SideDashboard => ({
        ...board,
        place: title =>
          placeOf(
            (title === undefined ? undefined : panelPlaces.get(board.file)?.get(title)) ?? boardSites.get(board.file),
          ),
      }),
    ),
    ...(read.alertmanager && { alertmanager: { ...read.alertmanager, place: () => placeOf(routing?.site) } }),
    world,
    metricPlace: metric => placeOf(metric.site),
    externalLabels: site.externalLabels,
    notes: [],
  };
}

function sideGroup(group: RuleGroup, loaded: Loaded, placeOf: PlaceOf): SideGroup {
  return {
    file: ruleFile(group),
    name: group.name,
    interval: formatDuration(group.every),
    settings: {},
    rules: group.rules.map(rule => sideRule(rule, loaded, placeOf)),
    place: () => placeOf(group.site),
  };
}

function sideRule(rule: Rule, { project }: Loaded, placeOf: PlaceOf): SideRule {
  const entry = ruleEntry(rule, project.site);
  const place = () => placeOf(rule.site);
  if ('record' in entry)
    return {
      kind: 'record',
      name: entry.record,
      expr: entry.expr,
      for: '',
      keepFiringFor: '',
      labels: rule.labels,
      annotations: {},
      place,
    };
  const condition = rule.kind === 'alert' ? rule.condition : undefined;
  return {
    kind: 'alert',
    name: entry.alert,
    expr: entry.expr,
    for: entry.for ?? '',
    keepFiringFor: entry.keep_firing_for ?? '',
    labels: entry.labels,
    annotations: entry.annotations,
    ...(condition?.limit?.id !== undefined && { limit: condition.limit.id }),
    ...(condition && { unit: condition.threshold.unit }),
    place,
  };
}
