import type { KnownSeries } from '../../catalog/world.js';
import { once } from '../../core/once.js';
import { unitName } from '../../core/units.js';
import type { Calendar } from './calendar.js';
import { drawsOf } from './draws.js';
import { numberText } from './notation.js';
import type { Piece } from './plan.js';

/** How a series goes through a cycle of a rough time. */
export type Course =
  | 'rough'
  | 'absent'
  | 'still'
  | 'creeping'
  | 'sinking'
  | 'born'
  | 'bornEarlier'
  | 'shortGap'
  | 'longGap';

/** Writes the next stretch of a series, in promtool's notation: so many samples from a time (milliseconds) on. */
export type Write = (course: Course, samples: number, at: number) => string;

const factors = [0, 0.25, 0.75, 1, 1.5, 2.25];

/** Ages of what has a time: seconds. */
const ages = [0, 900, 3000, 4200, 90_000, 200_000];

/** Writes stretch after stretch of a series; `piece` says at which level it usually is, and how fast it moves. */
export function mover(series: KnownSeries, piece: Partial<Piece>, draw: () => number, calendar: Calendar): Write {
  const { interval } = calendar;
  const pick = (from: readonly number[]) => pickFrom(from, draw);
  if (series.moves !== 'gauge') return counter();
  if (series.unit.reading === 'timestamp') return held(at => Math.max(0, at / 1000 - pick(ages)));
  if (unitName(series.unit) === 'flag') return held(() => (draw() < 0.6 ? 1 : 0));
  return gauge();

  function gauge(): Write {
    const [low, high] = series.range;
    const usual = piece.level ?? 1;
    const within = (value: number) => Math.min(Math.max(value, low), high);
    let grown = usual / 4;
    return (course, samples) => {
      // What is asked to grow does so while it is new.
      if (piece.slope && (course === 'born' || course === 'bornEarlier')) {
        const step = few((1.5 * piece.slope * interval) / 1000);
        const text = word(within(grown), step, samples);
        grown = few(grown + step * samples);
        return text;
      }
      grown = usual / 4;
      if (course === 'still') return level(within(usual * 4), samples);
      if (course === 'creeping' || course === 'sinking') {
        const sign = course === 'creeping' ? 1 : -1;
        return word(within(usual * 4), (sign * Math.abs(usual) * 1e-9 * interval) / 1000, samples);
      }
      return level(within(few(usual * (0.5 + pick(factors) / 2))), samples);
    };
  }

  /** What stays as it is for longer than a stretch. */
  function held(next: (at: number) => number): Write {
    let value: number | undefined;
    return (_, samples, at) => {
      if (value === undefined || draw() < 0.3) value = next(at);
      return level(value, samples);
    };
  }

  function counter(): Write {
    const perSecond = piece.slope ?? (piece.jump === undefined ? 1 / 60 : piece.jump / 60);
    let value = 64;
    return (course, samples, at) => {
      const step = course === 'still' ? 0 : few((perSecond * pick(factors) * tide(at, calendar) * interval) / 1000);
      // Now and then the process starts anew.
      if (draw() < 0.08) value = 0;
      const text = word(value, step, samples);
      value = few(value + step * samples);
      return text;
    };
  }
}

/** Busy and quiet times are the same for all. */
function tide(at: number, calendar: Calendar): number {
  const { reaches, seed } = calendar;
  const block = Math.floor(at / Math.max(60_000, (reaches.at(-1) as number) / 2));
  const known = tidesOf(calendar);
  const before = known.get(block);
  if (before !== undefined) return before;
  const tide = pickFrom([0.25, 1, 2.5], drawsOf(`${seed} ${block}`));
  known.set(block, tide);
  return tide;
}

const tidesOf = once((_: Calendar) => new Map<number, number>());

const pickFrom = (from: readonly number[], draw: () => number) => from[Math.floor(draw() * from.length)] as number;

const level = (value: number, samples: number) => word(value, 0, samples);

function word(start: number, step: number, samples: number): string {
  if (samples === 1) return numberText(start);
  return `${numberText(start)}${step < 0 ? '-' : '+'}${numberText(Math.abs(step))}x${samples - 1}`;
}

/** Few digits: what moves at random needs no more. */
const few = (value: number) => Number(value.toPrecision(4));
