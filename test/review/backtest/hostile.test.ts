import { gzipSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import { client } from '../../../src/remote/client.js';
import { backtest } from '../../../src/review/backtest/backtest.js';
import { readRules } from '../../../src/review/backtest/rules.js';
import { readSide } from '../../../src/review/side/files.js';
import { end, serving } from '../../remote/serving.js';

const minute = 60_000;
const from = Date.UTC(2026, 10, 1);

/** A day of alerts that look at `m`. */
function alerts(count: number) {
  const rules = Array.from({ length: count }, (_, i) => `{alert: A${i}, expr: m > ${i}}`);
  const text = `groups: [{name: g, rules: [${rules.join(', ')}]}]`;
  return readRules(readSide([{ path: 'r.yaml', shown: 'r.yaml', text }]).groups, minute);
}

type Answering = Parameters<typeof serving>[0];

/** A server that has `m` from the beginning, and answers queries of ranges so. */
const having =
  (ranges: Answering): Answering =>
  (request, body, response) => {
    if (request.url?.endsWith('query_range')) return ranges(request, body, response);
    const result = [{ metric: { __name__: 'm' }, value: [0, '1'] }];
    end(200, { status: 'success', data: { resultType: 'vector', result } })(0, 0, response);
  };

async function replayed(answering: Answering, { count = 1, timeout = 5000, largest = 1e6, retries = 1 } = {}) {
  const { url, seen } = await serving(answering);
  const server = client({ url, headers: {}, timeout, retries, largest, pause: async () => {} });
  const options = { from, to: from + 1440 * minute, client: server, parallel: 4, maxPoints: 11_000 };
  const { head } = await backtest(alerts(count), options);
  const asked = seen.filter(of => of.url.endsWith('query_range')).length;
  return { head, asked, url, troubles: head.alerts.map(({ history }) => history.troubles) };
}

const body = (result: unknown) => JSON.stringify({ status: 'success', data: { resultType: 'matrix', result } });
const series = body([{ metric: { a: 'b' }, values: [[from / 1000, '1']] }]);

const brokenOff: Answering = (_, __, response) => {
  response.writeHead(200, { 'content-length': '999' });
  response.write('{', () => response.destroy());
};

describe('what is no answer is told at its alert', () => {
  it.each<[string, Answering, RegExp]>([
    ['garbage', end(200, 'hello'), /answers with something else/],
    ['nothing', end(200, ''), /answers with something else/],
    ['a web page', end(200, '<!doctype html><title>Log in</title>'), /answers with a web page/],

    ['half an answer', end(200, series.slice(0, -9)), /is cut off or damaged/],
    ['half a series', end(200, series.slice(0, 90)), /is cut off or damaged/],
    ['half of what was packed', end(200, 'x', { 'content-encoding': 'gzip' }), /is damaged/],
    ['less than was promised', brokenOff, /cannot be reached: aborted/],
    ['a closed connection', (_, __, response) => void response.destroy(), /cannot be reached: socket hang up/],
    ['a redirect', end(302, '', { location: '//evil.example.com/' }), /sends us to another page/],
    ['a vector', end(200, body([]).replace('matrix', 'vector')), /answers with something else/],
    ['no series', end(200, body({})), /answers with something else/],
    ['values that are none', end(200, body([{ metric: {}, values: [[0, {}]] }])), /answers with something else/],
    ['an impatient proxy', end(504, '<html>'), /did not wait for its answer/],
    ['an endless answer', end(200, body([]).replace('[]', `[${' '.repeat(2e6)}]`)), /is larger than 1 MiB/],
  ])(
    '%s',
    async (_, answering, message) => {
      const { troubles } = await replayed(having(answering));
      expect(troubles[0]?.[0]).toMatchObject({ kind: 'unknown', message: expect.stringMatching(message) });
    },
    10_000,
  );

  it('an error that is 200, without what it does to a terminal', async () => {
    const error = { status: 'error', errorType: 'bad_data', error: 'no\u001b[2J' };
    const { troubles } = await replayed(having(end(200, error)));
    expect(troubles[0]).toMatchObject([{ kind: 'failed', message: 'no·[2J' }]);
  });

  it('a bomb', async () => {
    const bomb = gzipSync(Buffer.alloc(5e6, ' '));
    const packed: Answering = (_, __, response) =>
      void response.writeHead(200, { 'content-encoding': 'gzip' }).end(bomb);
    const { troubles } = await replayed(having(packed));
    expect(troubles[0]?.[0]?.message).toMatch(/is larger than 1 MiB/);
  });

  it('a server that hangs is asked for less a few times', async () => {
    const { troubles, asked } = await replayed(
      having(() => {}),
      { timeout: 20 },
    );
    expect(troubles[0]?.[0]?.message).toMatch(/did not answer within 0.02 s/);
    expect(asked).toBeLessThanOrEqual(7);
  });
});

describe('what is an answer', () => {
  it.each<[string, Record<string, string>, (text: string) => Buffer]>([
    ['packed', { 'content-encoding': 'gzip' }, gzipSync],
    ['in pieces', {}, Buffer.from],
  ])('%s', async (_, headers, pack) => {
    const packed: Answering = (_, __, response) => {
      response.writeHead(200, headers);
      for (const byte of pack(series)) response.write(Buffer.of(byte));
      response.end();
    };
    const { head } = await replayed(having(packed));
    expect(head.alerts[0]?.history.episodes).toMatchObject([{ labels: { a: 'b' }, start: from }]);
  });

  it('with warnings, whatever they are', async () => {
    const text = series.replace(/\}$/, ',"warnings":["part is missing",{}]}');
    const { troubles } = await replayed(having(end(200, text)));
    expect(troubles[0]).toEqual([
      { kind: 'note', message: 'part is missing' },
      { kind: 'note', message: '[object Object]' },
    ]);
    expect((await replayed(having(end(200, series.replace(/\}$/, ',"warnings":7}'))))).troubles).toEqual([[]]);
  });

  it('of times that nobody asked for, it is left out', async () => {
    const values = [-1e9, 5, from / 1000 - 60, 1e11].map(time => [time, '1']);
    const { head } = await replayed(having(end(200, body([{ metric: {}, values }]))));
    expect(head.alerts[0]?.history.episodes).toEqual([]);
  });
});

describe('a server that is lost', () => {
  it.each<[string, Answering]>([
    ['denies access', end(403, 'no')],
    ['fails', end(500, 'no')],
  ])('is not asked for thousands of alerts: it %s', async (_, answering) => {
    const { troubles, asked } = await replayed(having(answering), { count: 2000 });
    expect(asked).toBeLessThan(50);
    expect(troubles.every(([first]) => first?.kind === 'unknown')).toBe(true);
  });

  it('is not lost for one alert that fails', async () => {
    let n = 0;
    const { troubles } = await replayed(
      having((_, __, response) => end(++n % 3 === 0 ? 500 : 200, series)(0, 0, response)),
      { count: 60, retries: 0 },
    );
    expect(troubles.filter(of => of.length > 0)).toHaveLength(20);
  });
});
