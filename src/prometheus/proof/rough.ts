import type { SeriesSpec } from '../model.js';
import { type Calendar, calendarOf } from './calendar.js';
import { type Course, mover } from './courses.js';
import { drawsOf } from './draws.js';
import { GivenSource } from './given.js';
import { type Demand, type Plan, seriesText } from './plan.js';
import { Run, type Setup } from './run.js';

/**
 * A run over the series of a plan, each moving in its own irregular way: fast and slow, with births, gaps and
 * restarts, and some of them alone; and the moments at which to look. Nothing in it is made for a rule, so that
 * whatever the rule does shows. `patience` is how long an alert waits (milliseconds), `labels` in which labels there
 * are series that differ from the first ones; what is drawn by lot follows from `seed`. `window` is the longest that is
 * looked back over: within it everything changes.
 */
export function roughTime(
  plan: Plan,
  setup: Setup,
  patience: number,
  labels: readonly string[],
  seed: string,
): { readonly run: Run; readonly looks: readonly number[]; readonly window: number } {
  const calendar = calendarOf(setup, patience, together + labels.length, seed);
  const { interval, from, past, looks, window } = calendar;
  const families = new Map<string, Demand[]>();
  const sources = [...plan.demands.values()].map(demand => {
    const family = families.get(familyOf(demand)) ?? [];
    families.set(familyOf(demand), family);
    family.push(demand);
    return new GivenSource(roughSeries(demand, memberOf(demand, family, labels), calendar), interval);
  });
  const warm = past.length > 0 ? 0 : from;
  return { run: new Run({ ...setup, start: from, warm }, sources), looks, window };
}

/** The series of one metric; of a histogram, of one bucket. */
const familyOf = ({ series, labels }: Demand) => `${series.name} ${labels.le ?? ''}`;

/** What a series is among those of its metric. */
interface Member {
  readonly place: number;
  /** Whether it is of the same job as the first one. */
  readonly ofFirstJob: boolean;
  /** Of the labels that differ, the one in which it differs from the first. */
  readonly differs: number;
}

function memberOf(demand: Demand, family: readonly Demand[], labels: readonly string[]): Member {
  const first = family[0] as Demand;
  return {
    place: family.length - 1,
    ofFirstJob: first.labels.job === demand.labels.job,
    differs: labels.findIndex(label => first.labels[label] !== demand.labels[label]),
  };
}

/**
 * The first series of a metric is old: while each other one goes through all courses, it is there to be held against.
 * Before, everything of its job is away; after, it alone.
 */
const firsts: readonly Course[] = ['rough', 'still', 'creeping', 'sinking', 'rough'];
const others: readonly Course[] = ['rough', 'born', 'shortGap', 'longGap', 'bornEarlier'];

/** How many cycles there are before those in which some are alone. */
const together = firsts.length + 2;

/** How a series goes through a cycle of the present. */
function courseOf(name: string, { place, ofFirstJob, differs }: Member, c: number): Course {
  const shift = Math.floor(drawsOf(name)() * 30);
  const other = others[(place + c + shift) % others.length] as Course;
  if (c === 0) return ofFirstJob ? 'absent' : other;
  if (c <= firsts.length) return place === 0 ? (firsts[(c + shift) % firsts.length] as Course) : other;
  if (c < together) return place === 0 ? 'absent' : other;
  // Of some metrics, only those are there that differ in one label.
  const alone = drawsOf(`${name} ${c}`)() < 0.6;
  if (alone) return differs === c - together ? 'rough' : 'absent';
  return place === 0 ? 'rough' : other;
}

/** Of what went on in the past, all of a job is missing now and then: one time of several, another, or both. */
function isMissing(n: number, c: number, { ofFirstJob }: Member): boolean {
  const turn = (c + (ofFirstJob ? 0 : 1)) % 5;
  return n % 2 === 0 ? turn < 2 : turn === 0 || turn === 4;
}

/** One series in promtool's notation. */
function roughSeries({ series, labels, pieces }: Demand, member: Member, calendar: Calendar): SeriesSpec {
  const { interval, from, past, cycle, cycles, looks, reaches } = calendar;
  // The buckets of one histogram move together.
  const own = Object.fromEntries(Object.entries(labels).filter(([label]) => label !== 'le'));
  const draw = drawsOf(`${calendar.seed} ${seriesText(series.name, own)}`);
  const words: string[] = [];
  let at = 0;
  const gapTo = (time: number) => {
    const samples = Math.round((time - at) / interval);
    if (samples > 0) words.push(samples === 1 ? '_' : `_x${samples}`);
    at = Math.max(at, time);
  };
  for (const [n, back] of [...past, 0].entries()) {
    const write = mover(series, pieces.get(0) ?? [...pieces.values()][0] ?? {}, draw, calendar);
    for (let c = 0; c < cycles; c++) {
      // The look at the end of a cycle still belongs to it.
      const begin = from - back + c * cycle + (c > 0 ? interval : 0);
      const missing = back > 0 && isMissing(n, c, member);
      const there = back > 0 && member.place === 0 ? 'rough' : courseOf(`${calendar.seed} ${series.name}`, member, c);
      const course = missing ? 'absent' : there;
      const away = absence(course, member.place + c, begin, calendar);
      // What was missing before comes back a little later than anybody looks.
      const late = back > 0 && !missing && c > 0 && isMissing(n, c - 1, member);
      const [gone, again] = late ? [begin, begin + 0.5 * (reaches.at(-1) as number)] : away;
      const end = from - back + (c + 1) * cycle + interval;
      gapTo(Math.ceil(begin / interval) * interval);
      while (at < end) {
        if (at >= gone && at < again) {
          gapTo(Math.min(Math.ceil(again / interval) * interval, end));
          continue;
        }
        const until = Math.max(1, Math.round(((at < gone ? Math.min(gone, end) : end) - at) / interval));
        // The nearer the next look, the shorter the stretches: windows of every length see changes.
        const ahead = ((looks.find(look => look - back > at) ?? end + back) - back - at) / interval;
        const stretch = course === 'still' ? until : Math.max(1, Math.round(ahead * (0.15 + 0.3 * draw())));
        const samples = Math.min(stretch, until);
        words.push(write(course, samples, at));
        at += samples * interval;
      }
    }
  }
  return { series: seriesText(series.name, labels), values: words.join(' ') };
}

/** From when to when a series is not there in a cycle: it is back just before somebody looks. */
function absence(course: Course, turn: number, begin: number, calendar: Calendar): readonly [number, number] {
  const { cycle, window, reaches, interval } = calendar;
  const back = (share: number, reach = reaches[0] as number) =>
    begin + cycle - Math.max(1, Math.floor((share * reach) / interval)) * interval;
  const gap = (share: number) => Math.max(begin, back(0.7) - Math.ceil((share * window) / interval) * interval);
  switch (course) {
    case 'absent':
      return [begin, begin + cycle];
    case 'born':
      return [begin, back(0.7)];
    case 'bornEarlier':
      return [begin, back(1.5, reaches[turn % reaches.length])];
    case 'shortGap':
      return [gap(0.65), back(0.7)];
    case 'longGap':
      return [gap(1.3), back(0.7)];
    default:
      return [Infinity, Infinity];
  }
}
