import { responseTimes } from '../catalog/severities.js';
import type { AlertingRule } from '../prometheus/model.js';
import { mostUrgent, priorities, rulesBy } from './alerts.js';
import { paragraphs, table } from './markdown.js';
import { incidentPage, type Runbooks } from './model.js';

/** The list of all pages: what is linked from everywhere else, most urgent first. */
export function contentsPage({ guides }: Runbooks, alerts: readonly AlertingRule[]): string {
  const byName = [...rulesBy(alerts, 'name')];
  const ordered = priorities.flatMap(priority => byName.filter(([, rules]) => mostUrgent(rules) === priority));
  return paragraphs(
    '# Runbooks',
    'An alert names its page in `runbook_url`. Alerts are sorted by the most urgent priority that they can have.',
    '## Incidents',
    priorities
      .map(priority => `- [${priority}](${incidentPage(priority)}.md): answer within ${responseTimes[priority]}`)
      .join('\n'),
    '## Guides',
    Object.entries(guides)
      .map(([name, text]) => `- [${titleOf(text) ?? name}](${name}.md)`)
      .join('\n'),
    '## Alerts',
    table(
      ['alert', 'priorities', 'what it says'],
      ordered.map(([name, rules]) => [
        `[${name}](${rules[0]?.runbook}.md)`,
        priorities.filter(priority => rules.some(rule => rule.priority === priority)).join(', '),
        [...new Set(rules.map(rule => rule.summary))].join('; '),
      ]),
    ),
  );
}

/** The title of a guide: its first line, a `#` heading. */
export const titleOf = (text: string): string | undefined => /^\s*# +(.+?)\s*(?:\n|$)/.exec(text)?.[1];
