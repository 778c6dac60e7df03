import type { Recorded } from '../../src/catalog/metrics.js';
import { isRecorded } from '../../src/catalog/world.js';
import type { Dashboard, Panel } from '../../src/grafana/model.js';
import { type Node, project, type Rule, type RuleGroup, world } from '../../src/index.js';
import type { Project } from '../../src/project/model.js';
import { selector } from '../../src/promql/nodes.js';
import { transform } from '../../src/promql/walk.js';

/**
 * The rules and dashboards of a project n times over: the same catalog, and of each recorded series, alert and dashboard
 * one for every copy. Other parts name alerts, which have other names here: they stay out.
 */
export function copies(of: Project, n: number): Project {
  const recorded = of.world.metrics.filter(isRecorded);
  const parts = Array.from({ length: n }, (_, i) => copy(of, recorded, i));
  const metrics = [...of.world.metrics.filter(m => !isRecorded(m)), ...parts.flatMap(p => p.series)];
  return project({
    site: of.site,
    world: world(Object.fromEntries(metrics.map(m => [m.name, m]))),
    groups: parts.flatMap(p => p.groups),
    dashboards: parts.flatMap(p => p.dashboards),
  });
}

function copy(of: Project, recorded: readonly Recorded[], i: number) {
  const renamed = new Map(recorded.map(r => [r.name, { ...r, name: `${r.name}_${i}` }]));
  const expr = (node: Node): Node =>
    transform(node, n => {
      const to = n.kind === 'selector' && n.name !== undefined ? renamed.get(n.name) : undefined;
      return to && n.kind === 'selector' ? selector({ ...n, name: to.name }) : n;
    });
  const rule = (r: Rule): Rule => {
    if (r.kind === 'record') return { ...r, series: renamed.get(r.series.name) ?? r.series, expr: expr(r.expr) };
    const { condition } = r;
    return {
      ...r,
      name: `${r.name}${i}`,
      dashboard: `${r.dashboard}-${i}`,
      expr: expr(r.expr),
      ...(condition && { condition: { ...condition, value: expr(condition.value) } }),
    };
  };
  const panel = ({ opens, ...rest }: Panel): Panel => {
    const p: Panel = { ...rest, ...(opens !== undefined && { opens: `${opens}-${i}` }) };
    if (p.type === 'logs' || p.type === 'alerts') return p;
    return p.type === 'table'
      ? { ...p, columns: p.columns.map(c => ({ ...c, expr: expr(c.expr) })) }
      : { ...p, series: p.series.map(s => ({ ...s, expr: expr(s.expr) })) };
  };
  const groups = of.groups.map((g): RuleGroup => ({ ...g, name: `${g.name}-${i}`, rules: g.rules.map(rule) }));
  const dashboards = of.dashboards.map(
    (d): Dashboard => ({
      ...d,
      slug: `${d.slug}-${i}`,
      title: `${d.title} ${i}`,
      rows: d.rows.map(r => ({ ...r, panels: r.panels.map(panel) })),
    }),
  );
  return { series: [...renamed.values()], groups, dashboards };
}
