import { compare } from '../core/findings.js';
import type { DurationSummary } from './durations.js';
import type { LogAnalysis, LogFormat } from './model.js';
import type { Group, Tally } from './tally.js';

/** How often, how often in vain, and how long. */
export interface Figures {
  readonly count: number;
  readonly failed: number;
  /** Of those that say how long they took; null when none does. */
  readonly seconds: DurationSummary | null;
}

/** Why a question has no answer: null when it has one, even if that is "none". */
export interface Answer {
  readonly unanswered: string | null;
}

export interface Answers {
  /** Of the lines in the period; ISO 8601 in UTC. Null without a line. */
  readonly time: { readonly from: string; readonly to: string } | null;
  /** Lines of each format. */
  readonly formats: readonly { readonly format: string; readonly lines: number }[];
  readonly initializations: Answer & { readonly by: readonly ({ readonly component: string } & Figures)[] };
  readonly latency: Answer & {
    readonly by: readonly ({ readonly operation: string } & Figures)[];
    readonly breakdown: readonly ({ readonly operation: string; readonly of: string } & Figures)[];
  };
  readonly errors: Answer & {
    readonly total: number;
    readonly by: readonly {
      readonly event: string;
      /** Null where the log does not say. */
      readonly type: string | null;
      readonly component: string | null;
      readonly count: number;
      readonly first: string;
      readonly last: string;
      /** What the latest of them said; null when it said nothing. */
      readonly example: string | null;
    }[];
  };
  readonly comparison: Answer & { readonly by: readonly Compared[] };
}

/** One operation as the two variants served it. */
export interface Compared {
  readonly operation: string;
  readonly variants: Readonly<Record<string, Figures & { readonly failedShare: number | null }>>;
  /** Mean latency of the first over that of the second; null when one of them has none. */
  readonly ratio: number | null;
}

/** What was counted, as answers. Most frequent first. */
export function answers(
  analysis: LogAnalysis,
  counts: Tally,
  formats: readonly (readonly [name: string, lines: number])[],
): Answers {
  const read = analysis.formats.filter(({ name }) => formats.some(([format, lines]) => format === name && lines > 0));
  const unless = (can: (format: LogFormat) => boolean, what: string): string | null => {
    if (read.length === 0) return 'there is no line in a known format';
    if (read.some(can)) return null;
    return `${read.map(({ name }) => name).join(' and ')} ${read.length > 1 ? 'do' : 'does'} not say ${what}`;
  };
  const kinds = (format: LogFormat) => Object.values(format.events);
  const { time, errors } = counts;
  const byError = errors.entries().map(({ key: [event = '', type, component], value }) => ({
    event,
    type: type || null,
    component: component || null,
    count: value.count,
    first: iso(value.first),
    last: iso(value.last),
    example: value.example || null,
  }));
  return {
    time: time.first <= time.last ? { from: iso(time.first), to: iso(time.last) } : null,
    formats: formats.map(([format, lines]) => ({ format, lines })),
    initializations: {
      unanswered: unless(
        f => kinds(f).some(e => e.kind === 'initialization'),
        `when a ${analysis.component} is initialised`,
      ),
      by: rows(counts.initializations, ([component = '']) => ({ component })),
    },
    latency: {
      unanswered: unless(f => kinds(f).some(e => e.kind === 'operation' && e.duration), 'how long anything took'),
      by: rows(counts.operations, ([operation = '']) => ({ operation })),
      breakdown: rows(counts.breakdown, ([operation = '', of = '']) => ({ operation, of })),
    },
    errors: {
      unanswered: unless(
        f =>
          f.fields.success !== undefined ||
          kinds(f).some(e => e.kind === 'failure' || (e.kind === 'operation' && e.failed)),
        'what failed',
      ),
      total: byError.reduce((n, { count }) => n + count, 0),
      by: byError.sort((a, b) => b.count - a.count || compare(JSON.stringify(a), JSON.stringify(b))),
    },
    comparison: compared(analysis, counts, read.length > 0),
  };
}

function compared(analysis: LogAnalysis, counts: Tally, some: boolean): Answers['comparison'] {
  const [judged, against] = analysis.variants;
  const entries = counts.comparison.entries();
  const figuresOf = (operation: string, variant: string) =>
    figures(entries.find(({ key }) => key[0] === operation && key[1] === variant)?.value);
  const by = [...new Set(entries.map(({ key }) => key[0] as string))].sort(compare).map((operation): Compared => {
    const [a, b] = [figuresOf(operation, judged), figuresOf(operation, against)];
    const means = [a.seconds?.mean, b.seconds?.mean] as const;
    return {
      operation,
      variants: { [judged]: shared(a), [against]: shared(b) },
      ratio: means[0] !== undefined && means[1] ? means[0] / means[1] : null,
    };
  });
  const served = new Set(entries.map(({ key }) => key[1] as string));
  const missing = analysis.variants.filter(variant => !served.has(variant));
  const unanswered = !some
    ? 'there is no line in a known format'
    : missing.length === 0
      ? null
      : `no line says that ${missing.join(' or ')} served it: name the variant before the file, e.g. ${missing[0]}=FILE`;
  return { unanswered, by };
}

const shared = (of: Figures) => ({ ...of, failedShare: of.count > 0 ? of.failed / of.count : null });

function figures(of: Group | undefined): Figures {
  if (!of) return { count: 0, failed: 0, seconds: null };
  return { count: of.count, failed: of.failed, seconds: of.durations.summary() };
}

function rows<N extends object>(of: Tally['operations'], name: (key: readonly string[]) => N): (N & Figures)[] {
  return of
    .entries()
    .sort((a, b) => b.value.count - a.value.count || compare(a.key.join('\0'), b.key.join('\0')))
    .map(({ key, value }) => ({ ...name(key), ...figures(value) }));
}

const iso = (ms: number) => new Date(ms).toISOString();
