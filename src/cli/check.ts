import { type Command, Option } from 'commander';
import { TelltaleError } from '../core/errors.js';
import { type Finding, hasErrors, type Severity, standing } from '../core/findings.js';
import { nearest } from '../core/nearest.js';
import type { Version } from '../promql/versions.js';
import type { Context } from './main.js';
import { renderFindings, summarize } from './report.js';
import { plural } from './terminal.js';
import { version } from './version-option.js';

interface Options {
  readonly format: 'text' | 'json' | 'github' | 'gitlab' | 'sarif';
  readonly world: 'open' | 'closed';
  readonly minSeverity: Severity;
  readonly disable: readonly string[];
  readonly strict?: boolean;
  readonly prometheus?: Version;
  readonly explain?: string;
}

const notes = `
Names the file and the item, marks the part of the query, and says what to write instead.
Exits 1 when there is an error, with --strict also for a warning.

With files, checks what somebody else wrote. Rules: files as Prometheus loads them, PrometheusRule
resources, namespaces of mimirtool. Dashboards: JSON as Grafana exports it, its Prometheus queries,
variables and annotations. Of folders every YAML file that says "groups:" and every dashboard; - is
the standard input. In an open world (the default for files) nothing is known of metrics that no catalog names,
and only what the text itself proves is said; in a closed world the project's catalog is all there is.
Rules have to load on Prometheus 2.42 and on whatever is newer, unless --prometheus says what loads them.

What may stand is waived where it is, with the reason: allow('range/too-short', 'why') in content, a comment
# telltale: allow range/too-short — why   before or in a rule, before a group or at the top of a file.

Examples:
  telltale check
  telltale check --strict
  telltale check --format json | jq -r '.findings[] | "\\(.place.file): \\(.message)"'
  telltale check rules/*.yaml
  telltale check rules/ --world closed --format github
  telltale check rules/ --prometheus 3.5
  telltale check rules/ --format sarif > telltale.sarif
  telltale check rules/ --format gitlab > codequality.json
  telltale check dashboards/ --min-severity warning
  telltale check --explain rate/on-gauge`;

const list = (value: string, before: readonly string[]) => [...before, ...value.split(',').filter(id => id !== '')];

export function defineCheck(program: Command, context: () => Context): void {
  program
    .command('check')
    .argument('[files...]', 'rule files, dashboards or folders of them, instead of the project')
    .summary('find everything that can be wrong with the project, or with rules and dashboards')
    .description(
      'Finds everything that can be wrong with the project, or with rules and dashboards, and writes nothing.',
    )
    .addOption(new Option('-w, --world <world>', 'what is known of metrics').choices(['open', 'closed']))
    .addOption(
      new Option('-f, --format <format>', 'how to print it')
        .choices(['text', 'json', 'github', 'gitlab', 'sarif'])
        .default('text'),
    )
    .addOption(
      new Option('--min-severity <severity>', 'leave out what is less serious')
        .choices(['error', 'warning', 'info'])
        .default('info'),
    )
    .option('--disable <ids>', 'leave out these checks, separated by commas', list, [])
    .option('--strict', 'exit 1 for warnings too')
    .option(
      '--prometheus <version>',
      'the Prometheus that loads the files (default: 2.42, and all that are newer)',
      version,
    )
    .option('--explain <id>', 'print what a check is about, with examples, and check nothing')
    .addHelpText('after', notes)
    .action((files: string[], options: Options) => check(files, options, context()));
}

const rank: Readonly<Record<Severity, number>> = { error: 2, warning: 1, info: 0 };

async function check(files: readonly string[], options: Options, context: Context): Promise<void> {
  const { io, exit } = context;
  if (options.explain !== undefined) {
    io.out(await explain(options.explain));
    return exit(0);
  }
  await knowAll(options.disable);
  const { findings: all, what } = await (files.length > 0
    ? filesChecked(files, options, context)
    : projectChecked(options, context));
  const findings = all.filter(f => rank[f.severity] >= rank[options.minSeverity] && !options.disable.includes(f.id));
  io.out(await show(findings, what, options, context));
  const bad = hasErrors(findings) || (options.strict && standing(findings).some(f => f.severity === 'warning'));
  exit(bad ? 1 : 0);
}

interface Checked {
  readonly findings: readonly Finding[];
  /** What was looked at: `3 rules`. */
  readonly what: string;
}

async function projectChecked({ world, prometheus }: Options, { config }: Context): Promise<Checked> {
  if (world === 'open')
    throw new TelltaleError('a project is a closed world', { fix: 'leave out --world, or name files' });
  if (prometheus)
    throw new TelltaleError('what a project writes loads on Prometheus 2.42 and on all that are newer', {
      fix: 'leave out --prometheus, or name files',
    });
  const { load } = await import('../project/load.js');
  const loaded = await load({ ...(config !== undefined && { config }) });
  const { checkProject } = await import('../project/check.js');
  const { groups, dashboards, world: metrics } = loaded.project;
  const rules = groups.reduce((n, group) => n + group.rules.length, 0);
  return {
    findings: await checkProject(loaded),
    what: `${metrics.metrics.length} metrics, ${rules} rules, ${dashboards.length} dashboards`,
  };
}

async function filesChecked(
  names: readonly string[],
  { world, prometheus }: Options,
  { config }: Context,
): Promise<Checked> {
  const [{ readFiles }, { checkFiles }] = await Promise.all([
    import('../project/files.js'),
    import('../lint/files.js'),
  ]);
  const { files, findings } = readFiles(names);
  const { surroundings } = await import('../project/surroundings.js');
  const around = await surroundings(world ?? 'open', config);
  const checked = checkFiles(files, { ...around, ...(prometheus && { prometheus }) });
  return {
    findings: [...findings, ...checked.findings],
    what: `${counted(checked)} of ${plural(files.length, 'file')}`,
  };
}

function counted({ rules, queries }: { readonly rules: number; readonly queries: number }): string {
  if (queries === 0) return plural(rules, 'rule');
  const dashboards = plural(queries, 'query', 'queries');
  return rules === 0 ? dashboards : `${plural(rules, 'rule')} and ${dashboards}`;
}

async function show(findings: readonly Finding[], what: string, { format }: Options, { io }: Context): Promise<string> {
  switch (format) {
    case 'json':
      return JSON.stringify({ findings: standing(findings), waived: findings.filter(f => f.waived) }, null, 2);
    case 'github':
      return (await import('./formats/github.js')).github(standing(findings));
    case 'gitlab':
      return (await import('./formats/gitlab.js')).gitlab(standing(findings));
    case 'sarif': {
      const [{ sarif }, { libraryPackage }, { checkPage }] = await Promise.all([
        import('./formats/sarif.js'),
        import('../project/library.js'),
        import('../project/check-pages.js'),
      ]);
      return sarif(findings, libraryPackage().version, checkPage);
    }
    case 'text': {
      const summary = `${summarize(findings)} in ${what}`;
      const shown = standing(findings);
      if (shown.length === 0) return summary;
      return `${renderFindings(shown, { colors: io.outColors, width: io.width })}\n\n${summary}`;
    }
  }
}

/** The page of a check. @throws TelltaleError when there is no such check. */
async function explain(id: string): Promise<string> {
  await knowAll([id]);
  const { checkPage } = await import('../project/check-pages.js');
  const page = checkPage(id);
  if (!page) throw new TelltaleError(`the page of ${id} is missing`, { fix: 'install telltale anew' });
  return page.text.trimEnd();
}

/** A misspelt id would leave on what was to be off. */
async function knowAll(disabled: readonly string[]): Promise<void> {
  if (disabled.length === 0) return;
  const { checkIds } = await import('../lint/check-ids.js');
  for (const id of disabled) {
    if (checkIds.includes(id)) continue;
    const near = nearest(id, checkIds);
    throw new TelltaleError(`there is no check "${id}"`, {
      fix: near ? `write ${near}` : 'copy the id from a finding',
    });
  }
}
