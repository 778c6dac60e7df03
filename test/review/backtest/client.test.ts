import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterEach, describe, expect, it } from 'vitest';
import { askOver, turns } from '../../../src/review/backtest/ask.js';
import { client, readValue } from '../../../src/review/backtest/client.js';
import { ServerFault } from '../../../src/review/backtest/faults.js';

let server: Server | undefined;
afterEach(() => {
  server?.closeAllConnections();
  server?.close();
});

/** A server that answers as it is told; every request is seen. */
async function serving(answer: (request: IncomingMessage, body: URLSearchParams, response: ServerResponse) => void) {
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

const end =
  (status: number, body: unknown, headers: Record<string, string> = {}) =>
  (_: unknown, __: unknown, response: ServerResponse) => {
    response.writeHead(status, headers).end(typeof body === 'string' ? body : JSON.stringify(body));
  };

const matrix = { status: 'success', data: { resultType: 'matrix', result: [] } };
const waits: number[] = [];
const options = (url: string) => ({
  url,
  headers: {},
  timeout: 300,
  retries: 2,
  pause: async (ms: number) => void waits.push(ms),
});

async function faultOf(url: string, more = {}): Promise<ServerFault> {
  const error = await client({ ...options(url), ...more })
    .instantQuery('vector(1)', 0)
    .catch(e => e);
  expect(error).toBeInstanceOf(ServerFault);
  return error;
}

describe('a server that gives no answer is told by what it does', () => {
  it.each<[string, string, RegExp, Parameters<typeof end>]>([
    ['denied', 'without credentials', /denies access \(401\)/, [401, 'no']],
    ['denied', 'forbidden', /denies access \(403\)/, [403, { status: 'error', error: 'no' }]],
    ['stranger', 'a web page', /is no Prometheus: it answers with a web page/, [200, '<html>hello</html>']],
    ['stranger', 'no such path', /has no \/api\/v1\/query/, [404, 'not found']],
    ['stranger', 'other JSON', /is no Prometheus: it answers with something else/, [200, { hello: 1 }]],
    [
      'redirect',
      'a login',
      /sends us to https:\/\/login\.example\.com \(302\)/,
      [302, '', { location: 'https://login.example.com/?next=secret' }],
    ],
    [
      'limited',
      'busy',
      /takes no more queries for now/,
      [429, { status: 'error', errorType: 'too_many', error: 'slow down' }],
    ],
    ['failed', 'broken', /fails \(502\)/, [502, 'bad gateway']],
    ['slow', 'too slow', /took too long/, [503, { status: 'error', errorType: 'timeout', error: 'query timed out' }]],
    [
      'too-much',
      'too many points',
      /asks for too much/,
      [
        400,
        {
          status: 'error',
          errorType: 'bad_data',
          error: 'exceeded maximum resolution of 11,000 points per timeseries',
        },
      ],
    ],
    [
      'evaluation',
      'a rule that fails',
      /many-to-many/,
      [422, { status: 'error', errorType: 'execution', error: 'many-to-many matching not allowed' }],
    ],
  ])('%s: %s', async (kind, _, message, answer) => {
    const { url } = await serving(end(...answer));
    const fault = await faultOf(url);
    expect(fault.kind).toBe(kind);
    expect(fault.message).toMatch(message);
    expect(`${fault.message} ${fault.fix}`).not.toContain('secret');
  });

  it('down: nobody listens', async () => {
    const { url } = await serving(end(200, matrix));
    server?.close();
    expect(await faultOf(url)).toMatchObject({ kind: 'down', message: `nothing listens at ${url}` });
  });

  it('slow: it does not answer in time', async () => {
    const { url } = await serving(() => {});
    expect(await faultOf(url, { timeout: 50 })).toMatchObject({
      kind: 'slow',
      message: `${url} did not answer within 0.05 s`,
    });
  });

  it('deadline: there is no time left', async () => {
    const { url } = await serving(() => {});
    expect(await faultOf(url, { signal: AbortSignal.timeout(30) })).toMatchObject({ kind: 'deadline' });
  });
});

describe('what may go away is asked again', () => {
  it('with longer and longer waits, none of them the same for everybody', async () => {
    let asked = 0;
    waits.length = 0;
    const { url } = await serving((_, __, response) =>
      end(++asked <= 2 ? 503 : 200, asked <= 2 ? 'busy' : matrix)(_, __, response),
    );
    await client(options(url)).rangeQuery('up', 0, 60_000, 60_000);
    expect(asked).toBe(3);
    expect(waits[0]).toBeGreaterThanOrEqual(125);
    expect(waits[0]).toBeLessThanOrEqual(250);
    expect(waits[1]).toBeGreaterThanOrEqual(250);
    expect(waits[1]).toBeLessThanOrEqual(500);
  });

  it('as late as the server wants', async () => {
    waits.length = 0;
    const { url } = await serving(end(429, 'no', { 'retry-after': '7' }));
    await faultOf(url);
    expect(waits).toEqual([7000, 7000]);
  });

  it('but not what never will', async () => {
    const { url, seen } = await serving(end(401, 'no'));
    await faultOf(url);
    expect(seen).toHaveLength(1);
  });
});

describe('credentials', () => {
  it('are sent with every query and never said', async () => {
    const { url, seen } = await serving((request, _, response) =>
      end(400, { status: 'error', errorType: 'bad_data', error: `you sent ${JSON.stringify(request.headers)}` })(
        0,
        0,
        response,
      ),
    );
    const withUser = url.replace('//', '//alice:s3cret%21@');
    const asked = client({
      ...options(`${withUser}/prometheus/?token=t0ken`),
      headers: { 'x-scope-orgid': 'shop', 'x-key': 'k3y' },
    });
    const error: ServerFault = await asked.instantQuery('up', 0).catch(e => e);
    expect(seen[0]).toMatchObject({
      url: '/prometheus/api/v1/query',
      headers: {
        authorization: `Basic ${Buffer.from('alice:s3cret!').toString('base64')}`,
        'x-scope-orgid': 'shop',
        'x-key': 'k3y',
      },
    });
    for (const text of [asked.shown, error.message, error.fix, String(error.stack)]) {
      expect(text).not.toMatch(/s3cret|t0ken|k3y|alice/);
      expect(text).not.toContain(Buffer.from('alice:s3cret!').toString('base64'));
    }
  });
});

describe('a query over a whole grid', () => {
  const grid = { start: 0, step: 60_000, count: 100 };
  const asking = (url: string) => ({
    client: client(options(url)),
    maxPoints: 50,
    inTurn: turns(2),
    progress: () => {},
  });

  it('is cut in halves where it asks for too much, and where it fails at one evaluation', async () => {
    const { url } = await serving((_, body, response) => {
      const [start, to] = [Number(body.get('start')), Number(body.get('end'))];
      if (start <= 33 * 60 && 33 * 60 <= to)
        end(422, { status: 'error', errorType: 'execution', error: 'fails at 33' })(0, 0, response);
      else if (to - start > 20 * 60)
        end(422, { status: 'error', errorType: 'execution', error: 'query would load too many samples' })(
          0,
          0,
          response,
        );
      else {
        const values = Array.from({ length: (to - start) / 60 + 1 }, (_, i) => [start + i * 60, '+Inf']);
        end(200, {
          ...matrix,
          warnings: ['partial'],
          data: { resultType: 'matrix', result: [{ metric: { a: 'b' }, values }] },
        })(0, 0, response);
      }
    });
    const { series, failures, unknown, warnings } = await askOver('up', grid, asking(url));
    expect(failures).toEqual([{ from: 33, to: 33, why: 'fails at 33' }]);
    expect(unknown).toEqual([]);
    expect(warnings).toEqual(['partial']);
    expect(series[0]?.at).toEqual(Array.from({ length: 100 }, (_, i) => i).filter(i => i !== 33));
    expect(series[0]?.values[0]).toBe(Infinity);
  });

  it('says which part nobody knows', async () => {
    const { url } = await serving((_, body, response) =>
      end(body.get('start') === '0.000' ? 500 : 200, matrix)(0, 0, response),
    );
    const { unknown } = await askOver('up', grid, asking(url));
    expect(unknown).toEqual([{ from: 0, to: 49, why: `${url} fails (500)` }]);
  });

  it('waits for its turn', async () => {
    let [now, most] = [0, 0];
    const { url } = await serving((_, __, response) => {
      most = Math.max(most, ++now);
      setTimeout(() => {
        now--;
        end(200, matrix)(0, 0, response);
      }, 5);
    });
    await askOver('up', grid, { ...asking(url), maxPoints: 5 });
    expect(most).toBe(2);
  });
});

it.each([
  ['+Inf', Infinity],
  ['-Inf', -Infinity],
  ['1e-07', 1e-7],
  ['NaN', Number.NaN],
])('the value %s', (text, value) => {
  expect(readValue(text)).toBe(value);
});
