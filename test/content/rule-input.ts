import { unit } from '../../src/core/units.js';
import type { SeriesSpec } from '../../src/index.js';
import type { Sample, Scrape, Target } from '../../src/simulator/index.js';

/** What a scrape does not bring ends there, as Prometheus has it. */
const gone = 'stale';

interface Series {
  readonly text: string;
  /** One for each scrape from the first on; undefined where there is none. */
  readonly values: (number | undefined)[];
  moves: boolean;
}

/**
 * Scrapes as the input of a rule test, one value for each scrape of a process. Time begins at 0 there, with the first
 * scrape. Only what `read` names is there, as rules see nothing else. Of the series of one metric and process that stay
 * at 0 two are there: the others would be read like them.
 */
export function ruleInput(
  of: Iterable<Scrape>,
  targets: Readonly<Record<string, Target>>,
  read: ReadonlySet<string>,
): SeriesSpec[] {
  const processes = new Map<string, { scrapes: number; readonly all: Map<string, Map<string, Series>> }>();
  let epoch: number | undefined;
  for (const { time, process, families } of of) {
    epoch ??= time;
    const known = processes.get(process) ?? { scrapes: 0, all: new Map() };
    processes.set(process, known);
    const put = ({ name, labels, value }: Sample, since = 0) => {
      const named = known.all.get(name) ?? new Map<string, Series>();
      known.all.set(name, named);
      const key = Object.values(labels).join('\0');
      let series = named.get(key);
      if (!series) {
        series = { text: `${name}{${print({ ...targets[process], ...labels })}}`, values: [], moves: false };
        named.set(key, series);
      }
      series.values[known.scrapes] = value - since;
      if (value !== 0) series.moves = true;
    };
    put({ name: 'up', labels: {}, value: families ? 1 : 0 });
    for (const { metric, samples } of families ?? []) {
      const since = metric.unit.reading === unit('timestamp').reading ? epoch : 0;
      for (const sample of samples) if (read.has(sample.name)) put(sample, since);
    }
    known.scrapes++;
  }
  return [...processes.values()].flatMap(({ scrapes, all }) =>
    [...all.values()].flatMap(named => {
      const still = [...named.values()].filter(s => !s.moves);
      const left = new Set(still.slice(2));
      return [...named.values()]
        .filter(series => !left.has(series))
        .map(({ text, values }) => ({ series: text, values: notation(values, scrapes) }));
    }),
  );
}

function print(labels: Readonly<Record<string, string>>): string {
  return Object.entries(labels)
    .filter(([, value]) => value !== '')
    .map(([name, value]) => `${name}="${value}"`)
    .join(',');
}

/** promtool's notation: runs of one value as `1x10`, nothing as `_`, and `stale` where a series ends. */
function notation(values: readonly (number | undefined)[], length: number): string {
  const parts: string[] = [];
  let last: number | undefined | typeof gone;
  let run = 0;
  const flush = () => {
    if (run === 0) return;
    if (last === gone) parts.push(last);
    else if (last === undefined) parts.push(`_x${run}`);
    else parts.push(run === 1 ? String(last) : `${last}x${run - 1}`);
  };
  for (let i = 0; i < length; i++) {
    const value: number | undefined | typeof gone =
      values[i] ?? (i > 0 && values[i - 1] !== undefined ? gone : undefined);
    if (value === last && value !== gone) run++;
    else {
      flush();
      [last, run] = [value, 1];
    }
  }
  flush();
  return parts.join(' ');
}
