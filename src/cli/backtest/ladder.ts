import { formatDuration, milliseconds } from '../../core/durations.js';
import type { WhatIf } from '../../review/backtest/backtest.js';
import { curveSvg } from '../../review/backtest/svg.js';
import { curve } from '../../review/backtest/timeline.js';
import { titleOf } from '../../review/backtest/title.js';
import type { Page } from './page.js';
import { troubleText } from './rows.js';
import { table } from './text.js';
import { clean, figure, long } from './words.js';

const head = ['limit', 'episodes', 'firing', 'longest', 'flaps', 'pending only'] as const;

/** How often an alert would have fired over a ladder of limits, for a terminal. */
export function ladderText(what: WhatIf): string {
  const most = Math.max(1, ...what.rungs.map(({ history }) => history.episodes.length));
  const rows = rowsOf(what).map((row, i) => {
    const { current, history } = what.rungs[i] as WhatIf['rungs'][0];
    return [...row, `${'█'.repeat(Math.ceil((history.episodes.length / most) * 24))}${current ? '  ← as it is' : ''}`];
  });
  return [
    titleLine(what),
    `  ${clean(what.limit.text)}`,
    ...table([...head, ''], rows),
    '',
    `  ${curveText(what)}`,
    ...notes(what).map(note => `  ${note}`),
  ].join('\n');
}

/** The same as a page with the curve. */
export function ladderPage(what: WhatIf): Page {
  const points = what.rungs.map(({ limit, current, history }) => ({
    limit,
    current,
    episodes: history.episodes.length,
  }));
  const rows = rowsOf(what).map((row, i) => (what.rungs[i]?.current ? [`${row[0]} (as it is)`, ...row.slice(1)] : row));
  const section = {
    title: titleOf(what.alert),
    summary: `Episodes by limit, ${figure(what.limit.value)} as it is: ${clean(what.limit.text)}`,
    svg: curveSvg(points),
    lines: [curveText(what)],
    head,
    rows,
    notes: notes(what),
  };
  return { title: titleLine(what), notes: [], sections: [section], rest: { title: '', names: [] } };
}

const titleLine = ({ alert }: WhatIf): string =>
  `What if the limit of ${titleOf(alert)} were another? (for ${formatDuration(milliseconds(alert.waits.for))})`;

/** How often it fires from the least limit to the greatest. */
const curveText = ({ rungs }: WhatIf): string => {
  const ends = [rungs[0], rungs.at(-1)].map(rung => figure(rung?.limit ?? Number.NaN));
  return `episodes, limit ${ends[0]} |${curve(rungs.map(({ history }) => history.episodes.length))}| ${ends[1]}`;
};

const rowsOf = ({ rungs }: WhatIf): string[][] =>
  rungs.map(({ limit, history: { episodes, firing, flaps, nearMisses } }) => [
    figure(limit),
    String(episodes.length),
    episodes.length === 0 ? '-' : long(firing),
    episodes.length === 0 ? '-' : long(Math.max(...episodes.map(e => e.duration))),
    String(flaps),
    String(nearMisses.length),
  ]);

const notes = ({ rungs }: WhatIf): string[] => [
  ...new Set(rungs.flatMap(({ history }) => history.troubles.map(troubleText))),
];
