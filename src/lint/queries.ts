import type { CallSite } from '../core/call-site.js';
import type { Place } from '../core/findings.js';
import { panelQueries, refId } from '../grafana/model.js';
import type { Rule } from '../prometheus/model.js';
import type { Query, Subject } from './model.js';

/** Where a rule is, as findings say it. */
export function rulePlace(rule: Rule): Place {
  return placeAt(rule.site, rule.kind === 'alert' ? rule.name : rule.series.name);
}

/** A line of content and the item on it. */
export function placeAt(site: CallSite | undefined, item: string): Place {
  return { file: site?.file ?? 'project', item, ...(site && { line: site.line, column: site.column }) };
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
          place: placeAt(panel.site, `${row.title} › ${panel.title} › ${refId(i)}`),
        })),
      ),
    ),
  );
  return [...rules, ...panels];
}
