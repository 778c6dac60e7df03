import type { AlertReport } from '../../review/backtest/backtest.js';
import type { AlertComparison } from '../../review/backtest/compare.js';
import type { Episode, Trouble } from '../../review/backtest/history.js';
import type { RuleFault } from '../../review/backtest/model.js';
import { changeText } from './comparison.js';
import type { Shown } from './shown.js';
import { clean, figure, labelText, long, when } from './words.js';

/** What a terminal, Markdown and HTML show alike of alerts: the rows of their tables, and what is to be known of them. */

export const episodeHead = ['start', 'end', 'lasted', 'peak', 'labels'] as const;
export const incidentHead = ['change', ...episodeHead] as const;

/** The episodes of an alert, a row each. */
export function episodeRows({ alert, history }: AlertReport): string[][] {
  const own = Object.keys(alert.labels);
  return history.episodes.map(episode => [...cells(episode), labelText(episode.labels, own)]);
}

/** The incidents of an alert that a change makes other than they were, a row for each episode. */
export function incidentRows({ incidents }: AlertComparison): string[][] {
  return incidents
    .filter(({ change }) => change !== 'same')
    .flatMap(incident =>
      (incident.new.length > 0 ? incident.new : incident.old).map((episode, i) => [
        i === 0 ? changeText(incident) : '',
        ...cells(episode),
        labelText(incident.labels),
      ]),
    );
}

const cells = ({ begunBefore, start, end, duration, peak }: Episode): string[] => [
  `${begunBefore ? '… ' : ''}${when(start)}`,
  end === undefined ? 'still firing' : when(end),
  long(duration),
  figure(peak),
];

/** What keeps the replays of an alert before and after a change from being the whole truth. */
export const troublesOf = ({ old, new: now }: AlertComparison): string[] => [
  ...new Set([old, now].flatMap(report => report?.history.troubles ?? []).map(troubleText)),
];

/** What keeps a replay from being the whole truth. */
export function troubleText({ kind, message, from, to }: Trouble): string {
  const time = from === undefined || to === undefined ? '' : ` from ${when(from)} to ${when(to)}`;
  return `${{ unknown: 'not known', failed: 'the rule fails', note: 'note' }[kind]}${time}: ${clean(message)}`;
}

/** The rules that cannot be read, those before a change too. */
export function faultsOf({ head, baseFaults }: Shown): string[] {
  const told = (faults: readonly RuleFault[], where: string) =>
    faults.map(({ place, name, message }) => `${where}${place} ${clean(name)}: ${clean(message)}`);
  return [...told(head.faults, ''), ...told(baseFaults, 'before the change: ')];
}
