import { refusal, ServerFault } from './faults.js';

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
  /** Ends everything. */
  readonly signal?: AbortSignal;
  /** Waits before another try; a test has no patience. */
  readonly pause?: (ms: number) => Promise<void>;
}

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

/** Asks a server of Prometheus' HTTP API. */
export interface Client {
  /** What is said of the server: its address without anything secret. */
  readonly shown: string;
  /** @throws ServerFault */
  rangeQuery(query: string, from: number, to: number, step: number): Promise<Answer>;
  /** At a time in milliseconds. @throws ServerFault */
  instantQuery(query: string, time: number): Promise<Answer>;
}

/** A client of this server. The address may hold a user and a password; they are sent, and not shown. */
export function client(options: ServerOptions): Client {
  const { base, headers, shown, secrets } = addressed(options);
  const seconds = (ms: number) => (ms / 1000).toFixed(3);

  async function ask(path: string, parameters: Record<string, string>): Promise<Answer> {
    const { retries, pause = wait } = options;
    for (let attempt = 0; ; attempt++) {
      try {
        return await once(path, parameters);
      } catch (error) {
        if (!(error instanceof ServerFault)) throw error;
        if (!error.temporary || attempt >= retries || options.signal?.aborted) throw error;
        // Twice as long each time, and not all at once.
        const backOff = Math.min(30_000, 250 * 2 ** attempt) * (0.5 + Math.random() / 2);
        await pause(Math.max(backOff, error.retryAfter ?? 0));
      }
    }
  }

  async function once(path: string, parameters: Record<string, string>): Promise<Answer> {
    const abort = new AbortController();
    const timer = setTimeout(() => abort.abort('timeout'), options.timeout);
    const cancel = () => abort.abort('deadline');
    options.signal?.addEventListener('abort', cancel, { once: true });
    try {
      if (options.signal?.aborted) cancel();
      const response = await fetch(`${base}/api/v1/${path}`, {
        method: 'POST',
        body: new URLSearchParams(parameters),
        headers: { ...headers, accept: 'application/json' },
        // A redirect would be followed with other people's headers, most often to a page to log in.
        redirect: 'manual',
        signal: abort.signal,
      });
      return answerOf(response.status, response.headers, await response.text(), shown, secrets);
    } catch (error) {
      if (error instanceof ServerFault) throw error;
      throw refusal(error, abort.signal, options.timeout, shown);
    } finally {
      clearTimeout(timer);
      options.signal?.removeEventListener('abort', cancel);
    }
  }

  return {
    shown,
    rangeQuery: (query, from, to, step) =>
      ask('query_range', { query, start: seconds(from), end: seconds(to), step: seconds(step) }),
    instantQuery: (query, time) => ask('query', { query, time: seconds(time) }),
  };
}

const wait = (ms: number) => new Promise<void>(resolve => setTimeout(resolve, ms));

function addressed({ url, headers }: ServerOptions) {
  const { origin, pathname, username, password } = new URL(url);
  const user = [username, password].map(decodeURIComponent);
  const base = `${origin}${pathname.replace(/\/+$/, '').replace(/\/api\/v1$/, '')}`;
  const basic = `Basic ${Buffer.from(user.join(':')).toString('base64')}`;
  const sent: Record<string, string> = { ...(username !== '' && { authorization: basic }), ...headers };
  // The longest first, so that nothing is left of one that holds another.
  const secrets = [...Object.values(sent), ...Object.values(sent).map(value => value.replace(/^\w+ /, '')), ...user]
    .filter(secret => secret !== '')
    .sort((a, b) => b.length - a.length);
  return { base, shown: base, headers: sent, secrets };
}

function answerOf(status: number, headers: Headers, text: string, shown: string, secrets: readonly string[]): Answer {
  const body = parsed(text);
  if (status === 200 && body?.status === 'success' && body.data?.resultType !== undefined) {
    const { resultType, result } = body.data;
    const warnings = (body.warnings ?? []).map(warning => without(secrets, warning));
    if (resultType === 'scalar') return { result: [{ metric: {}, value: result as never }], warnings };
    return { result: result as RawSeries[], warnings };
  }
  const said = body?.error === undefined ? undefined : without(secrets, String(body.error));
  throw ServerFault.of({ status, headers, shown, said, type: body?.errorType, text });
}

interface Body {
  readonly status?: string;
  readonly error?: unknown;
  readonly errorType?: string;
  readonly warnings?: readonly string[];
  readonly data?: { readonly resultType?: string; readonly result?: unknown };
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
