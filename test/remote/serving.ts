import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterEach } from 'vitest';

let server: Server | undefined;
afterEach(() => closed());

/** Nobody listens any more. */
export function closed(): void {
  server?.closeAllConnections();
  server?.close();
}

/** A server that answers as it is told; every request is seen. */
export async function serving(
  answer: (request: IncomingMessage, body: URLSearchParams, response: ServerResponse) => void,
) {
  const seen: { url: string; headers: IncomingMessage['headers'] }[] = [];
  server = createServer(async (request, response) => {
    seen.push({ url: request.url ?? '', headers: request.headers });
    let text = '';
    for await (const chunk of request) text += chunk;
    answer(request, new URLSearchParams(text), response);
  });
  await new Promise<void>(resolve => server?.listen(0, '127.0.0.1', resolve));
  return { url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`, seen };
}

/** Answers so, whatever is asked. */
export const end =
  (status: number, body: unknown, headers: Record<string, string> = {}) =>
  (_: unknown, __: unknown, response: ServerResponse) => {
    response.writeHead(status, headers).end(typeof body === 'string' ? body : JSON.stringify(body));
  };
