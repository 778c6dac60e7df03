import { createServer } from 'node:http';
import type { Labels } from './alertmanager.js';

/** What Alertmanager sends to a webhook (version 4 of its format), as far as we look at it. */
export interface Notification {
  readonly receiver: string;
  readonly status: 'firing' | 'resolved';
  readonly groupKey: string;
  readonly groupLabels: Labels;
  readonly commonLabels: Labels;
  readonly alerts: readonly {
    readonly status: 'firing' | 'resolved';
    readonly labels: Labels;
    readonly annotations: Labels;
    readonly startsAt: string;
  }[];
}

/** Something that was posted: to which path, when (milliseconds since the epoch), and what. */
export interface Arrived<T = unknown> {
  readonly path: string;
  readonly at: number;
  readonly body: T;
}

/** A server on a loopback port that takes whatever JSON is posted to it, and remembers it. */
export interface Sink {
  readonly url: string;
  /** All that has arrived so far, in that order. */
  readonly arrived: readonly Arrived[];
  /** What has arrived from webhook receivers: those named, or all. */
  notifications(...receivers: readonly string[]): Notification[];
  stop(): Promise<void>;
}

/** Starts a sink. Answers everything with 200, like a receiver that works. */
export async function startSink(): Promise<Sink> {
  const arrived: Arrived[] = [];
  const server = createServer((request, response) => {
    const chunks: Buffer[] = [];
    request.on('data', chunk => chunks.push(chunk));
    request.on('end', () => {
      const body: unknown = JSON.parse(Buffer.concat(chunks).toString());
      arrived.push({ path: request.url ?? '/', at: Date.now(), body });
      response.writeHead(200, { 'content-type': 'application/json' }).end('{"status":"success"}');
    });
  });
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject).listen(0, '127.0.0.1', resolve);
  });
  const address = server.address();
  return {
    url: `http://127.0.0.1:${typeof address === 'object' && address ? address.port : 0}`,
    arrived,
    notifications(...receivers) {
      const all = arrived.map(({ body }) => body as Notification).filter(body => body.receiver !== undefined);
      return receivers.length === 0 ? all : all.filter(({ receiver }) => receivers.includes(receiver));
    },
    stop: () =>
      new Promise(resolve => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}
