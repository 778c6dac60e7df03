import { type Place, placeOf } from '../core/findings.js';
import { panelQueries, refId } from '../grafana/model.js';
import type { Rule } from '../prometheus/model.js';
import type { Query, Subject } from './model.js';

/** Where a rule is, as findings say it. */
export function rulePlace(rule: Rule): Place {
  return placeOf(rule.site, rule.kind === 'alert' ? rule.name : rule.series.name);
}

/** Every rule of the content. */
export function rulesOf(subject: Subject): Rule[] {
  return subject.groups.flatMap(group => group.rules);
}

/** Every expression of the content: rules, then panels and annotations, as they were written. */
export function queriesOf(subject: Subject): Query[] {
  const rules = rulesOf(subject).map(rule => ({ expr: rule.expr, use: rule.kind, place: rulePlace(rule) }));
  const panels = subject.dashboards.flatMap(dashboard =>
    dashboard.rows.flatMap(row =>
      row.panels.flatMap(panel =>
        panelQueries(panel).map(({ expr }, i) => ({
          expr,
          use: 'panel' as const,
          place: placeOf(panel.site, row.title, panel.title, refId(i)),
        })),
      ),
    ),
  );
  const marks = subject.dashboards.flatMap(dashboard =>
    dashboard.annotations.map(({ title, expr }) => ({
      expr,
      use: 'panel' as const,
      place: placeOf(dashboard.site, dashboard.title, title),
    })),
  );
  return [...rules, ...panels, ...marks];
}
