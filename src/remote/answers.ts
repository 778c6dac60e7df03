import { readValue, type Sampled } from './matrix.js';

/** What an instant query returned: the labels of its series; and what the server said beside them. */
export interface Answer {
  readonly labels: readonly SeriesLabels[];
  readonly warnings: readonly string[];
}

/** What a range query returned. */
export interface RangeAnswer {
  readonly series: readonly Sampled[];
  readonly warnings: readonly string[];
}

/** What a target says of a metric: the texts of its TYPE, HELP and UNIT lines. */
export interface Metadata {
  readonly type: string;
  readonly help: string;
  readonly unit: string;
}

/** A group of rules that the server evaluates itself. Times in milliseconds. */
export interface EvaluatedGroup {
  readonly name: string;
  readonly interval: number;
  /** When it was evaluated last; undefined when it was not yet. */
  readonly evaluatedAt: number | undefined;
  /** The names of its alerts. */
  readonly alerts: readonly string[];
}

/** Labels of a series, its name among them. */
export type SeriesLabels = Readonly<Record<string, string>>;

/**
 * What `data` of an answer says; undefined where it is not what was asked for. Series that were scanned already are no
 * longer in it.
 */
export type Read<T> = (
  data: unknown,
  warnings: readonly string[],
  scanned: readonly Sampled[] | undefined,
) => T | undefined;

export function readVector(data: unknown, warnings: readonly string[]): Answer | undefined {
  if (!isRecord(data)) return undefined;
  if (data.resultType === 'scalar') return { labels: [{}], warnings };
  const { resultType, result } = data;
  if (resultType !== 'vector' || !Array.isArray(result)) return undefined;
  const labels = result.map(of => (isRecord(of) ? of.metric : undefined));
  return labels.every(isLabels) ? { labels, warnings } : undefined;
}

export function readRange(
  data: unknown,
  warnings: readonly string[],
  scanned: readonly Sampled[] | undefined,
): RangeAnswer | undefined {
  const series = scanned ?? readMatrix(data);
  return series && { series, warnings };
}

/** The series of a range query, where `scanMatrix` cannot read them. */
export function readMatrix(data: unknown): Sampled[] | undefined {
  if (!isRecord(data) || data.resultType !== 'matrix' || !Array.isArray(data.result)) return undefined;
  const series = data.result.map(readSampled);
  return series.every(of => of !== undefined) ? series : undefined;
}

function readSampled(of: unknown): Sampled | undefined {
  if (!isRecord(of) || !isLabels(of.metric)) return undefined;
  const { metric: labels, values = [], histograms = [] } = of;
  if (!Array.isArray(values) || !Array.isArray(histograms)) return undefined;
  // An alert takes a native histogram for 0.
  const plain = histograms.map(sample => (Array.isArray(sample) ? [sample[0], '0'] : sample));
  const samples = histograms.length > 0 ? [...values, ...plain].sort((a, b) => a[0] - b[0]) : values;
  const [times, numbers]: [number[], number[]] = [[], []];
  for (const sample of samples) {
    if (!Array.isArray(sample) || typeof sample[0] !== 'number' || typeof sample[1] !== 'string') return undefined;
    const value = readValue(sample[1]);
    if (value === undefined) return undefined;
    times.push(Math.round(sample[0] * 1000));
    numbers.push(value);
  }
  return { labels, times, values: numbers };
}

export function readMetadata(data: unknown): Readonly<Record<string, readonly Metadata[]>> | undefined {
  const isOne = (entry: unknown) => isRecord(entry) && typeof entry.type === 'string' && typeof entry.help === 'string';
  const all = isRecord(data) && Object.values(data).every(entries => Array.isArray(entries) && entries.every(isOne));
  return all ? (data as Record<string, Metadata[]>) : undefined;
}

export function readGroups(data: unknown): readonly EvaluatedGroup[] | undefined {
  const groups = isRecord(data) && Array.isArray(data.groups) ? data.groups.map(readGroup) : [undefined];
  return groups.every(of => of !== undefined) ? groups : undefined;
}

function readGroup(of: unknown): EvaluatedGroup | undefined {
  if (!isRecord(of) || typeof of.name !== 'string' || typeof of.interval !== 'number') return undefined;
  const { name, interval, lastEvaluation, rules = [] } = of;
  if (!Array.isArray(rules)) return undefined;
  const at = typeof lastEvaluation === 'string' ? Date.parse(lastEvaluation) : Number.NaN;
  return {
    name,
    interval: interval * 1000,
    // The year 1 stands for never.
    evaluatedAt: at > 0 ? at : undefined,
    alerts: rules.flatMap(rule => (isRecord(rule) && typeof rule.name === 'string' ? [rule.name] : [])),
  };
}

export function readTexts(data: unknown): readonly string[] | undefined {
  return Array.isArray(data) && data.every(value => typeof value === 'string') ? data : undefined;
}

export function readSeries(data: unknown): readonly SeriesLabels[] | undefined {
  return Array.isArray(data) && data.every(isLabels) ? data : undefined;
}

const isLabels = (value: unknown): value is SeriesLabels =>
  isRecord(value) && Object.values(value).every(text => typeof text === 'string');

const isRecord = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);
