import type { Finding, Place } from '../core/findings.js';
import { nearest } from '../core/nearest.js';
import { rulePlace } from '../lint/queries.js';
import { alertsOf, priorities, rulesBy } from './alerts.js';
import { titleOf } from './contents.js';
import { brokenLinks } from './links.js';
import { linesOf, sectionsOf } from './markdown.js';
import { alertSections, incidentPage, incidentSections, type Runbooks } from './model.js';
import { resolvePlaceholders } from './placeholders.js';
import { queriesIn } from './queries.js';
import { type Book, runbookPages } from './render.js';

/** One text of the runbooks, before and after its placeholders were resolved. */
interface Prose {
  readonly name: string;
  readonly place: (line?: number) => Place;
  /** The sections that it has to have; a guide has its own. */
  readonly sections: readonly string[] | undefined;
  readonly resolved: ReturnType<typeof resolvePlaceholders>;
}

/** The queries of one page. */
export interface PageQueries {
  /** The file of its prose. */
  readonly file: string;
  readonly asked: ReturnType<typeof queriesIn>;
}

/** What is wrong with the runbooks of a project beside their queries, and those. */
export function readRunbooks(book: Book): { readonly findings: Finding[]; readonly queries: PageQueries[] } {
  const { runbooks } = book;
  if (!runbooks) return { findings: [], queries: [] };
  const prose = proseOf(book, runbooks);
  const pages = runbookPages(book);
  const findings = [
    ...counterparts(book, runbooks),
    ...unknownDashboards(book),
    ...prose.flatMap(page => [...checkSections(page), ...checkPlaceholders(page)]),
    ...prose.flatMap(({ name, place, resolved }) =>
      brokenLinks(name, resolved.text, pages, book).map(({ line, message, fix }) =>
        error('runbook/link', place(line), message, fix),
      ),
    ),
  ];
  const queries = prose.flatMap(({ place, resolved }) => {
    // A placeholder that stands for nothing is told already, and is no PromQL.
    const asked = queriesIn(resolved.text).filter(({ text }) => !text.includes('{{'));
    return asked.length > 0 ? [{ file: place().file, asked }] : [];
  });
  return { findings, queries };
}

function proseOf(book: Book, runbooks: Runbooks): Prose[] {
  const byRunbook = rulesBy(alertsOf(book.groups), 'runbook');
  const prose = (name: string, text: string, sections?: readonly string[]): Prose => ({
    name,
    place: line => ({ file: `${runbooks.folder}/${name}.md`, ...(line !== undefined && { line }) }),
    sections,
    resolved: resolvePlaceholders(text, { ...book, rules: byRunbook.get(name) ?? [] }),
  });
  return [
    ...Object.entries(runbooks.alerts).map(([name, text]) => prose(name, text, alertSections)),
    ...priorities
      .filter(priority => runbooks.incidents[priority] !== undefined)
      .map(priority => prose(incidentPage(priority), runbooks.incidents[priority], incidentSections)),
    ...Object.entries(runbooks.guides).map(([name, text]) => prose(name, text)),
  ];
}

/** Alerts without a page, pages without an alert, priorities without a page. */
function* counterparts({ groups }: Book, { alerts, incidents, folder, site }: Runbooks): Generator<Finding> {
  const needed = rulesBy(alertsOf(groups), 'runbook');
  for (const [name, [rule]] of needed) {
    if (Object.hasOwn(alerts, name) || !rule) continue;
    const misspelt = nearest(
      name,
      Object.keys(alerts).filter(page => !needed.has(page)),
    );
    yield error(
      'runbook/missing',
      rulePlace(rule),
      `there is no runbook page "${name}"`,
      misspelt
        ? `name the runbook "${misspelt}", or write ${folder}/${name}.md`
        : `write ${folder}/${name}.md with the sections ${alertSections.join(', ')}, and add it to the runbooks`,
    );
  }
  for (const name of Object.keys(alerts)) {
    if (!needed.has(name))
      yield error(
        'runbook/unused',
        { file: `${folder}/${name}.md` },
        'no alert has this runbook',
        'delete the page, or name it in an alert',
      );
  }
  for (const priority of priorities) {
    if (incidents[priority] === undefined)
      yield error(
        'runbook/missing',
        { file: site?.file ?? folder, ...(site && { line: site.line, column: site.column }) },
        `there is no page for incidents of priority ${priority}`,
        `write ${folder}/${incidentPage(priority)}.md, and add it to the incidents`,
      );
  }
}

/** Alerts that link to a dashboard which is not there. */
function* unknownDashboards({ groups, dashboards }: Book): Generator<Finding> {
  const slugs = dashboards.map(dashboard => dashboard.slug);
  for (const rule of alertsOf(groups)) {
    if (slugs.includes(rule.dashboard)) continue;
    const close = nearest(rule.dashboard, slugs);
    const fix = close
      ? `write "${close}"`
      : `use one of ${slugs.join(', ') || 'the dashboards that you have yet to write'}`;
    yield error('runbook/dashboard', rulePlace(rule), `there is no dashboard "${rule.dashboard}"`, fix);
  }
}

function* checkSections({ place, sections: wanted, resolved: { text } }: Prose): Generator<Finding> {
  const problem = (line: number | undefined, message: string, fix: string) =>
    error('runbook/section', place(line), message, fix);
  if (!wanted) {
    if (titleOf(text) === undefined) yield problem(1, 'the page has no title', 'begin with "# " and the title');
    return;
  }
  const { before, sections } = sectionsOf(text);
  if (before !== '')
    yield problem(1, 'text before the first section', `begin with "## ${wanted[0]}": the title is generated`);
  const title = linesOf(text).find(line => !line.code && line.text.startsWith('# '));
  if (title && before === '') yield problem(title.number, 'a title inside the page', 'use ### below the sections');
  const found = sections.map(section => section.title);
  for (const name of wanted) {
    const section = sections.find(s => s.title === name);
    if (!section)
      yield problem(undefined, `the page has no section "${name}"`, `write "## ${name}" and what belongs there`);
    else if (section.body === '')
      yield problem(section.line, `the section "${name}" is empty`, 'say what belongs there');
  }
  for (const [i, { title: name, line }] of sections.entries()) {
    if (!wanted.includes(name)) {
      const close = nearest(name, wanted);
      yield problem(
        line,
        `"${name}" is no section of this kind of page`,
        close ? `call it "${close}"` : `use ${wanted.join(', ')}; ### below them is free`,
      );
    } else if (found.indexOf(name) < i) yield problem(line, `the page has the section "${name}" twice`, 'join the two');
  }
  const order = found.filter(name => wanted.includes(name)).map(name => wanted.indexOf(name));
  const late = order.findIndex((at, i) => i > 0 && at < (order[i - 1] as number));
  if (late > 0)
    yield problem(
      sections.find(s => s.title === wanted[order[late] as number])?.line,
      'the sections are out of order',
      `order them: ${wanted.join(', ')}`,
    );
}

function checkPlaceholders({ place, resolved }: Prose): Finding[] {
  return resolved.unresolved.map(({ line, text, message, fix }) =>
    error('runbook/placeholder', place(line), `${text}: ${message}`, fix),
  );
}

/** An error in the runbooks. */
export const error = (id: string, place: Place, message: string, fix: string): Finding => ({
  id,
  severity: 'error',
  place,
  message,
  fix,
});
