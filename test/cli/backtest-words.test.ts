import { describe, expect, it } from 'vitest';
import { changeText, comparisonText } from '../../src/cli/backtest/comparison.js';
import type { Backtest } from '../../src/review/backtest/backtest.js';
import { compareBacktests } from '../../src/review/backtest/compare.js';
import type { Episode, History } from '../../src/review/backtest/history.js';
import { timelineSvg } from '../../src/review/backtest/svg.js';
import { cellsOf, curve, sparkline } from '../../src/review/backtest/timeline.js';
import { parseExpr } from '../prometheus/given.js';

const minute = 60_000;

/** Fires from one minute to another. */
const fires = (start: number, end: number, labels: Record<string, string> = { i: 'a' }): Episode => ({
  ...{ labels, activeAt: start * minute, start: start * minute, end: end * minute, begunBefore: false },
  duration: (end - start) * minute,
  peak: 1,
});

const history = (episodes: readonly Episode[], more: Partial<History> = {}): History => ({
  ...{ episodes, nearMisses: [], stillPending: [], firing: 0, flaps: 0, troubles: [] },
  ...more,
});

const test = (...episodes: Episode[]): Backtest => ({
  ...{ from: 0, to: 60 * minute, historyFrom: 0, faults: [] },
  alerts: [
    {
      alert: {
        ...{ kind: 'alert', name: 'A', group: 'g', interval: minute, expr: parseExpr('a'), labels: {} },
        waits: { for: 0, keepFiringFor: 0 },
      },
      query: 'a',
      inlined: [],
      history: history(episodes),
    },
  ],
});

describe('what a change does, in words', () => {
  const rows: [string, Episode[], Episode[], string, string[]][] = [
    ['nothing', [], [], 'no incident before or after', []],
    ['new', [], [fires(1, 2)], '1 new', ['new']],
    ['gone', [fires(1, 2)], [], '1 gone', ['gone']],
    ['as before', [fires(1, 2)], [fires(1, 2)], '1 as before', ['same']],
    ['earlier', [fires(5, 9)], [fires(3, 9)], '1 earlier', ['2m earlier, 2m longer']],
    ['later', [fires(5, 9)], [fires(7, 9)], '1 later', ['2m later, 2m shorter']],
    ['longer', [fires(5, 9)], [fires(5, 20)], '1 longer', ['11m longer']],
    ['shorter', [fires(5, 20)], [fires(5, 9)], '1 shorter', ['11m shorter']],
    ['moved', [fires(5, 9)], [fires(8, 12)], '1 later', ['3m later']],
    ['in pieces', [fires(5, 15)], [fires(5, 9), fires(11, 15)], '1 shorter', ['2m shorter, 2 episodes for 1']],
    ['of other labels', [fires(5, 9)], [fires(5, 9, { i: 'b' })], '1 new, 1 gone', ['gone', 'new']],
    [
      'of fewer labels',
      [fires(5, 9, { i: 'a', j: 'x' }), fires(5, 9, { i: 'a', j: 'y' })],
      [fires(5, 9)],
      '1 shorter',
      ['4m shorter, 1 episode for 2'],
    ],
  ];

  it.each(rows)('%s', (_, before, after, line, changes) => {
    const [compared] = compareBacktests(test(...before), test(...after));
    expect(compared && comparisonText(compared)).toBe(line);
    expect(compared?.incidents.map(changeText)).toEqual(changes);
  });
});

describe('a timeline', () => {
  const shown = history([fires(0, 10), fires(20, 25)], {
    nearMisses: [{ labels: {}, start: 30 * minute, end: 32 * minute, peak: 1 }],
    troubles: [{ kind: 'unknown', message: 'm', from: 40 * minute, to: 50 * minute }],
  });
  const period = { from: 0, to: 60 * minute };

  it('is as high as the share of the time in which something fired', () => {
    expect(sparkline(cellsOf(shown, period, 6))).toBe('█ ▅·? ');
    expect(sparkline(cellsOf(shown, { ...period, historyFrom: 30 * minute }, 6))).toBe('█?▅·? ');
  });

  it('has a rectangle for each of them', () => {
    const svg = timelineSvg([{ name: 'new', history: shown }], period.from, period.to);
    const drawn = [...svg.matchAll(/x="([\d.]+)" y="0" width="([\d.]+)" height="14" fill="(#\w+)"/g)].map(m =>
      m.slice(1),
    );
    expect(drawn.filter(([, width]) => width !== '0')).toEqual([
      ['0', '960', '#eef0f2'],
      ['640', '160', '#b8b8b8'],
      ['480', '32', '#f2c14e'],
      ['0', '160', '#d64545'],
      ['320', '80', '#d64545'],
    ]);
  });
});

it('a curve is as high as the count', () => {
  expect(curve([16, 8, 1, 0])).toBe('█▄▁ ');
  expect(curve([0, 0])).toBe('  ');
});
