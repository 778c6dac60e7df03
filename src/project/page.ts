import { createReadStream } from 'node:fs';
import { createInterface } from 'node:readline';
import { Readable } from 'node:stream';
import { TelltaleError } from '../core/errors.js';
import { ExpositionFault, type Family } from '../exposition/model.js';
import { readPage } from '../exposition/page.js';
import { codeOf } from './disk.js';

/** More than any exporter prints, and little enough to hold. */
const largest = 256 * 1024 * 1024;

export interface PageOptions {
  /** How long a server may take, in milliseconds. */
  readonly timeout: number;
}

/**
 * Reads a page of /metrics from a URL, a file, or the standard input (`-`).
 * @throws TelltaleError when it cannot be had, is too large, is no text, or is none that Prometheus would take.
 */
export async function fetchPage(from: string, { timeout }: PageOptions): Promise<Family[]> {
  const abort = new AbortController();
  const timer = setTimeout(() => abort.abort(new Error(`it took longer than ${timeout / 1000} s`)), timeout);
  try {
    const input = quiet(Readable.from(text(await open(from, abort.signal))));
    return await readPage(quiet(createInterface({ input, crlfDelay: Infinity })));
  } catch (error) {
    if (error instanceof TelltaleError) throw error;
    if (error instanceof ExpositionFault) {
      throw new TelltaleError(`${from}:${error.line}: ${error.message}`, {
        fix: 'this is no page that Prometheus would take; correct the exporter, or name its /metrics',
      });
    }
    throw new TelltaleError(`${from} cannot be read: ${reason(error, abort.signal)}`, {
      fix: /^https?:/.test(from) ? 'is the server up, and is this its /metrics?' : 'name a file or a URL',
      cause: error,
    });
  } finally {
    clearTimeout(timer);
    abort.abort();
  }
}

async function open(from: string, signal: AbortSignal): Promise<AsyncIterable<Uint8Array>> {
  if (from === '-') return process.stdin;
  if (!/^https?:\/\//.test(from)) return quiet(createReadStream(from, { signal }));
  const response = await fetch(from, {
    signal,
    headers: { accept: 'application/openmetrics-text;version=1.0.0,text/plain;version=0.0.4;q=0.5' },
  });
  if (!response.ok)
    throw new TelltaleError(`${from} answers ${response.status} ${response.statusText}`, {
      fix: 'name the /metrics of the application',
    });
  if (!response.body) return Readable.from([]);
  return response.body;
}

/** What is no longer read when it breaks off tells nobody; who reads it hears of it all the same. */
function quiet<S extends NodeJS.EventEmitter>(stream: S): S {
  stream.on('error', () => {});
  return stream;
}

/** The bytes as text, until there are too many of them, or some that are none. */
async function* text(bytes: AsyncIterable<Uint8Array>): AsyncIterable<string> {
  const decoder = new TextDecoder('utf-8', { fatal: true });
  let size = 0;
  let unbroken = 0;
  for await (const chunk of bytes) {
    size += chunk.length;
    if (size > largest) throw new Error(`it is larger than ${largest / 1024 / 1024} MiB`);
    const piece = decode(() => decoder.decode(chunk, { stream: true }));
    unbroken = piece.includes('\n') ? piece.length - piece.lastIndexOf('\n') : unbroken + piece.length;
    if (unbroken > 1024 * 1024) throw new Error('it has a line of more than a megabyte');
    yield piece;
  }
  yield decode(() => decoder.decode());
}

function decode(read: () => string): string {
  let piece: string;
  try {
    piece = read();
  } catch {
    throw new Error('it is no UTF-8 text');
  }
  if (piece.includes('\0')) throw new Error('it is no text');
  return piece;
}

function reason(error: unknown, signal: AbortSignal): string {
  if (signal.aborted && signal.reason instanceof Error && signal.reason.message.startsWith('it took'))
    return signal.reason.message;
  const cause = error instanceof Error && error.cause instanceof Error ? error.cause : error;
  const code = codeOf(cause);
  if (code === 'ENOENT') return 'it does not exist';
  if (code === 'ECONNREFUSED') return 'nothing listens there';
  return cause instanceof Error ? cause.message : String(cause);
}
