import type { AlertReport, Backtest } from '../../review/backtest/backtest.js';
import type { AlertComparison } from '../../review/backtest/compare.js';
import type { History } from '../../review/backtest/history.js';
import { cellsOf, sparkline } from '../../review/backtest/timeline.js';
import { titleOf } from '../../review/backtest/title.js';
import { type Colors, plural } from '../terminal.js';
import { comparisonText, differs } from './comparison.js';
import { episodeHead, episodeRows, faultsOf, incidentHead, incidentRows, troublesOf, troubleText } from './rows.js';
import type { Shown } from './shown.js';
import { long, when } from './words.js';

/** How many rows of a table are shown; JSON has them all. */
const shown = 20;

/** What the alerts did, for a terminal of so many columns. */
export function renderText(all: Shown, colors: Colors, columns = 100): string {
  const { head, comparison, server } = all;
  const lines = [colors.bold(`${heading(head)}, as ${server} remembers`), ...beginning(head).map(colors.yellow)];
  if (comparison) lines.push(...comparisons(comparison, head, colors, columns));
  else lines.push(...alerts(head.alerts, head, colors, columns));
  const faults = faultsOf(all);
  if (faults.length > 0) lines.push('', colors.bold('Not replayed'), ...faults.map(fault => colors.red(`  ${fault}`)));
  return lines.join('\n');
}

/** `2 alerts from … to … UTC (14d)`. */
export const heading = ({ alerts: all, from, to }: Backtest): string =>
  `${plural(all.length, 'alert')} from ${when(from)} to ${when(to)} UTC (${long(to - from)})`;

/** What is to be known where the history does not go back as far as was asked. */
export const beginning = ({ historyFrom, from }: Backtest): string[] =>
  historyFrom > from && Number.isFinite(historyFrom)
    ? [
        `The history begins at ${when(historyFrom)}, ${long(historyFrom - from)} after the time asked for: before that nothing is known.`,
      ]
    : [];

function alerts(all: readonly AlertReport[], test: Backtest, colors: Colors, columns: number): string[] {
  const isLoud = ({ history: { episodes, nearMisses, troubles } }: AlertReport) =>
    episodes.length + nearMisses.length + troubles.length > 0;
  const quiet = all.filter(report => !isLoud(report)).map(({ alert }) => titleOf(alert));
  return [
    ...all.filter(isLoud).flatMap(report => ['', ...alertText(report, test, colors, columns)]),
    ...(quiet.length > 0 ? ['', `${colors.bold('Quiet')}: ${quiet.join(', ')}`] : []),
  ];
}

/** What an alert did, in one line. */
export function historyText({ episodes, nearMisses, firing, flaps }: History): string {
  const longest = Math.max(...nearMisses.map(({ start, end }) => end - start));
  return [
    episodes.length === 0 ? 'never fired' : `${plural(episodes.length, 'episode')}, ${long(firing)} firing`,
    ...(flaps > 0 ? [plural(flaps, 'flap')] : []),
    ...(nearMisses.length > 0 ? [`pending ${nearMisses.length} × without firing, ${long(longest)} at most`] : []),
  ].join('; ');
}

function alertText(report: AlertReport, test: Backtest, colors: Colors, columns: number): string[] {
  const { alert, history, inlined } = report;
  return [
    `${colors.bold(titleOf(alert))}: ${historyText(history)}`,
    line('', history, test, colors, columns),
    ...table(episodeHead, episodeRows(report)),
    ...(inlined.length > 0 ? [colors.dim(`  computed in the query: ${inlined.join(', ')}`)] : []),
    ...history.troubles.map(trouble => colors.yellow(`  ${troubleText(trouble)}`)),
  ];
}

function comparisons(all: readonly AlertComparison[], test: Backtest, colors: Colors, columns: number): string[] {
  const told = all.filter(c => differs(c) || troublesOf(c).length > 0);
  const same = all.filter(c => !told.includes(c)).map(({ title }) => title);
  return [
    ...told.flatMap(comparison => [
      '',
      `${colors.bold(comparison.title)}: ${comparisonText(comparison)}`,
      ...(['old', 'new'] as const).map(side => line(side, comparison[side]?.history, test, colors, columns)),
      ...table(incidentHead, incidentRows(comparison)),
      ...troublesOf(comparison).map(text => colors.yellow(`  ${text}`)),
    ]),
    ...(same.length > 0 ? ['', `${colors.bold('As before')}: ${same.join(', ')}`] : []),
  ];
}

function line(name: string, history: History | undefined, test: Backtest, colors: Colors, columns: number): string {
  const width = Math.max(20, Math.min(columns - 8, 96));
  const drawn = history ? sparkline(cellsOf(history, test, width)) : ' '.repeat(width);
  return `  ${name === '' ? '' : `${name} `}${colors.dim('│')}${colors.red(drawn)}${colors.dim('│')}`;
}

/** Aligned columns. */
export function table(names: readonly string[], rows: readonly (readonly string[])[]): string[] {
  if (rows.length === 0) return [];
  const all = [names.map(name => name.toUpperCase()), ...rows.slice(0, shown)];
  const widths = names.map((_, i) => Math.max(...all.map(cells => [...(cells[i] ?? '')].length)));
  const padded = (cell: string, i: number) => cell + ' '.repeat((widths[i] as number) - [...cell].length);
  const more = rows.length - shown;
  return [
    ...all.map(cells => `  ${cells.map(padded).join('  ').trimEnd()}`),
    ...(more > 0 ? [`  and ${more} more; --format json has them all`] : []),
  ];
}
