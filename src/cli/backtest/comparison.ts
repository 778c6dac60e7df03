import type { AlertComparison, Incident } from '../../review/backtest/compare.js';
import { plural } from '../terminal.js';
import { long } from './words.js';

/** What became of an incident, in words: `5m earlier, 5m longer`. */
export function changeText({ change, startsLater = 0, lastsLonger, old, new: now }: Incident): string {
  if (change !== 'changed') return change;
  const parts = [
    ...(startsLater === 0 ? [] : [`${long(Math.abs(startsLater))} ${startsLater < 0 ? 'earlier' : 'later'}`]),
    ...(lastsLonger === 0 ? [] : [`${long(Math.abs(lastsLonger))} ${lastsLonger < 0 ? 'shorter' : 'longer'}`]),
    ...(old.length === now.length ? [] : [`${plural(now.length, 'episode')} for ${old.length}`]),
  ];
  return parts.join(', ') || 'moved';
}

/** What matters most of what became of an incident. */
function wordOf({ change, startsLater = 0, lastsLonger }: Incident): string {
  if (change !== 'changed') return change === 'same' ? 'as before' : change;
  if (startsLater !== 0) return startsLater < 0 ? 'earlier' : 'later';
  return lastsLonger === 0 ? 'split' : lastsLonger > 0 ? 'longer' : 'shorter';
}

/** What a change does to an alert, in one line: `1 new, 2 gone, 3 as before`. */
export function comparisonText({ incidents, old, new: now }: AlertComparison): string {
  const counts = new Map<string, number>(
    ['new', 'gone', 'earlier', 'later', 'longer', 'shorter', 'split', 'as before'].map(word => [word, 0]),
  );
  for (const incident of incidents) counts.set(wordOf(incident), (counts.get(wordOf(incident)) ?? 0) + 1);
  const parts = [...counts].flatMap(([word, n]) => (n === 0 ? [] : [`${n} ${word}`]));
  const whole = old ? (now ? '' : 'the alert is removed; ') : 'the alert is new; ';
  return whole + (parts.length === 0 ? 'no incident before or after' : parts.join(', '));
}

/** Whether the people on call notice anything. */
export const differs = ({ incidents }: AlertComparison): boolean => incidents.some(({ change }) => change !== 'same');
