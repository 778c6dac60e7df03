import { seconds } from '../core/durations.js';
import { type Place, placeOf } from '../core/findings.js';
import { type Dashboard, panelQueries, refId } from '../grafana/model.js';
import type { Rule } from '../prometheus/model.js';
import { alertAnnotations, alertLabels } from '../prometheus/render.js';
import type { Alerting, CheckedRule, Query, Subject } from './model.js';

/** Where a rule is, as findings say it. */
export function rulePlace(rule: Rule): Place {
  return placeOf(rule.site, rule.kind === 'alert' ? rule.name : rule.series.name);
}

/** Every rule of the content. */
export function rulesOf(subject: Pick<Subject, 'groups'>): Rule[] {
  return subject.groups.flatMap(group => group.rules);
}

const none = seconds(0);

/** The rules of the content as checks see them. */
export function checkedRules({ groups, site }: Alerting): CheckedRule[] {
  return groups.flatMap(({ name, every, site: written, rules }) => {
    const at = placeOf(written, name);
    const group = {
      name,
      interval: every,
      fields: new Set(['name', 'interval', 'rules']),
      place: at,
      placeOf: () => at,
    };
    return rules.map((rule): CheckedRule => {
      const place = rulePlace(rule);
      const base = { group, expr: rule.expr, place, placeOf: () => place };
      return rule.kind === 'record'
        ? {
            ...base,
            kind: 'record',
            name: rule.series.name,
            for: none,
            keepFiringFor: none,
            labels: rule.labels,
            annotations: {},
          }
        : {
            ...base,
            kind: 'alert',
            name: rule.name,
            for: rule.for,
            keepFiringFor: rule.keepFiringFor ?? none,
            labels: alertLabels(rule),
            annotations: alertAnnotations(rule, site),
          };
    });
  });
}

/** The expressions of the rules. */
export function ruleQueries(subject: Alerting): Query[] {
  return rulesOf(subject).map(rule => ({ expr: rule.expr, use: rule.kind, place: rulePlace(rule) }));
}

/** The expressions of a dashboard, as they were written: panels, then annotations. */
export function panelQueriesOf(dashboard: Dashboard): Query[] {
  const panels = dashboard.rows.flatMap(row =>
    row.panels.flatMap(panel =>
      panelQueries(panel).map(({ expr }, i) => ({
        expr,
        use: 'panel' as const,
        place: placeOf(panel.site, row.title, panel.title, refId(i)),
      })),
    ),
  );
  const marks = dashboard.annotations.map(({ title, expr }) => ({
    expr,
    use: 'panel' as const,
    place: placeOf(dashboard.site, dashboard.title, title),
  }));
  return [...panels, ...marks];
}
