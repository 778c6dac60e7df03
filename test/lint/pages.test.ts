import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, test } from 'vitest';
import * as metrics from '../../catalog/metrics.js';
import * as recorded from '../../catalog/recorded.js';
import site from '../../catalog/site.js';
import { openWorld, world } from '../../src/catalog/world.js';
import { compare, type Finding } from '../../src/core/findings.js';
import { readPage } from '../../src/exposition/page.js';
import { verify } from '../../src/exposition/verify.js';
import { checkIds } from '../../src/lint/check-ids.js';
import { checkFiles } from '../../src/lint/files.js';
import { queryChecks, ruleChecks, subjectChecks } from '../../src/lint/index.js';
import type { Surroundings } from '../../src/lint/model.js';
import { needCatalog, refusal } from '../../src/lint/waivers.js';
import { checkPage, checkPagesFolder } from '../../src/project/check-pages.js';
import { parseVersion } from '../../src/promql/versions.js';
import { foundInSnippet } from './snippets.js';

/*
 * Every check has a page in docs/checks, and what the page shows is so: its examples are checked against this project's
 * catalog. What only a project has cannot be shown in a file; its examples are rows of other tests.
 */

const closed: Surroundings = { world: world(metrics, recorded), site };
const open: Surroundings = { world: openWorld() };
/** Over other surroundings: nothing is known of metrics and the installation. */
const nothingKnown = { world: openWorld(), site: undefined as never };

interface Block {
  readonly language: string;
  /** What stands behind the language: `open`, or `--prometheus 3.5`. */
  readonly options: string;
  readonly text: string;
}

const blocks = (page: string, heading: string): Block[] => {
  const [, section = ''] = new RegExp(`^## ${heading}\n(.*?)(?=^## |$(?![^]))`, 'ms').exec(page) ?? [];
  const world = /^\*\*.*\*\* · .*in an open world/m.test(page) ? ' open' : '';
  return [...section.matchAll(/^```(\w+)([^\n]*)\n(.*?)^```$/gms)].map(([, language, options, text]) => ({
    language: language as string,
    options: `${options}${world}`,
    text: text as string,
  }));
};

/** What the options of an example say of its surroundings. */
function surroundings(options: string): Surroundings {
  const around = options.includes('open') ? open : closed;
  const [, asked] = /--prometheus (\S+)/.exec(options) ?? [];
  const prometheus = asked === undefined ? undefined : parseVersion(asked);
  return { ...around, ...(prometheus && { prometheus }) };
}

const runs = ({ language }: Block): boolean => ['promql', 'yaml', 'json', 'ts', 'text'].includes(language);

/** What is found in an example: an expression is that of an alert. */
async function found({ language, options, text }: Block, around = surroundings(options)): Promise<readonly Finding[]> {
  if (language === 'ts') return foundInSnippet(text);
  if (language === 'text') return foundOnPage(text);
  const rule = { alert: 'Example', expr: text, for: '5m', labels: { team: 'a' } };
  const file = language === 'promql' ? JSON.stringify({ groups: [{ name: 'g', rules: [rule] }] }) : text;
  return checkFiles([{ path: language === 'json' ? 'board.json' : 'rules.yaml', text: file }], around).findings;
}

/** What is found on a page of /metrics, which is to have the metrics of the example only. */
async function foundOnPage(text: string): Promise<readonly Finding[]> {
  const asked = Object.values(metrics).filter(metric => text.includes(metric.name));
  return verify([{ name: 'page', families: await readPage(text.split('\n')) }], world({ ...asked }));
}

const pages = readdirSync(checkPagesFolder, { recursive: true, encoding: 'utf8' })
  .filter(path => path.endsWith('.md') && path !== 'README.md')
  .map(path => path.replaceAll('\\', '/').slice(0, -'.md'.length))
  .sort();

test('every check has a page, and every page a check', () => {
  expect(pages).toEqual([...checkIds].sort());
});

test('the list of all pages has a line for each', () => {
  const line = (id: string) => {
    const page = checkPage(id);
    return `| [${id}](${id}.md) | ${page?.severity} | ${page?.about} | ${page?.first} |`;
  };
  const list = readFileSync(join(checkPagesFolder, 'README.md'), 'utf8').split('\n');
  expect(list.filter(text => text.startsWith('| ['))).toEqual([...pages].sort(compare).map(line));
});

const root = fileURLToPath(new URL('../..', import.meta.url));
const code = readdirSync(join(root, 'src'), { recursive: true, encoding: 'utf8' })
  .filter(path => path.endsWith('.ts'))
  .map(path => readFileSync(join(root, 'src', path), 'utf8'))
  .join('\n');

/** The severities that the code gives a finding, at each place where it makes one; an error where it says nothing. */
const said = (id: string): string[] =>
  [...code.matchAll(new RegExp(`'${id}',(?:\\s*severity: ([^,;]*))?`, 'g'))].flatMap(([, severity]) =>
    severity === undefined ? ['error'] : [...severity.matchAll(/'(\w+)'/g)].map(m => m[1] as string),
  );

const listed = new Map<string, string>(
  [...queryChecks, ...ruleChecks, ...subjectChecks].map(({ id, severity }) => [id, severity]),
);

describe.each(pages)('%s', id => {
  const page = checkPage(id);
  const text = page?.text ?? '';
  const [fires, quiet] = [blocks(text, 'Fires').filter(runs), blocks(text, 'Does not fire').filter(runs)];

  test('has the form of a page, and the severity of the check', async () => {
    expect(page, 'it begins "# area/thing", "**severity** · what it looks at", and what is wrong').toBeDefined();
    expect(text.split('\n')[0]).toBe(`# ${id}`);
    expect(['expressions', 'rules', 'dashboards', 'routing', 'project']).toContain(page?.about);
    expect(text).toMatch(/\n## Instead\n+\S/);
    expect(/^\*\*(.*?)\*\*/m.exec(text)?.[1]).toContain(listed.get(id) ?? page?.severity);
    const shown = (await Promise.all(fires.map(block => found(block))))
      .flat()
      .filter(f => f.id === id)
      .map(f => f.severity);
    if (!listed.has(id)) expect(shown.length > 0 ? shown : said(id)).toContain(page?.severity);
  });

  test('shows what is so', async () => {
    for (const block of fires)
      expect(
        (await found(block)).map(f => f.id),
        block.text,
      ).toContain(id);
    for (const block of quiet)
      expect(
        (await found(block)).map(f => f.id),
        block.text,
      ).not.toContain(id);
    if (fires.length > 0) expect(quiet.length, 'an example that does not fire').toBeGreaterThan(0);
    // What no file can show is a row of a test.
    else
      expect(
        [...text.matchAll(/`(test\/[^`]*)`/g)].filter(([, path]) => existsSync(join(root, path as string))),
      ).toHaveLength(1);
  });

  test('says of waivers in an open world what its examples show', async () => {
    const inFiles = fires.filter(({ language }) => language !== 'ts' && language !== 'text');
    if (inFiles.length === 0 || refusal(id) !== undefined) return;
    const openly = await Promise.all(
      inFiles.map(block => found(block, { ...surroundings(block.options), ...nothingKnown })),
    );
    expect(needCatalog.has(id)).toBe(!openly.flat().some(f => f.id === id));
  });
});
