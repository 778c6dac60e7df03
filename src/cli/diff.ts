import { type Command, Option } from 'commander';
import type { Context } from './main.js';

interface Options {
  readonly format: 'text' | 'json';
  readonly exitCode?: boolean;
}

const notes = `
Compares by meaning: reformatting, reordered matchers and operands, quotes are no difference. Rules
are the same by group, name and severity; those that were renamed or moved are told by their content.

Examples:
  telltale diff old-rules/ new-rules/   two folders of rules and dashboards`;

export function defineDiff(program: Command, context: () => Context): void {
  program
    .command('diff')
    .argument('<base>', 'a file or a folder')
    .argument('<head>', 'a file or a folder')
    .summary('say what a change does to the people on call')
    .description('Says what differs between two states of rules and dashboards, and what that means to people on call.')
    .addOption(new Option('-f, --format <format>', 'how to print it').choices(['text', 'json']).default('text'))
    .option('--exit-code', 'exit 1 when anything differs')
    .addHelpText('after', notes)
    .action((base: string, head: string, options: Options) => compareSides(base, head, options, context()));
}

async function compareSides(base: string, head: string, options: Options, { io, exit }: Context): Promise<void> {
  const [{ sideOfFolder }, { diff }] = await Promise.all([
    import('../review/side/folder.js'),
    import('../review/diff/diff.js'),
  ]);
  const found = diff(sideOfFolder(base, base), sideOfFolder(head, head));
  if (options.format === 'json') io.out(JSON.stringify(found, null, 2));
  else io.out((await import('./formats/diff-text.js')).diffText(found, io.outColors));
  exit(options.exitCode && found.entries.length > 0 ? 1 : 0);
}
