import { createInterface } from 'node:readline';
import { type Command, Option } from 'commander';
import { TelltaleError } from '../core/errors.js';
import type { Explained } from '../lint/explain.js';
import type { Surroundings } from '../lint/model.js';
import type { Context } from './main.js';
import { renderFindings } from './report.js';
import type { Colors } from './terminal.js';

interface Options {
  readonly stdin?: boolean;
  readonly world: 'open' | 'closed';
  readonly format?: 'text' | 'json';
}

const notes = `
Says of each expression its type, its labels and their values, its unit, the range of its values,
how many series it returns at most, whether it can return anything at all, and what is wrong with it.
In a closed world (the default) the project's catalog is all there is; in an open world only the
text of the expression speaks.

With --stdin every line is a JSON object with "expr", and every line of output the answer to it:
  valid, error {message, from, to}, type, labels {sure, maybe, absent_others, values}, unit,
  range [lowest, highest] (null: no bound), empty, series {max} (null: no bound),
  findings [{id, severity, message, from, to, fix}]
Exits 1 when an expression is not valid or has an error.

Examples:
  telltale infer 'sum by (job) (rate(http_requests_total[5m]))'
  telltale infer --world open 'sum by (a) (x) / sum by (b) (y)'
  echo '{"expr": "up == 2"}' | telltale infer --stdin`;

export function defineInfer(program: Command, context: () => Context): void {
  program
    .command('infer')
    .argument('[expressions...]', 'PromQL')
    .summary('say what an expression returns, and what is wrong with it')
    .description('Says what the checker knows about expressions.')
    .option('--stdin', 'read JSON lines {"expr": …} and answer each with a line')
    .addOption(
      new Option('-w, --world <world>', 'what is known of metrics').choices(['open', 'closed']).default('closed'),
    )
    .addOption(
      new Option('-f, --format <format>', 'how to print it (default: text; json with --stdin)').choices([
        'text',
        'json',
      ]),
    )
    .addHelpText('after', notes)
    .action((expressions: string[], options: Options) => inferAll(expressions, options, context()));
}

async function inferAll(
  expressions: readonly string[],
  options: Options,
  { io, config, exit }: Context,
): Promise<void> {
  if (options.stdin ? expressions.length > 0 : expressions.length === 0)
    throw new TelltaleError('there is nothing to infer', { fix: 'give an expression in quotes, or --stdin alone' });
  const [{ explain }, { surroundings }] = await Promise.all([
    import('../lint/explain.js'),
    import('../project/surroundings.js'),
  ]);
  const known = await surroundings(options.world, config);
  const json = options.format === 'json' || (options.stdin && options.format !== 'text');
  let bad = false;
  const answer = (text: string, surroundings: Surroundings) => {
    const explained = explain(text, surroundings);
    bad ||= !explained.valid || explained.findings.some(f => f.severity === 'error');
    io.out(json ? JSON.stringify(explained) : describe(text, explained, io.outColors, io.width));
  };
  if (!options.stdin) for (const text of expressions) answer(text, known);
  else {
    let number = 0;
    for await (const line of createInterface({ input: process.stdin, crlfDelay: Infinity })) {
      number++;
      if (line.trim() !== '') answer(exprOf(line, number), known);
    }
  }
  exit(bad ? 1 : 0);
}

function exprOf(line: string, number: number): string {
  try {
    const { expr } = JSON.parse(line);
    if (typeof expr === 'string') return expr;
  } catch {}
  throw new TelltaleError(`line ${number} of the standard input is no JSON object with "expr"`, {
    fix: 'write {"expr": "…"}, one a line',
  });
}

function describe(text: string, explained: Explained, colors: Colors, width: number | undefined): string {
  const place = { file: 'expression' };
  if (!explained.valid) {
    const { message, from, to } = explained.error;
    const finding = { id: 'expr/syntax', severity: 'error', place, message, source: text, span: { from, to } } as const;
    return renderFindings([finding], { colors, width });
  }
  const { type, labels, unit, range, empty, series, findings } = explained;
  const named = (label: string) => {
    const values = labels.values[label];
    return values ? `${label} (${values.join(', ')})` : label;
  };
  const line = (name: string, value: string) => `  ${name.padEnd(7)} ${value}`;
  const [low, high] = range;
  const lines = [
    colors.bold(text),
    line('type', type + (empty ? ', never returns anything' : '')),
    line('labels', [...labels.sure.map(named), ...labels.maybe.map(l => `${named(l)}?`)].join(', ') || 'none'),
    ...(labels.absent_others ? [] : [line('', 'and perhaps others')]),
    line('unit', unit ?? 'unknown'),
    line('range', low === null && high === null ? 'anything' : `${low ?? '-∞'} to ${high ?? '∞'}`),
    ...(type === 'vector' || type === 'matrix'
      ? [line('series', series.max === null ? 'any number' : `at most ${series.max}`)]
      : []),
  ];
  const shown = findings.map(({ from, to, ...finding }) => ({ ...finding, place, source: text, span: { from, to } }));
  return [lines.join('\n'), ...(shown.length > 0 ? [renderFindings(shown, { colors, width })] : [])].join('\n\n');
}
