import { describe, expect, it } from 'vitest';
import { client } from '../../src/remote/client.js';
import { ServerFault } from '../../src/remote/faults.js';
import { closed, end, serving } from './serving.js';

const matrix = { status: 'success', data: { resultType: 'matrix', result: [] } };
const waits: number[] = [];
const options = (url: string) => ({
  url,
  headers: {},
  timeout: 5000,
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
    closed();
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
