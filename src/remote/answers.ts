import { ServerFault } from './faults.js';

/** What a query returned: series, and what the server said beside them. */
export interface Answer {
  readonly result: readonly RawSeries[];
  readonly warnings: readonly string[];
}

export interface RawSeries {
  readonly metric: Readonly<Record<string, string>>;
  /** Of range queries: seconds since the epoch, and the value as Prometheus prints it. */
  readonly values?: readonly (readonly [number, string])[];
  readonly value?: readonly [number, string];
}

/** What a target says of a metric: the texts of its TYPE, HELP and UNIT lines. */
export interface Metadata {
  readonly type: string;
  readonly help: string;
  readonly unit: string;
}

/** Labels of a series, its name among them. */
export type SeriesLabels = Readonly<Record<string, string>>;

/** What `data` of an answer says; undefined where it is not what was asked for. */
export type Read<T> = (data: unknown, warnings: readonly string[]) => T | undefined;

export function readResult(data: unknown, warnings: readonly string[]): Answer | undefined {
  if (!isRecord(data) || data.resultType === undefined) return undefined;
  if (data.resultType === 'scalar') return { result: [{ metric: {}, value: data.result as never }], warnings };
  return { result: data.result as RawSeries[], warnings };
}

export function readMetadata(data: unknown): Readonly<Record<string, readonly Metadata[]>> | undefined {
  const isOne = (entry: unknown) => isRecord(entry) && typeof entry.type === 'string' && typeof entry.help === 'string';
  const all = isRecord(data) && Object.values(data).every(entries => Array.isArray(entries) && entries.every(isOne));
  return all ? (data as Record<string, Metadata[]>) : undefined;
}

export function readTexts(data: unknown): readonly string[] | undefined {
  return Array.isArray(data) && data.every(value => typeof value === 'string') ? data : undefined;
}

export function readSeries(data: unknown): readonly SeriesLabels[] | undefined {
  const isOne = (labels: unknown) => isRecord(labels) && Object.values(labels).every(v => typeof v === 'string');
  return Array.isArray(data) && data.every(isOne) ? data : undefined;
}

const isRecord = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/** The text of an answer, which may be endless. @throws ServerFault when it is too long. */
export async function textOf(response: Response, largest: number, shown: string): Promise<string> {
  const parts: Uint8Array[] = [];
  let size = 0;
  for await (const part of (response.body ?? []) as AsyncIterable<Uint8Array>) {
    size += part.length;
    if (size > largest) {
      const megabytes = Math.round(largest / 1024 / 1024);
      throw new ServerFault('too-much', `an answer of ${shown} is larger than ${megabytes} MiB`, 'ask for less');
    }
    parts.push(part);
  }
  return Buffer.concat(parts).toString('utf8');
}
