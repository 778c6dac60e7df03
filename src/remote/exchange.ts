import http from 'node:http';
import https from 'node:https';
import { promisify } from 'node:util';
import zlib from 'node:zlib';
import { ServerFault } from './faults.js';

/** What is sent, once. */
export interface Sent {
  readonly method: 'GET' | 'POST';
  readonly headers: Readonly<Record<string, string>>;
  readonly body?: string;
  readonly signal: AbortSignal;
  /** The most bytes that an answer may have, compressed or not. */
  readonly largest: number;
  /** What is said of the server. */
  readonly shown: string;
}

export interface Received {
  readonly status: number;
  readonly headers: http.IncomingHttpHeaders;
  readonly bytes: Buffer;
}

const gunzip = promisify(zlib.gunzip);

/**
 * Sends a request and waits for the whole answer. Redirects are not followed: they would be with other people's headers,
 * most often to a page to log in. Not fetch(), which takes three times the processor time for answers of megabytes.
 * @throws ServerFault when the answer is too long or damaged, and whatever the connection throws.
 */
export async function exchange(url: URL, { largest, shown, ...sent }: Sent): Promise<Received> {
  const response = await respond(url, sent);
  const { statusCode: status = 0, headers } = response;
  const parts: Buffer[] = [];
  let size = 0;
  for await (const part of response as AsyncIterable<Buffer>) {
    size += part.length;
    if (size > largest) throw tooLong(shown, largest);
    parts.push(part);
  }
  const bytes = Buffer.concat(parts, size);
  if (headers['content-encoding'] !== 'gzip') return { status, headers, bytes };
  try {
    return { status, headers, bytes: await gunzip(bytes, { maxOutputLength: largest }) };
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ERR_BUFFER_TOO_LARGE') throw tooLong(shown, largest);
    throw new ServerFault('failed', `an answer of ${shown} is damaged: ${(error as Error).message}`, '');
  }
}

function respond(url: URL, { body, headers, ...rest }: Pick<Sent, 'method' | 'headers' | 'body' | 'signal'>) {
  return new Promise<http.IncomingMessage>((resolve, reject) => {
    const more = {
      accept: 'application/json',
      'accept-encoding': 'gzip',
      ...(body !== undefined && { 'content-type': 'application/x-www-form-urlencoded' }),
    };
    const { request } = url.protocol === 'https:' ? https : http;
    request(url, { ...rest, headers: { ...more, ...headers } }, resolve)
      .on('error', reject)
      .end(body);
  });
}

function tooLong(shown: string, largest: number): ServerFault {
  const megabytes = Math.round(largest / 1024 / 1024);
  return new ServerFault('too-much', `an answer of ${shown} is larger than ${megabytes} MiB`, 'ask for less');
}
