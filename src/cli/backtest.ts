import { type Command, InvalidArgumentError, Option } from 'commander';
import { parseDuration } from '../core/durations.js';
import { TelltaleError } from '../core/errors.js';
import { nearest } from '../core/nearest.js';
import type { Backtest, WhatIf } from '../review/backtest/backtest.js';
import type { RuleSet } from '../review/backtest/model.js';
import type { Page } from './backtest/page.js';
import type { Shown } from './backtest/shown.js';
import { addressOf, type CredentialOptions, collect, headersOf, withCredentials } from './credentials.js';
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
  readonly format: 'text' | 'json' | 'markdown' | 'html';
  readonly whatIf?: readonly number[];
  readonly limit?: string;
  readonly parallel: number;
  readonly timeout: number;
  readonly deadline?: number;
  readonly retries: number;
  readonly maxPoints: number;
}

const notes = `
Asks the server what each alert's expression gave at every evaluation of its group, and plays the alert
through it: for, keep_firing_for, series that come and go. Alerts that the server evaluates itself are
evaluated when it did; others at whole multiples of the interval, so real ones fire up to one away.

With --base, says what is new, gone, earlier, later or longer. With --what-if, tries limits on one alert,
wherever in its expression the limit stands; --limit says which where there are several.
Names of --alert may carry a severity: QueueLong:critical. Credentials in files are better than
in --header, which other users of the machine can see; none is ever printed.

Exits 0 whatever the alerts did; 1 when something is not known: a query that failed, a history that
begins later, a rule that cannot be read; 2 when the server does not answer or has nothing of that time.

Examples:
  telltale backtest --prometheus http://prometheus:9090 --since 14d
  telltale backtest rules/ --base old-rules/ --prometheus http://prometheus:9090 --format markdown
  telltale backtest --alert QueueLong:warning --what-if limit=80,100,120 --prometheus http://prometheus:9090
  telltale backtest rules/ --prometheus https://mimir.example.com/prometheus --tenant shop --headers-file headers`;

export function defineBacktest(program: Command, context: () => Context): void {
  const command = program
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
    .option('--what-if <limits>', 'other limits for one alert: limit=80,100, or limit for a ladder', limits)
    .option('--limit <which>', 'which one --what-if is about, where there are several: #2, or the number that it has')
    .addOption(
      new Option('-f, --format <format>', 'how to print it')
        .choices(['text', 'json', 'markdown', 'html'])
        .default('text'),
    )
    .option(
      '--interval <duration>',
      'how often groups that do not say are evaluated (default: the site, or 1m)',
      duration,
    );
  withCredentials(command)
    .option('--parallel <number>', 'queries at once', integer(1, 64), 4)
    .option('--timeout <seconds>', 'how long a query may take', positive, 120)
    .option('--deadline <seconds>', 'how long everything may take', positive)
    .option('--retries <number>', 'how often a query is asked again when the server is busy or gone', integer(0, 20), 4)
    .option('--max-points <number>', "the server's limit of points in an answer", integer(1, 1_000_000), 11_000)
    .addHelpText('after', notes)
    .action((files: string[], options: Options) => run(files, options, context()));
}

async function run(files: readonly string[], options: Options, { io, config, exit }: Context): Promise<void> {
  const [{ client }, { backtest, tryLimits }, { compareBacktests }, { baseRules, rulesOf }] = await Promise.all([
    import('../remote/client.js'),
    import('../review/backtest/backtest.js'),
    import('../review/backtest/compare.js'),
    import('./backtest/rules-of.js'),
  ]);
  const period = periodOf(options);
  const { rules, interval } = await rulesOf(files, config, options.interval);
  const base = options.base === undefined ? undefined : await baseRules(options.base, config, interval);
  const names = [...rules.alerts, ...(base?.alerts ?? [])].flatMap(namesFor);
  const server = client({
    url: addressOf(options.prometheus),
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
  if (options.limit !== undefined && options.whatIf === undefined)
    throw new TelltaleError('--limit says what --what-if is about', { fix: 'give --what-if too' });
  if (options.whatIf !== undefined) {
    const [alert, ...others] = only(rules).alerts;
    if (!alert || others.length > 0)
      throw new TelltaleError(`--what-if is about one alert, not ${others.length + 1}`, {
        fix: 'name it with --alert, with its severity where there are several: --alert NAME:warning',
      });
    const tried = { values: options.whatIf, ...(options.limit !== undefined && { which: options.limit }) };
    const what = await tryLimits(alert, rules, tried, asked);
    io.progress('');
    io.out(await showLadder(what, options.format));
    return exit(what.rungs.some(({ history }) => history.troubles.some(t => t.kind !== 'note')) ? 1 : 0);
  }
  const { head, base: before } = await backtest(only(rules), asked, base && only(base));
  const comparison = before && compareBacktests(before, head);
  io.progress('');
  io.out(await show({ head, baseFaults: before?.faults ?? [], comparison, server: server.shown }, options.format, io));
  exit([head, before].some(test => test && isIncomplete(test)) ? 1 : 0);
}

async function show(shown: Shown, format: Options['format'], io: Context['io']): Promise<string> {
  if (format === 'json') return json(shown);
  if (format === 'text') return (await import('./backtest/text.js')).renderText(shown, io.outColors, io.width);
  return pageText((await import('./backtest/page.js')).pageOf(shown), format);
}

async function showLadder(what: WhatIf, format: Options['format']): Promise<string> {
  if (format === 'json') return json(what);
  const { ladderPage, ladderText } = await import('./backtest/ladder.js');
  return format === 'text' ? ladderText(what) : pageText(ladderPage(what), format);
}

async function pageText(page: Page, format: 'markdown' | 'html'): Promise<string> {
  return format === 'html'
    ? (await import('./backtest/html.js')).html(page)
    : (await import('./backtest/markdown.js')).markdown(page);
}

/** Trees of expressions are left out: the query says the same. Infinite values are texts, as Prometheus writes them. */
const json = (value: unknown): string =>
  JSON.stringify(
    value,
    (key, of) => {
      if (key === 'expr') return undefined;
      return typeof of === 'number' && !Number.isFinite(of) ? String(of).replace('Infinity', 'Inf') : of;
    },
    2,
  );

/** Limits to try: `limit=80,100`, or `limit` alone for a ladder that follows from the values. */
function limits(text: string): readonly number[] {
  const match = /^limit(?:=(.+))?$/.exec(text);
  const values = match?.[1]?.split(',').map(part => (part.trim() === '' ? Number.NaN : Number(part)));
  if (match && (values ?? []).every(Number.isFinite)) return values ?? [];
  throw new InvalidArgumentError('Write limit=80,100,120, or limit for a ladder that follows from the values.');
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

/** The alerts of these names, `NAME` or `NAME:SEVERITY`. @throws TelltaleError for one that nobody has. */
function chosen(alerts: RuleSet['alerts'], names: readonly string[], all: readonly string[]): RuleSet['alerts'] {
  if (names.length === 0) return alerts;
  const missing = names.find(name => !all.includes(name));
  if (missing === undefined) return alerts.filter(alert => namesFor(alert).some(name => names.includes(name)));
  const near = nearest(missing, all);
  throw new TelltaleError(`there is no alert "${missing}"`, {
    fix: near ? `write ${near}` : 'copy the name from a rule',
  });
}

const namesFor = ({ name, labels }: RuleSet['alerts'][0]): string[] =>
  labels.severity === undefined ? [name] : [name, `${name}:${labels.severity}`];

function periodOf({ since, from, to = Date.now() - (Date.now() % 60_000) }: Options): { from: number; to: number } {
  if (since !== undefined && from !== undefined)
    throw new TelltaleError('--since and --from both say when to begin', { fix: 'leave one out' });
  const begin = (since === undefined ? from : since - (since % 60_000)) ?? to - 7 * 86_400_000;
  if (begin >= to) throw new TelltaleError('the beginning is not before the end', { fix: 'turn them round' });
  return { from: begin, to };
}

function duration(text: string): number {
  const ms = parseDuration(text)?.ms;
  if (ms) return ms;
  throw new InvalidArgumentError('Give a duration, such as 30s or 1m.');
}
