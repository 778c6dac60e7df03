import type { LogReport } from '../logs/analyse.js';
import type { Figures } from '../logs/answer.js';
import type { DurationSummary } from '../logs/durations.js';
import type { LogAnalysis } from '../logs/model.js';
import { type Colors, plural } from './terminal.js';

/** How many rows of a table are shown; JSON has them all. */
const shown = 20;

/** The report as text: what was read, the four answers, and what could not be read. */
export function renderLogs(report: LogReport, { component, variants }: LogAnalysis, colors: Colors): string {
  const section = (title: string, unanswered: string | null, body: readonly string[], none: string) => [
    '',
    colors.bold(title),
    ...(unanswered === null ? [] : [colors.yellow(`  no answer: ${unanswered}`)]),
    ...(body.length > 0 ? body : unanswered === null ? [`  ${none}`] : []),
  ];
  const { initializations, latency, errors, comparison } = report;
  const figures = ['count', 'failed', 'mean', 'p50', 'p95', 'max'];
  const [judged, against] = variants;
  return [
    ...overview(report, variants, colors),
    ...section(
      'Initialisations',
      initializations.unanswered,
      table([component, ...figures], initializations.by, row => [row.component, ...cells(row)], 1),
      'none',
    ),
    ...section(
      'Latency',
      latency.unanswered,
      table(['operation', ...figures], latency.by, row => [row.operation, ...cells(row)], 1),
      'nothing that says how long it took',
    ),
    ...table(['operation', 'of', ...figures], latency.breakdown, row => [row.operation, row.of, ...cells(row)], 2),
    ...section(
      `Errors${errors.total > 0 ? `: ${errors.total}` : ''}`,
      errors.unanswered,
      table(
        ['count', 'event', 'type', component, 'first', 'last', 'latest message'],
        errors.by,
        e => [
          String(e.count),
          e.event,
          e.type ?? '-',
          e.component ?? '-',
          moment(e.first),
          moment(e.last),
          shorten(e.example ?? '-', 60),
        ],
        7,
        [0],
      ),
      'none',
    ),
    ...section(
      `${capital(judged)} against ${against}`,
      comparison.unanswered,
      table(
        ['operation', 'of', ...figures, 'failed %', 'ratio of means'],
        comparison.by.flatMap(({ operation, variants: each, ratio }) =>
          Object.entries(each).map(([variant, of]) => ({ operation, variant, of, ratio })),
        ),
        ({ operation, variant, of, ratio }) => [
          operation,
          variant,
          ...cells(of),
          of.failedShare === null ? '-' : (of.failedShare * 100).toFixed(1),
          variant === judged && ratio !== null ? ratio.toFixed(3) : '',
        ],
        2,
      ),
      'none',
    ),
    ...trouble(report, colors),
  ].join('\n');
}

function overview({ lines, files, time, formats }: LogReport, variants: readonly string[], colors: Colors): string[] {
  const range = time ? `, ${moment(time.from)} to ${moment(time.to)} UTC` : '';
  const kinds = formats.filter(f => f.lines > 0).map(f => `${f.lines} ${f.format}`);
  const counts = [
    `${lines.counted} counted`,
    `${lines.ignored} of no interest here`,
    ...(lines.outside > 0 ? [`${lines.outside} outside of the time asked for`] : []),
    ...(lines.unknown > 0 ? [colors.yellow(`${lines.unknown} of no known format`)] : []),
    ...(lines.unreadable > 0 ? [colors.yellow(`${lines.unreadable} unreadable`)] : []),
  ];
  const served = variants.flatMap(variant => {
    const of = files.filter(file => file.variant === variant).map(file => clean(file.file));
    const more = of.length > 3 ? ` and ${of.length - 3} more` : '';
    return of.length > 0 ? [`  taken for ${variant}: ${of.slice(0, 3).join(', ')}${more}`] : [];
  });
  const head = `${plural(lines.total, 'line')} of ${plural(files.length, 'file')}${range}`;
  return [
    colors.bold(head),
    `  ${counts.join(', ')}`,
    ...(kinds.length > 0 ? [`  ${kinds.join(', ')}`] : []),
    ...served,
  ];
}

function trouble({ files, lines, unreadable }: LogReport, colors: Colors): string[] {
  const damaged = files.filter(file => file.damage !== null);
  if (damaged.length === 0 && lines.unreadable === 0) return [];
  const more = lines.unreadable - unreadable.length;
  return [
    '',
    colors.bold('Could not be read'),
    ...damaged.map(({ file, damage }) => colors.red(`  ${clean(file)}: ${damage}; what came before is counted`)),
    ...unreadable.map(({ file, line, why }) => `  ${clean(file)}:${line}: ${why}`),
    ...(more > 0 ? [`  and ${plural(more, 'more line')}`] : []),
  ];
}

const cells = ({ count, failed, seconds }: Figures): string[] => [
  String(count),
  String(failed),
  ...(['mean', 'p50', 'p95', 'max'] as const).map(key => duration(seconds, key)),
];

/** Three digits, in the unit that suits: `850 µs`, `12.3 ms`, `1.85 s`. */
function duration(of: DurationSummary | null, key: 'mean' | 'p50' | 'p95' | 'max'): string {
  if (!of) return '-';
  const seconds = of[key];
  const [value, unit] = seconds >= 1 ? [seconds, 's'] : seconds >= 1e-3 ? [seconds * 1e3, 'ms'] : [seconds * 1e6, 'µs'];
  return `${value >= 100 ? value.toFixed(0) : value.toPrecision(3)} ${unit}`;
}

/** Aligned columns: the first `left` and what is said of time are text, the others are numbers. */
function table<T>(
  names: readonly string[],
  rows: readonly T[],
  cellsOf: (row: T) => readonly string[],
  left: number,
  right: readonly number[] = [],
): string[] {
  if (rows.length === 0) return [];
  const all = [names.map(name => name.toUpperCase()), ...rows.slice(0, shown).map(row => cellsOf(row).map(clean))];
  const widths = names.map((_, i) => Math.max(...all.map(cells => [...(cells[i] ?? '')].length)));
  const line = (cells: readonly string[]) =>
    cells
      .map((cell, i) => {
        const gap = ' '.repeat(Math.max(0, (widths[i] ?? 0) - [...cell].length));
        return i < left && !right.includes(i) ? cell + gap : gap + cell;
      })
      .join('  ')
      .trimEnd();
  const more = rows.length - shown;
  return [
    ...all.map(cells => `  ${line(cells)}`),
    ...(more > 0 ? [`  and ${more} more; --format json has them all`] : []),
  ];
}

/** What comes from a log does not move the cursor. */
const clean = (text: string): string => text.replace(/[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]/gu, '·');
const shorten = (text: string, width: number) => (text.length > width ? `${text.slice(0, width - 1)}…` : text);
const moment = (iso: string) => iso.slice(0, 19).replace('T', ' ');
const capital = (text: string) => text.charAt(0).toUpperCase() + text.slice(1);
