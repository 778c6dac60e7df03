import { responseTimes } from '../catalog/severities.js';
import { unitName } from '../core/units.js';
import type { AlertingRule, RecordingRule } from '../prometheus/model.js';
import { print } from '../promql/print.js';
import { namesOf } from './alerts.js';
import { recordingsBehind } from './behind.js';
import type { Context } from './context.js';
import { block, code, paragraphs, sectionsOf, table } from './markdown.js';
import { incidentPage } from './model.js';
import { dashboardUrl, panelsFor, panelUrl } from './panels.js';
import { telling } from './telling.js';
import { conditionInWords, durationInWords, labelsInWords } from './words.js';

/** The page of an alert: its prose, and between the sections what the model knows. `prose` is resolved. */
export function alertPage(prose: string, context: Context): string {
  const { rules } = context;
  const written = new Map(sectionsOf(prose).sections.map(({ title, body }) => [title, body]));
  const section = (title: string, body = written.get(title) ?? '') => paragraphs(`## ${title}`, body);
  return paragraphs(
    `# ${namesOf(rules).join(', ')}`,
    [...new Set(rules.map(rule => rule.summary))].map(summary => `**${summary}.**`).join('\n'),
    rungs(context),
    section('Meaning'),
    section('Impact'),
    section('Panels', panels(context)),
    section('Diagnosis'),
    section('Mitigation'),
    section('Rollback'),
    section('Escalation'),
    context.routing ? section('Who is told', telling(context.routing, context)) : '',
    section('Query and limits', queries(rules)),
    section('Recording rules behind it', recordings(recordingsBehind(rules, context.groups))),
    section('When its series are missing', missing(rules)),
  );
}

/** One line for each rung of the ladder. */
function rungs({ rules, world }: Context): string {
  return table(
    ['severity', 'priority', 'answer within', 'fires when', 'for at least', 'clears'],
    rules.map(rule => [
      `${rule.severity}${labelsInWords(rule.labels)}`,
      `[${rule.priority}](${incidentPage(rule.priority)}.md)`,
      responseTimes[rule.priority],
      conditionInWords(rule, world),
      durationInWords(rule.for),
      rule.keepFiringFor ? `${durationInWords(rule.keepFiringFor)} after it is over` : 'when it is over',
    ]),
  );
}

function panels(context: Context): string {
  const { rules, dashboards, site } = context;
  const found = panelsFor(context);
  const lines = found.map(place => {
    const { dashboard, row, panel } = place;
    return `- [${panel.title}](${panelUrl(place, site)}) (${dashboard.title}, ${row.title}): ${panel.why}`;
  });
  const slugs = [...new Set(rules.map(rule => rule.dashboard))].filter(
    slug => !found.some(place => place.dashboard.slug === slug),
  );
  for (const slug of slugs) {
    const title = dashboards.find(dashboard => dashboard.slug === slug)?.title ?? slug;
    lines.unshift(`- [${title}](${dashboardUrl(slug, site)}), the dashboard that the alert links to`);
  }
  return lines.join('\n');
}

/** The exact expressions, each once, with the rungs that have them. */
function queries(rules: readonly AlertingRule[]): string {
  const by = new Map<string, string[]>();
  for (const rule of rules) {
    const expr = print(rule.expr);
    by.set(expr, [...(by.get(expr) ?? []), `${rule.severity}${labelsInWords(rule.labels)}`]);
  }
  return paragraphs(...[...by].map(([expr, rungs]) => `${rungs.join(', ')}:\n\n${block('promql', expr)}`));
}

function recordings(rules: readonly RecordingRule[]): string {
  if (rules.length === 0) return 'None: the query reads what the application exports.';
  return paragraphs(
    ...rules.map(({ series, expr, labels: own }) => {
      const title = `${code(series.name)}${labelsInWords(own)}, ${unitName(series.unit)}: ${series.help}`;
      return `${title}\n\n${block('promql', print(expr))}`;
    }),
  );
}

function missing(rules: readonly AlertingRule[]): string {
  const texts = rules.map(({ whenMissing: { does, because } }) => `It ${does}: ${because}.`);
  return [...new Set(texts)].join('\n');
}
