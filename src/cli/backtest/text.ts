import type { AlertReport, Backtest } from '../../review/backtest/backtest.js';
import { cellsOf, sparkline } from '../../review/backtest/timeline.js';
import { type Colors, plural } from '../terminal.js';
import { clean, figure, labelText, long, when } from './words.js';

/** How many rows of a table are shown; JSON has them all. */
const shown = 20;

/** What the alerts did, for a terminal of so many columns. */
export function renderText(test: Backtest, server: string, colors: Colors, columns = 100): string {
  const loud = test.alerts.filter(
    ({ history: { episodes, nearMisses, troubles } }) => episodes.length + nearMisses.length + troubles.length > 0,
  );
  const quiet = test.alerts.filter(report => !loud.includes(report));
  const head = `${plural(test.alerts.length, 'alert')} from ${when(test.from)} to ${when(test.to)} UTC (${long(test.to - test.from)}), as ${server} remembers`;
  return [
    colors.bold(head),
    ...loud.flatMap(report => ['', ...alertText(report, test, colors, columns)]),
    ...(quiet.length === 0
      ? []
      : ['', `${colors.bold('Quiet')}: ${quiet.map(({ alert }) => titleOf(alert)).join(', ')}`]),
    ...(test.faults.length === 0
      ? []
      : [
          '',
          colors.bold('Not replayed'),
          ...test.faults.map(fault => colors.red(`  ${fault.place} ${fault.name ?? ''}: ${fault.message}`)),
        ]),
  ].join('\n');
}

/** `QueueLong (warning)`. */
export function titleOf({ name, labels }: AlertReport['alert']): string {
  return labels.severity === undefined ? name : `${name} (${labels.severity})`;
}

function alertText({ alert, history }: AlertReport, { from, to }: Backtest, colors: Colors, columns: number): string[] {
  const { episodes, nearMisses, firing, flaps, troubles } = history;
  const counts = [
    episodes.length === 0 ? 'never fired' : `${plural(episodes.length, 'episode')}, firing ${long(firing)} in all`,
    ...(flaps > 0 ? [colors.yellow(plural(flaps, 'flap'))] : []),
    ...(nearMisses.length > 0
      ? [
          `${nearMisses.length} × pending without firing, ${long(Math.max(...nearMisses.map(m => m.end - m.start)))} at most`,
        ]
      : []),
  ];
  const own = Object.keys(alert.labels);
  return [
    `${colors.bold(titleOf(alert))}: ${counts.join('; ')}`,
    `  ${colors.dim('│')}${colors.red(sparkline(cellsOf(history, from, to, Math.max(20, Math.min(columns - 4, 96)))))}${colors.dim('│')}`,
    ...table(
      ['start', 'end', 'lasted', 'peak', 'labels'],
      episodes.map(e => [
        `${e.begunBefore ? '… ' : ''}${when(e.start)}`,
        e.end === undefined ? 'still firing' : when(e.end),
        long(e.duration),
        figure(e.peak),
        labelText(e.labels, own),
      ]),
    ),
    ...troubles.map(t => {
      const time = t.from === undefined || t.to === undefined ? '' : `${when(t.from)} to ${when(t.to)}: `;
      return colors.yellow(
        `  ${t.kind === 'unknown' ? 'not known' : t.kind === 'failed' ? 'the rule fails' : 'note'}: ${time}${clean(t.message)}`,
      );
    }),
  ];
}

/** Aligned columns. */
export function table(names: readonly string[], rows: readonly (readonly string[])[]): string[] {
  if (rows.length === 0) return [];
  const all = [names.map(name => name.toUpperCase()), ...rows.slice(0, shown)];
  const widths = names.map((_, i) => Math.max(...all.map(cells => [...(cells[i] ?? '')].length)));
  const more = rows.length - shown;
  return [
    ...all.map(
      cells =>
        `  ${cells
          .map((cell, i) => cell + ' '.repeat((widths[i] as number) - [...cell].length))
          .join('  ')
          .trimEnd()}`,
    ),
    ...(more > 0 ? [`  and ${more} more; --format json has them all`] : []),
  ];
}
