import { type Command, Option } from 'commander';
import type { Family } from '../exposition/model.js';
import type { Context } from './main.js';
import { positive } from './numbers.js';
import { plural } from './terminal.js';

interface Options {
  readonly timeout: number;
  readonly library: string;
}

const notes = `
Types and help come from the page, units from the endings of names, labels with the values that were
seen: a closed vocabulary where they are few and words, open otherwise. It is a beginning: correct
what was guessed, and add the limits. Name several pages, of all kinds of process and of a busy time.

Examples:
  telltale catalog from http://localhost:9090/metrics > catalog/metrics.ts
  telltale catalog from before.txt after.txt`;

export function defineCatalog(program: Command, context: () => Context): void {
  program
    .command('catalog')
    .summary('draw up a first catalog')
    .description('Draws up a first catalog.')
    .command('from')
    .argument('<pages...>', 'URLs of /metrics, files, or - for the standard input')
    .summary('write a catalog from pages of /metrics')
    .description('Writes a first catalog, TypeScript, from what an application exports.')
    .addOption(new Option('--timeout <seconds>', 'how long a server may take').argParser(positive).default(10))
    .option('--library <name>', 'what the catalog imports from', 'telltale')
    .addHelpText('after', notes)
    .action((pages: string[], options: Options) => catalogFrom(pages, options, context()));
}

async function catalogFrom(
  names: readonly string[],
  { timeout, library }: Options,
  { io, exit }: Context,
): Promise<void> {
  const [{ fetchPage }, { observe }, { draftCatalog }] = await Promise.all([
    import('../project/page.js'),
    import('../exposition/observed.js'),
    import('../exposition/draft.js'),
  ]);
  const pages: Family[][] = [];
  for (const name of names) pages.push(await fetchPage(name, { timeout: timeout * 1000 }));
  const { metrics, passed } = observe(pages);
  io.out(draftCatalog(metrics, passed, names.join(', '), library).trimEnd());
  io.err(`${plural(metrics.length, 'metric')} written, ${passed.length} left out`);
  exit(0);
}
