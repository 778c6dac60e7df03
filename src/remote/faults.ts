import type { IncomingHttpHeaders } from 'node:http';

/** Why a server gave no answer. */
export type FaultKind =
  | 'down'
  | 'denied'
  | 'stranger'
  | 'redirect'
  | 'limited'
  | 'slow'
  | 'deadline'
  | 'too-much'
  | 'failed'
  | 'evaluation'
  | 'query';

/** A server did not answer a query. The message is a sentence without a full stop, and holds no credentials. */
export class ServerFault extends Error {
  override readonly name = 'ServerFault';

  constructor(
    readonly kind: FaultKind,
    message: string,
    readonly fix: string,
    /** How long to wait before another try, in milliseconds, where the server says. */
    readonly retryAfter?: number,
  ) {
    super(message);
  }

  /** Whether it may go away by itself. */
  get temporary(): boolean {
    return this.kind === 'down' || this.kind === 'limited' || this.kind === 'failed';
  }

  /** Whether asking for less at once may help. */
  get divisible(): boolean {
    return this.kind === 'too-much' || this.kind === 'slow';
  }

  /** Whether no other query will fare better. */
  get general(): boolean {
    return ['denied', 'stranger', 'redirect', 'deadline'].includes(this.kind);
  }

  /** What an answer that is none means. */
  static of({ path, status, headers, shown, said, type, text, whole }: Refused): ServerFault {
    const telling = said === undefined ? '' : `: ${firstLine(said)}`;
    if (status === 401 || status === 403) {
      const fix = 'give credentials with --headers-file, --bearer-token-file, --basic-auth-file or --tenant';
      return new ServerFault('denied', `${shown} denies access (${status})${telling}`, fix);
    }
    if (status >= 300 && status < 400) {
      const to = headers.location ?? 'elsewhere';
      const where = URL.canParse(to) ? new URL(to).origin : 'another page';
      return new ServerFault('redirect', `${shown} sends us to ${where} (${status})`, 'name the address that answers');
    }
    const tooMuch = /exceeded maximum resolution|too many samples|exceeds? .*limit|the query (?:time )?range|too long/i;
    if (said !== undefined && tooMuch.test(said))
      return new ServerFault('too-much', `the query asks for too much${telling}`, '');
    if (status === 429)
      return new ServerFault(
        'limited',
        `${shown} takes no more queries for now (429)${telling}`,
        'try it with a lower --parallel',
        retryAfter(headers),
      );
    if (status === 504)
      return new ServerFault('slow', `something before ${shown} did not wait for its answer (504)`, '');
    if (type === 'timeout' || type === 'canceled')
      return new ServerFault('slow', `the query took too long${telling}`, '');
    if (status >= 500)
      return new ServerFault(
        'failed',
        `${shown} fails (${status})${telling}`,
        'look into its log',
        retryAfter(headers),
      );
    if (said !== undefined) return new ServerFault(type === 'execution' ? 'evaluation' : 'query', firstLine(said), '');
    const fix = 'name the address before /api/v1; that of Mimir ends with /prometheus';
    if (status === 404) return new ServerFault('stranger', `${shown} has no /api/v1/${path} (404)`, fix);
    if (status === 200 && /^\s*\{\s*"status"\s*:\s*"success"/.test(text) && !whole)
      return new ServerFault('failed', `an answer of ${shown} is cut off or damaged`, 'look for a proxy in between');
    const html = /^\s*</.test(text) ? 'a web page' : 'something else';
    return new ServerFault('stranger', `${shown} is no Prometheus: it answers with ${html} (${status})`, fix);
  }
}

interface Refused {
  /** What was asked for, below `/api/v1`. */
  readonly path: string;
  readonly status: number;
  readonly headers: IncomingHttpHeaders;
  readonly shown: string;
  /** The error that the API returned. */
  readonly said: string | undefined;
  readonly type: string | undefined;
  readonly text: string;
  /** Whether the text is JSON to its end. */
  readonly whole: boolean;
}

/** What it means that no answer came at all. */
export function refusal(error: unknown, signal: AbortSignal, timeout: number, shown: string): ServerFault {
  if (signal.aborted) {
    if (signal.reason === 'deadline')
      return new ServerFault('deadline', 'there was no time left to ask', 'give more with --deadline');
    return new ServerFault('slow', `${shown} did not answer within ${timeout / 1000} s`, 'give it more with --timeout');
  }
  const { code = '', message } = error as NodeJS.ErrnoException;
  const fix = 'is the address right, and does the server run?';
  if (code === 'ECONNREFUSED') return new ServerFault('down', `nothing listens at ${shown}`, fix);
  if (code === 'ENOTFOUND' || code === 'EAI_AGAIN')
    return new ServerFault('down', `there is no host of the name in ${shown}`, fix);
  return new ServerFault('down', `${shown} cannot be reached: ${message || code}`, fix);
}

function retryAfter(headers: IncomingHttpHeaders): number | undefined {
  const seconds = Number(headers['retry-after'] ?? Number.NaN);
  return Number.isFinite(seconds) ? Math.min(seconds, 60) * 1000 : undefined;
}

/** What a server says moves no cursor. */
const firstLine = (text: string): string =>
  (text.split('\n')[0] as string).slice(0, 300).replace(/[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]/gu, '·');
