import { type Place, placeOf } from '../core/findings.js';
import { panelQueries, refId } from '../grafana/model.js';
import type { Rule } from '../prometheus/model.js';
import { alertAnnotations, alertLabels } from '../prometheus/render.js';
import type { CheckedRule, Query, Subject } from './model.js';

/** Where a rule is, as findings say it. */
export function rulePlace(rule: Rule): Place {
  return placeOf(rule.site, rule.kind === 'alert' ? rule.name : rule.series.name);
}

/** Every rule of the content. */
export function rulesOf(subject: Pick<Subject, 'groups'>): Rule[] {
  return subject.groups.flatMap(group => group.rules);
}

/** The rules of the content as checks see them. */
export function checkedRules({ groups, site }: Subject): CheckedRule[] {
  return groups.flatMap(group =>
    group.rules.map(rule => {
      const place = rulePlace(rule);
      const base = { group: group.name, expr: rule.expr, place, placeOf: () => place };
      return rule.kind === 'record'
        ? { ...base, kind: 'record', name: rule.series.name, labels: rule.labels, annotations: {} }
        : {
            ...base,
            kind: 'alert',
            name: rule.name,
            labels: alertLabels(rule),
            annotations: alertAnnotations(rule, site),
          };
    }),
  );
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
