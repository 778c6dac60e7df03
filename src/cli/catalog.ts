import { type Command, Option } from 'commander';
import { TelltaleError } from '../core/errors.js';
import type { Passed, Seen } from '../exposition/observed.js';
import { addressOf, type CredentialOptions, collect, headersOf, withCredentials } from './credentials.js';
import type { Context } from './main.js';
import { moment } from './moment.js';
import { integer, positive } from './numbers.js';
import { plural } from './terminal.js';

interface Options extends CredentialOptions {
  readonly prometheus?: string;
  readonly match: readonly string[];
  readonly since?: number;
  readonly parallel: number;
  readonly retries: number;
  readonly timeout: number;
  readonly library: string;
}

const notes = `
Types and help come from the page, units from the endings of names, labels with the values that were
seen: a closed vocabulary where they are few and words, open otherwise. It is a beginning: correct
what was guessed, and add the limits. Name several pages, of all kinds of process and of a busy time.

A Prometheus knows more: all processes at once, and which values come and go. What its rules record and
what it writes itself is left out, and named; so is what targets do not agree on. Credentials in files
are better than in --header, which other users of the machine can see; none is ever printed.

Examples:
  telltale catalog from http://localhost:9090/metrics > catalog/metrics.ts
  telltale catalog from before.txt after.txt
  telltale catalog from --prometheus http://prometheus:9090 --match '{job="shop"}' --since 7d`;

export function defineCatalog(program: Command, context: () => Context): void {
  const command = program
    .command('catalog')
    .summary('draw up a first catalog')
    .description('Draws up a first catalog.')
    .command('from')
    .argument('[pages...]', 'URLs of /metrics, files, or - for the standard input')
    .summary('write a catalog from pages of /metrics or from a Prometheus')
    .description('Writes a first catalog, TypeScript, from what an application exports, or a Prometheus has of it.')
    .option('--prometheus <url>', 'a server to ask: what comes before /api/v1')
    .option(
      '--match <selector>',
      'only these of its series; may be given several times',
      collect(text => text),
      [],
    )
    .option('--since <time>', 'its series from then to now: how long ago (7d), or a time (default: 1d)', moment);
  withCredentials(command)
    .option('--parallel <number>', 'requests at once', integer(1, 64), 4)
    .option('--retries <number>', 'how often it is asked again when it is busy or gone', integer(0, 20), 2)
    .addOption(new Option('--timeout <seconds>', 'how long an answer may take').argParser(positive).default(10))
    .option('--library <name>', 'what the catalog imports from', 'telltale')
    .addHelpText('after', notes)
    .action((pages: string[], options: Options) => catalogFrom(pages, options, context()));
}

async function catalogFrom(names: readonly string[], options: Options, { io, exit }: Context): Promise<void> {
  const { prometheus, timeout, library } = options;
  if (names.length === 0 && prometheus === undefined)
    throw new TelltaleError('there is nothing to draw a catalog up from', {
      fix: 'name a page of /metrics, or a server with --prometheus',
    });
  const [{ fetchPage }, { observe, seenOn }, { draftCatalog }] = await Promise.all([
    import('../project/page.js'),
    import('../exposition/observed.js'),
    import('../exposition/draft.js'),
  ]);
  const seen: Seen[] = [];
  for (const name of names) seen.push(...seenOn(await fetchPage(name, { timeout: timeout * 1000 })));
  const server = prometheus === undefined ? undefined : await remembered(prometheus, options, io);
  const { metrics, passed } = observe([...seen, ...(server?.seen ?? [])]);
  const all = [...passed, ...(server?.passed ?? [])].sort((a, b) => (a.name < b.name ? -1 : 1));
  io.out(draftCatalog(metrics, all, [...names, ...(server ? [server.shown] : [])].join(', '), library).trimEnd());
  io.err(`${plural(metrics.length, 'metric')} written, ${all.length} left out`);
  exit(0);
}

async function remembered(
  url: string,
  options: Options,
  io: Context['io'],
): Promise<{ shown: string; seen: Seen[]; passed: Passed[] }> {
  const [{ client: clientOf }, { fetchRemembered }] = await Promise.all([
    import('../remote/client.js'),
    import('../project/remembered.js'),
  ]);
  const { match, parallel, retries, timeout, since } = options;
  const client = clientOf({
    url: addressOf(url),
    headers: headersOf(options),
    timeout: timeout * 1000,
    retries,
    largest: 64 * 1024 * 1024,
  });
  const to = Date.now();
  const from = since ?? to - 86_400_000;
  if (from >= to) throw new TelltaleError('--since is not before now', { fix: 'say how long ago: 7d' });
  const progress = (done: number, of: number) => io.progress(`${done} of ${plural(of, 'metric')}`);
  const answer = await fetchRemembered({ client, match, from, to, parallel, progress });
  io.progress('');
  return { shown: client.shown, ...answer };
}
