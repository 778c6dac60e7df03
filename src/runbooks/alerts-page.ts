import { responseTimes } from '../catalog/severities.js';
import { describeSource } from '../core/sources.js';
import type { AlertingRule } from '../prometheus/model.js';
import { print } from '../promql/print.js';
import { alertsOf, priorities, rulesBy } from './alerts.js';
import type { Context } from './context.js';
import { code, paragraphs, table } from './markdown.js';
import { conditionInWords, durationInWords, labelsInWords } from './words.js';

/** The inventory of alerts: one line for each rung. `pages` says whether the project writes runbook pages. */
export function alertsPage(
  { groups, site, world }: Pick<Context, 'groups' | 'site' | 'world'>,
  pages: boolean,
): string {
  const byName = [...rulesBy(alertsOf(groups), 'name').values()].flat();
  const link = ({ runbook }: AlertingRule) =>
    pages ? `[${runbook}](../runbooks/${runbook}.md)` : `[${runbook}](${site.runbooks}/${runbook}.md)`;
  return paragraphs(
    '# Alerts',
    `Answered within: ${priorities.map(priority => `${priority} ${responseTimes[priority]}`).join(', ')}.`,
    table(
      ['alert', 'what it says', 'fires when', 'for', 'keeps firing', 'severity', 'priority', 'runbook'],
      byName.map(rule => [
        `${code(rule.name)}${labelsInWords(rule.labels)}`,
        rule.summary,
        conditionInWords(rule, world),
        durationInWords(rule.for),
        rule.keepFiringFor ? durationInWords(rule.keepFiringFor) : '',
        rule.severity,
        rule.priority,
        link(rule),
      ]),
    ),
    '## Queries, and what happens when series are missing',
    table(
      ['alert', 'query', 'when missing', 'source'],
      byName.map(rule => [
        `${code(rule.name)} ${rule.severity}${labelsInWords(rule.labels)}`,
        code(print(rule.expr)),
        `${rule.whenMissing.does}: ${rule.whenMissing.because}`,
        describeSource(rule.source),
      ]),
    ),
  );
}
