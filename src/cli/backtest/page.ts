import type { History } from '../../review/backtest/history.js';
import { timelineSvg } from '../../review/backtest/svg.js';
import { cellsOf, sparkline } from '../../review/backtest/timeline.js';
import { titleOf } from '../../review/backtest/title.js';
import { plural } from '../terminal.js';
import { comparisonText, differs } from './comparison.js';
import { episodeHead, episodeRows, faultsOf, incidentHead, incidentRows, troublesOf, troubleText } from './rows.js';
import type { Shown } from './shown.js';
import { beginning, heading, historyText } from './text.js';

/** What Markdown and HTML show alike: sections with a picture, a table and notes. */
export interface Page {
  readonly title: string;
  readonly notes: readonly string[];
  readonly sections: readonly Section[];
  /** The alerts of which there is nothing to show. */
  readonly rest: { readonly title: string; readonly names: readonly string[] };
}

export interface Section {
  readonly title: string;
  readonly summary: string;
  readonly svg: string;
  /** The same as lines of characters, for where pictures are taken out. */
  readonly lines: readonly string[];
  readonly head: readonly string[];
  readonly rows: readonly (readonly string[])[];
  readonly notes: readonly string[];
}

/** At most so many rows of a table. */
const most = 50;

/** The page of a back-test. */
export function pageOf(all: Shown): Page {
  const { head, comparison, server } = all;
  const sections = comparison ? compared(comparison, head) : alone(head);
  const shown = new Set(sections.map(section => section.title));
  const names = (comparison ?? head.alerts.map(({ alert }) => ({ title: titleOf(alert) }))).map(({ title }) => title);
  return {
    title: `${heading(head)}, as ${server} remembers`,
    notes: [...beginning(head), ...faultsOf(all).map(fault => `Not replayed: ${fault}`)],
    sections,
    rest: { title: comparison ? 'As before' : 'Quiet', names: names.filter(name => !shown.has(name)) },
  };
}

function alone(test: Shown['head']): Section[] {
  const { alerts, from, to } = test;
  return alerts
    .filter(({ history: h }) => h.episodes.length + h.nearMisses.length + h.troubles.length > 0)
    .map(report => {
      const { alert, history, inlined } = report;
      return {
        title: titleOf(alert),
        summary: historyText(history),
        svg: timelineSvg([{ name: titleOf(alert), history }], from, to),
        lines: [line(history, test)],
        head: episodeHead,
        ...cut(episodeRows(report), [
          ...(inlined.length > 0 ? [`computed in the query: ${inlined.join(', ')}`] : []),
          ...history.troubles.map(troubleText),
        ]),
      };
    });
}

function compared(comparison: NonNullable<Shown['comparison']>, test: Shown['head']): Section[] {
  const { from, to } = test;
  return comparison
    .filter(c => differs(c) || troublesOf(c).length > 0)
    .map(c => ({
      title: c.title,
      summary: comparisonText(c),
      svg: timelineSvg(
        [
          { name: 'old', history: c.old?.history },
          { name: 'new', history: c.new?.history },
        ],
        from,
        to,
      ),
      lines: [`old ${line(c.old?.history, test)}`, `new ${line(c.new?.history, test)}`],
      head: incidentHead,
      ...cut(incidentRows(c), troublesOf(c)),
    }));
}

const line = (history: History | undefined, test: Shown['head']): string =>
  `|${history ? sparkline(cellsOf(history, test, 72)) : ' '.repeat(72)}|`;

function cut(rows: readonly (readonly string[])[], notes: readonly string[]): Pick<Section, 'rows' | 'notes'> {
  const more = rows.length - most;
  return {
    rows: rows.slice(0, most),
    notes: more > 0 ? [`${plural(more, 'more row')}; --format json has them all`, ...notes] : notes,
  };
}
