import { type Answers, answers } from './answer.js';
import { lineSplitter } from './lines.js';
import type { LogAnalysis } from './model.js';
import { type Period, tally, type Verdict } from './tally.js';
import { unpack } from './unpack.js';

/** One file of a log, or what stands for one. */
export interface LogSource {
  /** As it is shown. */
  readonly name: string;
  /** Which variant wrote it, for lines that do not say. */
  readonly variant?: string | undefined;
  /** Its bytes, compressed or not. */
  readonly bytes: AsyncIterable<Uint8Array>;
}

/** Every line that is not blank is exactly one of these. */
export interface LineCounts {
  readonly total: number;
  /** Says something that is asked for. */
  readonly counted: number;
  /** Of a known format, about something else. */
  readonly ignored: number;
  /** Of a known format, before or after the time that is asked for. */
  readonly outside: number;
  /** JSON of no known format. */
  readonly unknown: number;
  readonly unreadable: number;
}

export interface FileCounts extends LineCounts {
  readonly file: string;
  readonly variant: string | null;
  /** What is wrong with the file as a whole: all that came before is counted. */
  readonly damage: string | null;
}

/** A line that could not be read. */
export interface Unreadable {
  readonly file: string;
  readonly line: number;
  readonly why: string;
}

export interface LogReport extends Answers {
  readonly lines: LineCounts;
  readonly files: readonly FileCounts[];
  /** The first ones. */
  readonly unreadable: readonly Unreadable[];
}

/** How many unreadable lines are named. */
const named = 10;

/**
 * Reads logs, one after the other, and answers what is asked of them. Memory does not grow with their size. Only what
 * cannot be the log's fault is thrown.
 */
export async function analyse(
  analysis: LogAnalysis,
  sources: Iterable<LogSource>,
  period: Period = {},
): Promise<LogReport> {
  const counts = tally(analysis, period);
  const files: FileCounts[] = [];
  const unreadable: Unreadable[] = [];
  const formats = new Map(analysis.formats.map(({ name }) => [name, 0]));
  for (const { name, variant, bytes } of sources) {
    const lines = { total: 0, counted: 0, ignored: 0, outside: 0, unknown: 0, unreadable: 0 };
    const settle = (line: number, verdict: Verdict) => {
      lines.total++;
      lines[verdict.kind]++;
      if ('format' in verdict) formats.set(verdict.format, (formats.get(verdict.format) ?? 0) + 1);
      if (verdict.kind === 'unreadable' && unreadable.length < named)
        unreadable.push({ file: name, line, why: verdict.why });
    };
    const splitter = lineSplitter({
      line: (text, number, cut) => settle(number, read(text, cut)),
      overlong: number => settle(number, { kind: 'unreadable', why: 'longer than 1 MB' }),
    });
    const read = (text: string, cut: boolean): Verdict => {
      const line = parseLine(text);
      if (line === undefined) return { kind: 'unreadable', why: cut ? 'cut off by the end of the file' : 'not JSON' };
      return counts.add(line, variant);
    };
    const damage = await unpack(bytes, splitter.push);
    splitter.end();
    files.push({ file: name, variant: variant ?? null, ...lines, damage: damage ?? null });
  }
  const { time, formats: ofFormats, ...questions } = answers(analysis, counts, [...formats]);
  return { time, lines: sum(files), formats: ofFormats, files, unreadable, ...questions };
}

/** What Python writes for numbers that JSON does not have. */
const notNumbers = /(?<=[:,[] ?)(?:NaN|-?Infinity)(?=[,}\]])/g;

/** A line as JSON, with null for what is no number; undefined when it is no JSON. */
function parseLine(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    const mended = text.replace(notNumbers, 'null');
    return mended === text ? undefined : parseLine(mended);
  }
}

function sum(files: readonly FileCounts[]): LineCounts {
  const add = (key: keyof LineCounts) => files.reduce((n, file) => n + file[key], 0);
  return {
    total: add('total'),
    counted: add('counted'),
    ignored: add('ignored'),
    outside: add('outside'),
    unknown: add('unknown'),
    unreadable: add('unreadable'),
  };
}
