import { type Command, InvalidArgumentError, Option } from 'commander';
import { parseDuration } from '../core/durations.js';
import { TelltaleError } from '../core/errors.js';
import { nearest } from '../core/nearest.js';
import type { Backtest } from '../review/backtest/backtest.js';
import type { RuleSet } from '../review/backtest/model.js';
import { type CredentialOptions, header } from './backtest/credentials.js';
import type { Shown } from './backtest/shown.js';
import type { Context } from './main.js';
import { moment } from './moment.js';
import { integer, positive } from './numbers.js';

interface Options extends CredentialOptions {
  readonly prometheus: string;
  readonly since?: number;
  readonly from?: number;
  readonly to?: number;
  readonly alert: readonly string[];
  readonly base?: string;
  readonly inline: 'missing' | 'all' | 'none';
  readonly interval?: number;
  readonly format: 'text' | 'json';
  readonly parallel: number;
  readonly timeout: number;
  readonly deadline?: number;
  readonly retries: number;
  readonly maxPoints: number;
}

const notes = `
Examples:
  telltale backtest --prometheus http://prometheus:9090 --since 14d
  telltale backtest --prometheus https://mimir.example.com/prometheus --tenant shop rules/*.yaml`;

const collect =
  <T>(read: (text: string) => T) =>
  (text: string, before: readonly T[]): readonly T[] => [...before, read(text)];

export function defineBacktest(program: Command, context: () => Context): void {
  program
    .command('backtest')
    .argument('[files...]', 'rule files or folders of them, instead of the project')
    .summary('replay alerts over the history of a Prometheus')
    .description('Replays alerts over the history of a Prometheus, Mimir or Thanos: what would have fired, and when?')
    .requiredOption('--prometheus <url>', 'the server: what comes before /api/v1')
    .option('--since <time>', 'from then to now: how long ago (14d), or a time', moment)
    .option('--from <time>', 'the beginning, instead of --since', moment)
    .option('--to <time>', 'the end (default: now)', moment)
    .option(
      '--alert <name>',
      'only this alert; may be given several times',
      collect(text => text),
      [],
    )
    .option('--base <base>', 'the rules before the change: a folder or file; says what is new, gone, earlier, longer')
    .addOption(
      new Option(
        '--inline <which>',
        'recorded series that are computed in the query: those that the history lacks or that changed, all, none',
      )
        .choices(['missing', 'all', 'none'])
        .default('missing'),
    )
    .addOption(new Option('-f, --format <format>', 'how to print it').choices(['text', 'json']).default('text'))
    .option(
      '--interval <duration>',
      'how often groups that do not say are evaluated (default: the site, or 1m)',
      duration,
    )
    .option(
      '--header <header>',
      '"Name: value", sent with every query; may be given several times',
      collect(header),
      [],
    )
    .option('--headers-file <file>', 'headers, one a line')
    .option('--bearer-token-file <file>', 'a token')
    .option('--basic-auth-file <file>', 'user:password')
    .option('--tenant <id>', 'the tenant of Mimir or Thanos: X-Scope-OrgID')
    .option('--parallel <number>', 'queries at once', integer(1, 64), 4)
    .option('--timeout <seconds>', 'how long a query may take', positive, 120)
    .option('--deadline <seconds>', 'how long everything may take', positive)
    .option('--retries <number>', 'how often a query is asked again when the server is busy or gone', integer(0, 20), 4)
    .option('--max-points <number>', "the server's limit of points in an answer", integer(1, 1_000_000), 11_000)
    .addHelpText('after', notes)
    .action((files: string[], options: Options) => run(files, options, context()));
}

async function run(files: readonly string[], options: Options, { io, config, exit }: Context): Promise<void> {
  const [{ headersOf }, { client }, { backtest }, { compareBacktests }, { baseRules, rulesOf }] = await Promise.all([
    import('./backtest/credentials.js'),
    import('../review/backtest/client.js'),
    import('../review/backtest/backtest.js'),
    import('../review/backtest/compare.js'),
    import('./backtest/rules-of.js'),
  ]);
  const period = periodOf(options);
  const { rules, interval } = await rulesOf(files, config, options.interval);
  const base = options.base === undefined ? undefined : await baseRules(options.base, config, interval);
  const names = [...rules.alerts, ...(base?.alerts ?? [])].map(({ name }) => name);
  const server = client({
    url: address(options.prometheus),
    headers: headersOf(options),
    timeout: options.timeout * 1000,
    retries: options.retries,
    ...(options.deadline !== undefined && { signal: AbortSignal.timeout(options.deadline * 1000) }),
  });
  const only = (set: RuleSet): RuleSet => ({ ...set, alerts: chosen(set.alerts, options.alert, names) });
  const asked = {
    ...period,
    client: server,
    parallel: options.parallel,
    maxPoints: options.maxPoints,
    inline: options.inline,
    progress: (done: number, of: number) => io.progress(progressBar(done, of)),
  };
  const result = await backtest(only(rules), asked, base && only(base));
  const comparison = result.base && compareBacktests(result.base, result.head);
  io.progress('');
  const shown = { head: result.head, comparison, server: server.shown };
  io.out(await show(shown, options.format, io));
  exit([result.head, result.base].some(test => test && isIncomplete(test)) ? 1 : 0);
}

async function show(shown: Shown, format: Options['format'], io: Context['io']): Promise<string> {
  switch (format) {
    case 'json':
      return JSON.stringify(shown, (key, value) => (key === 'expr' ? undefined : value), 2);
    case 'text':
      return (await import('./backtest/text.js')).renderText(shown, io.outColors, io.width);
  }
}

/** Whether something that was asked for is not known. */
const isIncomplete = ({ faults, alerts, historyFrom, from }: Backtest): boolean =>
  faults.length > 0 ||
  historyFrom > from ||
  alerts.some(({ history }) => history.troubles.some(t => t.kind !== 'note'));

function progressBar(done: number, of: number): string {
  const full = of === 0 ? 0 : Math.round((done / of) * 20);
  return `${'█'.repeat(full)}${'░'.repeat(20 - full)} ${done} of ${of} queries`;
}

/** The alerts of these names. @throws TelltaleError when there is none of a name, which is surely misspelt. */
function chosen<A extends { readonly name: string }>(
  alerts: readonly A[],
  names: readonly string[],
  all: readonly string[],
): readonly A[] {
  if (names.length === 0) return alerts;
  const missing = names.find(name => !all.includes(name));
  if (missing === undefined) return alerts.filter(({ name }) => names.includes(name));
  const near = nearest(missing, all);
  throw new TelltaleError(`there is no alert "${missing}"`, {
    fix: near ? `write ${near}` : 'copy the name from a rule',
  });
}

function periodOf({ since, from, to = Date.now() }: Options): { from: number; to: number } {
  if (since !== undefined && from !== undefined)
    throw new TelltaleError('--since and --from both say when to begin', { fix: 'leave one out' });
  const begin = since ?? from ?? to - 7 * 86_400_000;
  if (begin >= to) throw new TelltaleError('the beginning is not before the end', { fix: 'turn them round' });
  return { from: begin, to };
}

function address(text: string): string {
  if (/^https?:\/\/[^/]/.test(text) && URL.canParse(text)) return text;
  throw new TelltaleError('--prometheus is no address', { fix: 'write it like http://prometheus:9090' });
}

function duration(text: string): number {
  const ms = parseDuration(text)?.ms;
  if (ms) return ms;
  throw new InvalidArgumentError('Give a duration, such as 30s or 1m.');
}
