import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { put } from '../project/folder.js';
import { closed, end, serving } from '../remote/serving.js';
import { compile } from './compile.js';
import { telltale } from './run.js';

const folder = mkdtempSync(join(tmpdir(), 'telltale-server-'));
beforeAll(() => {
  compile();
  put(folder, {
    'rules.yaml': 'groups: [{name: q, rules: [{alert: QueueLong, expr: queue_depth > 100}]}]\n',
    token: 's3cret-token\n',
    pair: 'alice:s3cret-pair\n',
    headers: '# who asks\nX-Scope-OrgID: shop\nX-Key: s3cret-key\n',
    broken: 'X-Scope-OrgID shop s3cret\n',
    odd: 's3cret\u2603\n',
  });
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const backtest = (url: string, ...args: string[]) =>
  telltale(['backtest', 'rules.yaml', '--prometheus', url, '--since', '1h', '--retries', '0', ...args], {
    cwd: folder,
  });

const has = { status: 'success', data: { resultType: 'vector', result: [{ metric: { __name__: 'queue_depth' } }] } };
const fires = (start: string) => ({
  status: 'success',
  data: { resultType: 'matrix', result: [{ metric: { queue: 'a' }, values: [[Number(start), '7']] }] },
});

const basic = `Basic ${Buffer.from('alice:s3cret-pair').toString('base64')}`;

it.each<[string, string[], Record<string, string>]>([
  ['a token', ['--bearer-token-file', 'token'], { authorization: 'Bearer s3cret-token' }],
  [
    'a user and a tenant',
    ['--basic-auth-file', 'pair', '--tenant', 'shop'],
    { authorization: basic, 'x-scope-orgid': 'shop' },
  ],
  ['a file of headers', ['--headers-file', 'headers'], { 'x-scope-orgid': 'shop', 'x-key': 's3cret-key' }],
  ['a header, rather than a file', ['--headers-file', 'headers', '--header', 'X-Key: mine'], { 'x-key': 'mine' }],
])('%s goes with every request to a server below a path, and is not printed', async (_, args, headers) => {
  const { url, seen } = await serving((request, body, response) => {
    const range = request.url?.endsWith('query_range');
    end(200, range ? fires(body.get('start') ?? '') : has)(0, 0, response);
  });
  const { code, out, err } = await backtest(`${url}/prometheus/`, ...args);
  expect([code, err]).toEqual([0, '']);
  expect(out).toContain(`as ${url}/prometheus remembers`);
  expect(out).toContain('QueueLong: 1 episode');
  expect(out).not.toMatch(/s3cret|shop|mine/);
  const paths = seen.map(of => of.url.replace(/\?.*/, '').replace('/prometheus/api/v1/', ''));
  expect(new Set(paths)).toEqual(new Set(['query', 'query_range', 'rules']));
  for (const request of seen) expect(request.headers).toMatchObject(headers);
});

it.each<[string, string[], Parameters<typeof end> | undefined, RegExp]>([
  ['is down', [], undefined, /nothing listens at .*\n\s+fix: is the address right/],
  [
    'denies access',
    ['--bearer-token-file', 'token'],
    [401, 'Bearer s3cret-token?'],
    /denies access \(401\)\n\s+fix: give cred/,
  ],
  [
    'forbids it',
    ['--tenant', 'shop'],
    [403, { status: 'error', error: 'tenant shop may not' }],
    /denies access \(403\)/,
  ],
  [
    'is another',
    [],
    [200, '<html>'],
    /is no Prometheus: it answers with a web page \(200\)\n\s+fix: name the address before/,
  ],
  [
    'is elsewhere',
    [],
    [302, '', { location: 'https://login.example.com/x?token=s3cret' }],
    /sends us to https:\/\/login.example.com \(302\)/,
  ],
  ['is not asked with a broken file', ['--headers-file', 'broken'], [200, has], /broken:1 is no header/],
  [
    'is not asked with an odd token',
    ['--bearer-token-file', 'odd'],
    [200, has],
    /the value of the header Authorization holds what/,
  ],
])('a server that %s is said to be that, with what to do', async (_, args, answer, message) => {
  const { url } = await serving(end(...(answer ?? [200, ''])));
  if (!answer) closed();
  const { code, out, err } = await backtest(url, ...args);
  expect([code, out]).toEqual([2, '']);
  expect(err).toMatch(message);
  expect(err).not.toMatch(/s3cret/);
});

it('a server that has nothing of that time is said to', async () => {
  const { url } = await serving((request, _, response) => {
    const resultType = request.url?.endsWith('query_range') ? 'matrix' : 'vector';
    end(200, { status: 'success', data: { resultType, result: [] } })(0, 0, response);
  });
  const { code, err } = await backtest(url);
  expect(code).toBe(2);
  expect(err).toMatch(
    /has no samples in that time of anything that the rules read: queue_depth\n\s+fix: look at its ret/,
  );
});
