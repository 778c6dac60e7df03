import type { History } from '../../review/backtest/history.js';
import { timelineSvg } from '../../review/backtest/svg.js';
import { cellsOf, sparkline } from '../../review/backtest/timeline.js';
import { titleOf } from '../../review/backtest/title.js';
import { plural } from '../terminal.js';
import { changeText, comparisonText, differs } from './comparison.js';
import type { Shown } from './shown.js';
import { beginning, heading, historyText, troubleText } from './text.js';
import { figure, labelText, long, when } from './words.js';

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
export function pageOf({ head, comparison, server }: Shown): Page {
  const sections = comparison ? compared(comparison, head) : alone(head);
  const shown = new Set(sections.map(section => section.title));
  const names = (comparison ?? head.alerts.map(({ alert }) => ({ title: titleOf(alert) }))).map(({ title }) => title);
  return {
    title: `${heading(head)}, as ${server} remembers`,
    notes: [...beginning(head), ...head.faults.map(f => `Not replayed: ${f.place} ${f.name}: ${f.message}`)],
    sections,
    rest: { title: comparison ? 'As before' : 'Quiet', names: names.filter(name => !shown.has(name)) },
  };
}

function alone(test: Shown['head']): Section[] {
  const { alerts, from, to } = test;
  return alerts
    .filter(({ history: h }) => h.episodes.length + h.nearMisses.length + h.troubles.length > 0)
    .map(({ alert, history }) => ({
      title: titleOf(alert),
      summary: historyText(history),
      svg: timelineSvg([{ name: titleOf(alert), history }], from, to),
      lines: [line(history, test)],
      head: ['Start (UTC)', 'End', 'Lasted', 'Peak', 'Labels'],
      ...cut(
        history.episodes.map(e => [
          when(e.start),
          ended(e.end),
          long(e.duration),
          figure(e.peak),
          labelText(e.labels, Object.keys(alert.labels)),
        ]),
        history.troubles.map(troubleText),
      ),
    }));
}

function compared(comparison: NonNullable<Shown['comparison']>, test: Shown['head']): Section[] {
  const { from, to } = test;
  return comparison
    .map(c => ({ c, troubles: [...new Set([c.old, c.new].flatMap(r => r?.history.troubles ?? []).map(troubleText))] }))
    .filter(({ c, troubles }) => differs(c) || troubles.length > 0)
    .map(({ c, troubles }) => ({
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
      head: ['Change', 'Start (UTC)', 'End', 'Lasted', 'Peak', 'Labels'],
      ...cut(
        c.incidents
          .filter(({ change }) => change !== 'same')
          .flatMap(incident =>
            (incident.new.length > 0 ? incident.new : incident.old).map((e, i) => [
              i === 0 ? changeText(incident) : '',
              when(e.start),
              ended(e.end),
              long(e.duration),
              figure(e.peak),
              labelText(incident.labels),
            ]),
          ),
        troubles,
      ),
    }));
}

const line = (history: History | undefined, test: Shown['head']): string =>
  `|${history ? sparkline(cellsOf(history, test, 72)) : ' '.repeat(72)}|`;

const ended = (end: number | undefined): string => (end === undefined ? 'still firing' : when(end));

function cut(rows: readonly (readonly string[])[], notes: readonly string[]): Pick<Section, 'rows' | 'notes'> {
  const more = rows.length - most;
  return {
    rows: rows.slice(0, most),
    notes: more > 0 ? [`${plural(more, 'more row')}; --format json has them all`, ...notes] : notes,
  };
}
