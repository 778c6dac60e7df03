import { resolve } from 'node:path';
import type { Command } from 'commander';
import { standing } from '../core/findings.js';
import type { Plan } from '../project/plan.js';
import type { Context } from './main.js';
import { path } from './path-option.js';
import { renderFindings, summarize } from './report.js';
import { plural } from './terminal.js';

interface Options {
  readonly out?: string;
  readonly check?: boolean;
  readonly adopt?: boolean;
}

const notes = `
Everything is rendered and validated in memory first; then the folder is written, all of it
or nothing. Files that have not changed are not touched. What is no longer generated goes
away; what telltale did not generate is never touched.

Examples:
  telltale build
  telltale build --out /srv/monitoring
  telltale build --check && echo "out/ is up to date"`;

export function defineBuild(program: Command, context: () => Context): void {
  program
    .command('build')
    .summary('write dashboards, rules and their tests to out/')
    .description('Renders the project and writes it to the output folder.')
    .option('-o, --out <folder>', 'where to write (default: out/ beside the config file)', path)
    .option('--check', 'write nothing; exit 1 and name each file that differs, is missing or is stale')
    .option('--adopt', 'take over files that are in the way, though telltale did not generate them')
    .addHelpText('after', notes)
    .action((options: Options) => build(options, context()));
}

async function build(options: Options, { io, config, exit }: Context): Promise<void> {
  const { load } = await import('../project/load.js');
  const loaded = await load({ ...(config !== undefined && { config }) });
  const out = options.out === undefined ? resolve(loaded.root, 'out') : resolve(options.out);

  const { produce } = await import('../project/produce.js');
  const { artefacts, findings } = await produce(loaded);
  const worth = standing(findings).filter(finding => finding.severity !== 'info');
  if (worth.length > 0) io.err(`${renderFindings(worth, { colors: io.errColors, width: io.width })}\n`);
  if (!artefacts) {
    io.err(`${summarize(findings)}; nothing was written`);
    return exit(1);
  }

  const { compareWith, write } = await import('../project/write.js');
  const adopt = options.adopt ?? false;
  if (options.check) {
    const lines = differences(compareWith(artefacts, out, { adopt }));
    for (const line of lines) io.out(line);
    if (lines.length > 0)
      io.err(`${out} is not what the sources say: ${plural(lines.length, 'file')}; run telltale build`);
    else io.out(`${out} is up to date: ${plural(artefacts.size, 'file')}`);
    return exit(lines.length > 0 ? 1 : 0);
  }
  const written = await write(artefacts, out, { adopt });
  for (const line of changes(written)) io.out(line);
  for (const path of written.kept)
    io.err(`kept     ${path}: no longer generated, but edited by hand; delete it if nobody needs it`);
  const changed = written.missing.length + written.differing.length + written.stale.length;
  io.out(
    changed === 0
      ? `${out}: ${plural(written.unchanged, 'file')}, nothing to change`
      : `${out}: ${plural(changed, 'file')} changed, ${written.unchanged} not`,
  );
  exit(0);
}

const differences = ({ missing, differing, stale }: Plan): string[] => [
  ...missing.map(path => `missing  ${path}`),
  ...differing.map(path => `differs  ${path}`),
  ...stale.map(path => `stale    ${path}`),
];

const changes = ({ missing, differing, stale }: Plan): string[] => [
  ...missing.map(path => `created  ${path}`),
  ...differing.map(path => `changed  ${path}`),
  ...stale.map(path => `removed  ${path}`),
];
