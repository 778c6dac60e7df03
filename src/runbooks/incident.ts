import type { Priority } from '../catalog/severities.js';
import { responseTimes } from '../catalog/severities.js';
import type { AlertingRule } from '../prometheus/model.js';
import { rulesBy } from './alerts.js';
import { paragraphs } from './markdown.js';

/** The page of a priority: how soon to answer, the prose, and the alerts that have it. `prose` is resolved. */
export function incidentPageOf(priority: Priority, prose: string, alerts: readonly AlertingRule[]): string {
  const own = rulesBy(
    alerts.filter(alert => alert.priority === priority),
    'name',
  );
  const lines = [...own].map(([name, [rule]]) => `- [${name}](${rule?.runbook}.md): ${rule?.summary}`);
  return paragraphs(
    `# ${priority} incidents`,
    `**Answer within ${responseTimes[priority]}.**`,
    prose.trim(),
    '## Alerts of this priority',
    lines.join('\n') || 'None.',
  );
}
