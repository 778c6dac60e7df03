import { setTimeout } from 'node:timers/promises';
import {
  type Answer,
  type EvaluatedGroup,
  type Metadata,
  type RangeAnswer,
  type Read,
  readGroups,
  readMetadata,
  readRange,
  readSeries,
  readTexts,
  readVector,
  type SeriesLabels,
} from './answers.js';
import { exchange, type Received } from './exchange.js';
import { refusal, ServerFault } from './faults.js';
import { scanMatrix } from './matrix.js';

/** How a server is asked. */
export interface ServerOptions {
  /** Where its API begins: what comes before `/api/v1`. */
  readonly url: string;
  /** Sent with every request: credentials, a tenant. Never shown. */
  readonly headers: Readonly<Record<string, string>>;
  /** How long one answer may take, in milliseconds. */
  readonly timeout: number;
  /** How often a request is tried again that failed for a reason which may go away. */
  readonly retries: number;
  /** The most bytes of one answer; 256 MiB when left out. */
  readonly largest?: number;
  /** Ends everything. */
  readonly signal?: AbortSignal;
  /** Waits before another try; a test has no patience. */
  readonly pause?: (ms: number, signal?: AbortSignal) => Promise<void>;
}

/** Which series, in selectors of which one is enough, and of what time; in milliseconds. */
export interface Chosen {
  readonly match: readonly string[];
  readonly from: number;
  readonly to: number;
  /** Servers since Prometheus 2.54 give no more than so many; older ones give all. */
  readonly limit?: number;
}

/** Asks a server of Prometheus' HTTP API. */
export interface Client {
  /** What is said of the server: its address without anything secret. */
  readonly shown: string;
  /** @throws ServerFault */
  rangeQuery(query: string, from: number, to: number, step: number): Promise<RangeAnswer>;
  /** At a time in milliseconds. @throws ServerFault */
  instantQuery(query: string, time: number): Promise<Answer>;
  /** The groups with alerts that the server evaluates itself. Asked for once, and not for long. @throws ServerFault */
  alertGroups(): Promise<readonly EvaluatedGroup[]>;
  /** By the names of metrics, as the targets that are scraped now say. @throws ServerFault */
  metadata(): Promise<Readonly<Record<string, readonly Metadata[]>>>;
  /** The values of a label; of `__name__`, the names of metrics. @throws ServerFault */
  labelValues(label: string, chosen: Chosen): Promise<readonly string[]>;
  /** @throws ServerFault */
  series(chosen: Chosen): Promise<readonly SeriesLabels[]>;
}

/** A client of this server. The address may hold a user and a password; they are sent, and not shown. */
export function client(options: ServerOptions): Client {
  const { base, headers, shown, secrets } = addressed(options);
  const seconds = (ms: number) => (ms / 1000).toFixed(3);

  async function ask<T>(
    method: 'GET' | 'POST',
    path: string,
    parameters: URLSearchParams,
    read: Read<T>,
    { retries, timeout }: Pick<ServerOptions, 'retries' | 'timeout'> = options,
  ): Promise<T> {
    const { pause = wait } = options;
    for (let attempt = 0; ; attempt++) {
      try {
        return await once(method, path, parameters, read, timeout);
      } catch (error) {
        if (!(error instanceof ServerFault)) throw error;
        if (!error.temporary || attempt >= retries || options.signal?.aborted) throw error;
        // Twice as long each time, and not all at once.
        const backOff = Math.min(30_000, 250 * 2 ** attempt) * (0.5 + Math.random() / 2);
        await pause(Math.max(backOff, error.retryAfter ?? 0), options.signal);
      }
    }
  }

  async function once<T>(
    method: 'GET' | 'POST',
    path: string,
    parameters: URLSearchParams,
    read: Read<T>,
    timeout: number,
  ): Promise<T> {
    const abort = new AbortController();
    const timer = globalThis.setTimeout(() => abort.abort('timeout'), timeout);
    const cancel = () => abort.abort('deadline');
    options.signal?.addEventListener('abort', cancel, { once: true });
    try {
      if (options.signal?.aborted) cancel();
      const posted = method === 'POST';
      const received = await exchange(new URL(`${base}/api/v1/${path}${posted ? '' : `?${parameters}`}`), {
        method,
        ...(posted && { body: parameters.toString() }),
        headers,
        signal: abort.signal,
        largest: options.largest ?? 256 * 1024 * 1024,
        shown,
      });
      return answerOf(path, received, read, shown, secrets);
    } catch (error) {
      if (error instanceof ServerFault) throw error;
      throw refusal(error, abort.signal, timeout, shown);
    } finally {
      clearTimeout(timer);
      options.signal?.removeEventListener('abort', cancel);
    }
  }

  const query = <T>(path: string, parameters: Record<string, string>, read: Read<T>) =>
    ask('POST', path, new URLSearchParams(parameters), read);
  const chosen = ({ match, from, to, limit }: Chosen) =>
    new URLSearchParams([
      ...match.map((text): [string, string] => ['match[]', text]),
      ['start', seconds(from)],
      ['end', seconds(to)],
      ...(limit === undefined ? [] : [['limit', String(limit)] satisfies [string, string]]),
    ]);
  return {
    shown,
    rangeQuery: (text, from, to, step) =>
      query('query_range', { query: text, start: seconds(from), end: seconds(to), step: seconds(step) }, readRange),
    instantQuery: (text, time) => query('query', { query: text, time: seconds(time) }, readVector),
    alertGroups: () =>
      ask('GET', 'rules', new URLSearchParams({ type: 'alert', exclude_alerts: 'true' }), readGroups, {
        retries: 0,
        timeout: Math.min(options.timeout, 10_000),
      }),
    metadata: () => ask('GET', 'metadata', new URLSearchParams(), readMetadata),
    labelValues: (label, of) => ask('GET', `label/${encodeURIComponent(label)}/values`, chosen(of), readTexts),
    series: of => ask('POST', 'series', chosen(of), readSeries),
  };
}

/** As long as that, or until there is no time left. */
const wait = (ms: number, signal?: AbortSignal): Promise<void> =>
  setTimeout(ms, undefined, { ...(signal && { signal }) }).catch(() => {});

function addressed({ url, headers }: ServerOptions) {
  const { origin, pathname, username, password } = new URL(url);
  const user = [username, password].map(decoded);
  const base = `${origin}${pathname.replace(/\/+$/, '').replace(/\/api\/v1$/, '')}`;
  const basic = `Basic ${Buffer.from(user.join(':')).toString('base64')}`;
  const sent: Record<string, string> = { ...(username !== '' && { authorization: basic }), ...headers };
  // The longest first, so that nothing is left of one that holds another.
  const secrets = [...Object.values(sent), ...Object.values(sent).map(value => value.replace(/^\w+ /, '')), ...user]
    .filter(secret => secret !== '')
    .sort((a, b) => b.length - a.length);
  return { base, shown: base, headers: sent, secrets };
}

/** A part of an address; as it stands where it is not encoded as addresses are. */
function decoded(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}

function answerOf<T>(
  path: string,
  { status, headers, bytes }: Received,
  read: Read<T>,
  shown: string,
  secrets: readonly string[],
): T {
  const scanned = path === 'query_range' ? scanMatrix(bytes) : undefined;
  const text = scanned?.rest ?? bytes.toString('utf8');
  const body = parsed(text);
  if (status === 200 && body?.status === 'success') {
    const warnings = textsIn(body.warnings).map(warning => without(secrets, warning));
    const answer = read(body.data, warnings, scanned?.series);
    if (answer !== undefined) return answer;
  }
  const said = body?.error === undefined ? undefined : without(secrets, String(body.error));
  throw ServerFault.of({ path, status, headers, shown, said, type: body?.errorType, text, whole: body !== undefined });
}

const textsIn = (value: unknown): string[] => (Array.isArray(value) ? value.map(String) : []);

interface Body {
  readonly status?: string;
  readonly error?: unknown;
  readonly errorType?: string;
  readonly warnings?: unknown;
  readonly data?: unknown;
}

function parsed(text: string): Body | undefined {
  try {
    const value: unknown = JSON.parse(text);
    return typeof value === 'object' && value !== null ? (value as Body) : undefined;
  } catch {
    return undefined;
  }
}

/** What a server repeats of what it was sent is nobody's business. */
function without(secrets: readonly string[], text: string): string {
  return secrets.reduce((shown, secret) => shown.replaceAll(secret, '***'), text);
}
