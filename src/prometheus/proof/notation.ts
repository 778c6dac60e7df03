import { TelltaleError } from '../../core/errors.js';
import { unquote } from '../../promql/strings.js';
import { labelSet } from '../engine/labels.js';
import type { StoredSeries } from '../engine/storage.js';
import type { SeriesSpec } from '../model.js';

/** A sample of promtool's notation: a number, `null` for `stale`, undefined for a gap. */
export type Entry = number | null | undefined;

/** The samples that promtool makes of a series: `interval` apart, the first at the epoch. @throws TelltaleError */
export function parseSeries({ series, values }: SeriesSpec, interval: number): StoredSeries {
  const stored: StoredSeries = { labels: parseLabels(series), times: [], values: [] };
  parseValues(values).forEach((value, i) => {
    if (value === undefined) return;
    stored.times.push(i * interval);
    stored.values.push(value);
  });
  return stored;
}

/** The labels of `name{label="value"}`. @throws TelltaleError */
export function parseLabels(series: string) {
  const match = /^\s*([a-zA-Z_:][\w:]*)?\s*(?:\{(.*)\})?\s*$/s.exec(series);
  if (!match) throw new TelltaleError(`"${series}" is not a series`, { fix: 'write name{label="value"}' });
  const pairs: [string, string][] = match[1] ? [['__name__', match[1]]] : [];
  let rest = (match[2] ?? '').trim();
  while (rest !== '') {
    const pair = /^([a-zA-Z_]\w*)\s*=\s*("(?:[^"\\]|\\.)*"|'(?:[^'\\]|\\.)*'|`[^`]*`)\s*,?\s*/s.exec(rest);
    if (!pair) throw new TelltaleError(`"${series}" is not a series`, { fix: 'write name{label="value"}' });
    pairs.push([pair[1] as string, unquote(pair[2] as string)]);
    rest = rest.slice(pair[0].length);
  }
  return labelSet(pairs);
}

const numeral = String.raw`[-+]?(?:\d+\.?\d*(?:[eE][-+]?\d+)?|\.\d+(?:[eE][-+]?\d+)?|Inf|NaN)`;
const item = new RegExp(`^(?:(stale)|_(?:x(\\d+))?|(${numeral})(?:(?:([-+])(${numeral}))?x(\\d+))?)$`);

/** The samples of `1 2+0.5x3 _x2 stale`: steps add up one by one, as promtool does it. @throws TelltaleError */
export function parseValues(values: string): Entry[] {
  const entries: Entry[] = [];
  for (const word of values.trim().split(/\s+/)) {
    const match = item.exec(word);
    if (!match) throw new TelltaleError(`"${word}" is not a sample`, { fix: 'write 1, 1+0.5x10, _x3 or stale' });
    const [, stale, gaps, start, sign, step = '0', times] = match;
    if (stale) entries.push(null);
    else if (start === undefined) {
      for (let left = Number(gaps ?? 1); left > 0; left--) entries.push(undefined);
    } else {
      let value = toNumber(start);
      const slope = (sign === '-' ? -1 : 1) * toNumber(step);
      for (let left = Number(times ?? 0); left >= 0; left--) {
        entries.push(value);
        value += slope;
      }
    }
  }
  return entries;
}

const toNumber = (text: string) => Number(text.replace('Inf', 'Infinity'));

/** A number as promtool reads it back. */
export const numberText = (value: number): string =>
  Object.is(value, -0) ? '-0' : String(value).replace('Infinity', 'Inf');

/** A run of samples: `count` samples, each `step` above the one before. */
export interface Stretch {
  readonly start: Entry;
  readonly step: number;
  count: number;
}

/** Runs of samples in promtool's notation. */
export function formatValues(stretches: readonly Stretch[]): string {
  return stretches
    .map(({ start, step, count }) => {
      if (start === null) return 'stale';
      if (start === undefined) return count === 1 ? '_' : `_x${count}`;
      if (count === 1) return numberText(start);
      const slope = step === 0 ? '' : `${step < 0 ? '-' : '+'}${numberText(Math.abs(step))}`;
      return `${numberText(start)}${slope}x${count - 1}`;
    })
    .join(' ');
}
