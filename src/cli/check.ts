import { type Command, Option } from 'commander';
import { hasErrors } from '../core/findings.js';
import type { Context } from './main.js';
import { renderFindings, summarize } from './report.js';

interface Options {
  readonly format: 'text' | 'json';
  readonly strict?: boolean;
}

const notes = `
Names the file and the item, marks the part of the query, and says what to write instead.
Exits 1 when there is an error, with --strict also for a warning.

Examples:
  telltale check
  telltale check --strict
  telltale check --format json | jq -r '.findings[] | "\\(.place.file): \\(.message)"'`;

export function defineCheck(program: Command, context: () => Context): void {
  program
    .command('check')
    .summary('find everything that can be wrong with the project')
    .description('Finds everything that can be wrong with the project, and writes nothing.')
    .addOption(new Option('-f, --format <format>', 'how to print it').choices(['text', 'json']).default('text'))
    .option('--strict', 'exit 1 for warnings too')
    .addHelpText('after', notes)
    .action((options: Options) => check(options, context()));
}

async function check(options: Options, { io, config, exit }: Context): Promise<void> {
  const { load } = await import('../project/load.js');
  const loaded = await load({ ...(config !== undefined && { config }) });
  const { checkProject } = await import('../project/check.js');
  const findings = await checkProject(loaded);
  if (options.format === 'json') io.out(JSON.stringify({ findings }, null, 2));
  else {
    if (findings.length > 0) io.out(`${renderFindings(findings, { colors: io.outColors, width: io.width })}\n`);
    const { groups, dashboards, world } = loaded.project;
    const rules = groups.reduce((n, group) => n + group.rules.length, 0);
    const checked = `${world.metrics.length} metrics, ${rules} rules, ${dashboards.length} dashboards`;
    io.out(`${summarize(findings)} in ${checked}`);
  }
  const bad = hasErrors(findings) || (options.strict && findings.some(f => f.severity === 'warning'));
  exit(bad ? 1 : 0);
}
