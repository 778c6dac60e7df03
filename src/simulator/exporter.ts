import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { TelltaleError } from '../core/errors.js';
import { page } from './page.js';
import type { Family } from './state.js';

/** A listening /metrics. */
export interface Exporter {
  readonly port: number;
  close(): Promise<void>;
}

/**
 * Serves `/metrics` with what `scrape` returns at each request, and 503 while it returns nothing.
 * @throws TelltaleError when the port cannot be had. Port 0 takes any free one.
 */
export async function serve(
  host: string,
  port: number,
  scrape: () => readonly Family[] | undefined,
): Promise<Exporter> {
  const server = createServer((request, response) => {
    const reply = (status: number, type: string, text: string) => {
      response.writeHead(status, { 'content-type': type }).end(text);
    };
    const plain = (status: number, text: string) => reply(status, 'text/plain; charset=utf-8', `${text}\n`);
    if (request.url?.split('?')[0] !== '/metrics') return plain(404, 'The metrics are at /metrics.');
    const families = scrape();
    if (!families) return plain(503, 'Down, as the scenario wants it.');
    page(families).then(
      ({ type, text }) => reply(200, type, text),
      (error: unknown) => plain(500, String(error)),
    );
  });
  await listen(server, host, port);
  return {
    port: (server.address() as AddressInfo).port,
    close: () =>
      new Promise(resolve => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

async function listen(server: Server, host: string, port: number): Promise<void> {
  try {
    await new Promise<void>((resolve, reject) => {
      server.once('error', reject);
      server.listen(port, host, resolve);
    });
  } catch (cause) {
    const inUse = (cause as NodeJS.ErrnoException).code === 'EADDRINUSE';
    throw new TelltaleError(
      inUse
        ? `port ${port} of ${host} is in use`
        : `cannot listen on port ${port} of ${host}: ${(cause as Error).message}`,
      { fix: 'choose another port', cause },
    );
  }
}
