import { type Command, Option } from 'commander';
import type { Context } from './main.js';

interface Options {
  readonly format: 'text' | 'json' | 'markdown' | 'github';
  readonly exitCode?: boolean;
}

const notes = `
BASE and HEAD are refs of git, files, or folders: a project, or rules and dashboards (and an
alertmanager.yml) that anybody wrote. Left out, HEAD is the working project, and BASE the commit in
which the current branch went off the main one (origin/HEAD, origin/main, origin/master, main, master).
Git is only read: neither work tree nor index is touched. Both sides are rendered by this version.

Compares by meaning: reformatting, reordered matchers and operands, quotes are no difference. Rules
are the same by group, name and severity; those that were renamed or moved are told by their content.
--format markdown is for a comment on a pull request, github for annotations of a workflow's run.

Examples:
  telltale diff                         what this branch does
  telltale diff HEAD                    what is not committed yet
  telltale diff v1.2 v1.3               two tags
  telltale diff old-rules/ new-rules/   two folders of rules and dashboards`;

export function defineDiff(program: Command, context: () => Context): void {
  program
    .command('diff')
    .argument('[base]', 'a ref of git, a file or a folder')
    .argument('[head]', 'the same; the working project when left out')
    .summary('say what a change does to the people on call')
    .description('Says what differs between two states of rules and dashboards, and what that means to people on call.')
    .addOption(
      new Option('-f, --format <format>', 'how to print it')
        .choices(['text', 'json', 'markdown', 'github'])
        .default('text'),
    )
    .option('--exit-code', 'exit 1 when anything differs')
    .addHelpText('after', notes)
    .action((base: string | undefined, head: string | undefined, options: Options) =>
      compareSides(base, head, options, context()),
    );
}

async function compareSides(
  baseName: string | undefined,
  headName: string | undefined,
  options: Options,
  { io, config, exit }: Context,
): Promise<void> {
  const [{ resolveSides }, { diff }] = await Promise.all([
    import('../review/side/resolve.js'),
    import('../review/diff/diff.js'),
  ]);
  const { base, head } = await resolveSides(baseName, headName, {
    cwd: process.cwd(),
    ...(config !== undefined && { config }),
  });
  const found = diff(base, head);
  const formats = {
    json: async () => JSON.stringify(found, null, 2),
    markdown: async () => (await import('./formats/diff-markdown.js')).diffMarkdown(found),
    github: async () => (await import('./formats/diff-github.js')).diffGithub(found),
    text: async () => (await import('./formats/diff-text.js')).diffText(found, io.outColors),
  };
  io.out(await formats[options.format]());
  exit(options.exitCode && found.entries.length > 0 ? 1 : 0);
}
