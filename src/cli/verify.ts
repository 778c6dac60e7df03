import { type Command, Option } from 'commander';
import { hasErrors } from '../core/findings.js';
import type { Page } from '../exposition/verify.js';
import type { Context } from './main.js';
import { positive } from './numbers.js';
import { renderFindings, summarize } from './report.js';
import { plural } from './terminal.js';

interface Options {
  readonly format: 'text' | 'json';
  readonly timeout: number;
}

const notes = `
Holds pages of /metrics against the catalog: metrics, types, labels, label values and bucket edges
that are missing or that the catalog does not know. Name the pages of all kinds of process: what one
of them exports is not missed in the others. The catalog is the contract between whoever
instruments the application and the alerts: run this where the application is tested.
Exits 1 when a page breaks the contract.

Examples:
  telltale verify http://localhost:9090/metrics
  curl -s http://localhost:9090/metrics | telltale verify -
  telltale verify page.txt --format json`;

export function defineVerify(program: Command, context: () => Context): void {
  program
    .command('verify')
    .argument('<pages...>', 'URLs of /metrics, files, or - for the standard input')
    .summary("hold an application's /metrics against the catalog")
    .description("Holds an application's pages of /metrics against the catalog.")
    .addOption(new Option('-f, --format <format>', 'how to print it').choices(['text', 'json']).default('text'))
    .addOption(new Option('--timeout <seconds>', 'how long the server may take').argParser(positive).default(10))
    .addHelpText('after', notes)
    .action((pages: string[], options: Options) => verifyPages(pages, options, context()));
}

async function verifyPages(
  names: readonly string[],
  { format, timeout }: Options,
  { io, config, exit }: Context,
): Promise<void> {
  const [{ load }, { fetchPage }, { verify }] = await Promise.all([
    import('../project/load.js'),
    import('../project/page.js'),
    import('../exposition/verify.js'),
  ]);
  const { project } = await load({ ...(config !== undefined && { config }) });
  const pages: Page[] = [];
  for (const name of names) pages.push({ name, families: await fetchPage(name, { timeout: timeout * 1000 }) });
  const findings = verify(pages, project.world);
  if (format === 'json') io.out(JSON.stringify({ findings }, null, 2));
  else {
    if (findings.length > 0) io.out(`${renderFindings(findings, { colors: io.outColors, width: io.width })}\n`);
    const metrics = pages.reduce((n, page) => n + page.families.length, 0);
    io.out(`${summarize(findings)} in ${plural(metrics, 'metric')} of ${plural(pages.length, 'page')}`);
  }
  exit(hasErrors(findings) ? 1 : 0);
}
