import { type Command, Option } from 'commander';
import { TelltaleError } from '../core/errors.js';
import type { Context } from './main.js';
import { moment } from './moment.js';

interface Options {
  readonly format: 'text' | 'json';
  readonly since?: number;
  readonly until?: number;
  readonly strict?: boolean;
}

const notes = `
Files may be compressed (gzip, whatever their name) and of several formats; their order does not
matter. What the lines mean is part of the project. Where the lines do not say which of the two
variants served, the file does: by a word in its name, or by VARIANT=FILE.

A line that cannot be read is counted and named, and so is a file that is damaged: what comes
before the damage counts, but for 16 kB at most. Percentiles are within 1 %. Latency includes what
failed. Times without a zone are UTC.

--format json prints one object:
  time             {from, to}, null without a line
  lines            total, counted, ignored, outside, unknown, unreadable
  formats          lines of each format
  files            the same counts of each file, its variant, and its damage
  unreadable       the first ten: file, line, why
  initializations  by component: count, failed, seconds
  latency          by operation, and broken down: count, failed, seconds
  errors           total, and by event, type and component: count, first, last, example
  comparison       by operation: each variant's figures with failedShare, and the ratio of the means
Each of the four has "unanswered": why there is no answer, or null. "seconds" is {count, mean, p50,
p95, max}, or null where nothing says how long it took.

Exits 0 with answers; 1 when a file is damaged or no line says anything that is asked for, with
--strict also when a line is unreadable or of no known format; 2 when a file is not there.

Examples:
  telltale logs ~/.app/metrics/*.jsonl*
  telltale logs --since 24h app.jsonl
  telltale logs --since 2026-07-14 --until 2026-07-15T12:00Z app.jsonl
  telltale logs new=after.jsonl old=before.jsonl
  ssh host cat app.jsonl.gz | telltale logs -
  telltale logs app.jsonl --format json | jq '.errors.by[] | {type, count}'`;

export function defineLogs(program: Command, context: () => Context): void {
  program
    .command('logs')
    .summary('say what the logs of the application say')
    .description(
      'Reads JSON lines and answers: what was initialised, how long did it take, what failed, which is better?',
    )
    .argument('<files...>', 'log files; VARIANT=FILE says who wrote it, - is the standard input')
    .addOption(new Option('-f, --format <format>', 'how to print it').choices(['text', 'json']).default('text'))
    .option('--since <time>', 'only from then on: a date, a time, or how long ago (90m, 24h, 7d)', moment)
    .option('--until <time>', 'only before then', moment)
    .option('--strict', 'exit 1 for unreadable and unknown lines too')
    .addHelpText('after', notes)
    .action((files: string[], options: Options) => logs(files, options, context()));
}

async function logs(args: readonly string[], options: Options, { io, config, exit }: Context): Promise<void> {
  const { load } = await import('../project/load.js');
  const { project } = await load({ ...(config !== undefined && { config }) });
  if (!project.logs) {
    const fix = 'give it what it knows of them: project({ …, logs: logAnalysis({ … }) })';
    throw new TelltaleError('the project does not say what its logs mean', { fix });
  }
  const { since, until } = options;
  if (since !== undefined && until !== undefined && since >= until)
    throw new TelltaleError('--since is not before --until', { fix: 'turn them round' });
  const [{ analyse }, { logFiles }] = await Promise.all([import('../logs/analyse.js'), import('./log-files.js')]);
  let read = 0;
  let shown = 0;
  const files = logFiles(args, project.logs.variants, n => {
    read += n;
    if (read - shown < 1 << 22) return;
    shown = read;
    const of = files.bytes > 0 ? ` of ${megabytes(files.bytes)}` : '';
    io.progress(`${megabytes(read)}${of} MB`);
  });
  const period = { ...(since !== undefined && { from: since }), ...(until !== undefined && { to: until }) };
  const report = await analyse(project.logs, files.sources, period);
  io.progress('');
  for (const file of files.repeated) io.err(`${file} is named more than once; it was read once`);
  if (options.format === 'json') io.out(JSON.stringify(report, null, 2));
  else {
    const { renderLogs } = await import('./logs-text.js');
    io.out(renderLogs(report, project.logs, io.outColors));
  }
  const { counted, unknown, unreadable } = report.lines;
  const incomplete = counted === 0 || report.files.some(file => file.damage !== null);
  exit(incomplete || (options.strict && unknown + unreadable > 0) ? 1 : 0);
}

const megabytes = (n: number) => (n / 1e6).toFixed(0);
