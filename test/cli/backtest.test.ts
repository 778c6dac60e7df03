import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Prometheus } from '../e2e/prometheus.js';
import { put } from '../project/folder.js';
import { prometheusWith } from '../review/backtest/past.js';
import { compile } from './compile.js';
import { telltale } from './run.js';

/** A day of one queue that is long for an hour. In seconds. */
const to = Math.floor(Date.now() / 3_600_000) * 3600;
const from = to - 86_400;
const rules = (limit: number) =>
  `groups: [{name: q, interval: 1m, rules: [{alert: QueueLong, expr: queue_depth > ${limit}, for: 5m, labels: {severity: warning}}]}]\n`;

const folder = mkdtempSync(join(tmpdir(), 'telltale-backtest-'));
let prometheus: Prometheus;
beforeAll(async () => {
  compile();
  put(folder, {
    'new.yaml': rules(100),
    'old.yaml': rules(300),
    token: 's3cret-token\n',
    'broken.yaml': rules(100).replace('> 100', '> '),
  });
  const value = (time: number) => (time >= from + 36_000 && time < from + 39_600 ? 200 : 50);
  prometheus = await prometheusWith([{ name: 'queue_depth', labels: { queue: '<b>|`x`' }, value }], {
    from,
    to,
    every: 60,
  });
});
afterAll(async () => {
  await prometheus?.stop();
  rmSync(folder, { recursive: true, force: true });
});

const run = (...args: string[]) =>
  telltale(
    [
      'backtest',
      '--prometheus',
      prometheus.url,
      '--from',
      new Date(from * 1000).toISOString(),
      '--to',
      new Date(to * 1000).toISOString(),
      ...args,
    ],
    { cwd: folder },
  );
const at = (seconds: number) => new Date((from + seconds) * 1000).toISOString().slice(0, 16).replace('T', ' ');

describe('telltale backtest', () => {
  it('says what fired, and when', async () => {
    const { code, out, err } = await run('new.yaml');
    expect([code, err]).toEqual([0, '']);
    expect(out).toContain('QueueLong (warning): 1 episode, 55m firing');
    expect(out).toContain(`${at(36_300)}  ${at(39_600)}  55m     200`);
  });

  it('says what a change does, in every format, and takes no label for markup', async () => {
    const text = await run('new.yaml', '--base', 'old.yaml');
    expect(text.out).toContain('QueueLong (warning): 1 new');
    const json = JSON.parse((await run('new.yaml', '--base', 'old.yaml', '--format', 'json')).out);
    expect(json.comparison[0].incidents.map((i: { change: string }) => i.change)).toEqual(['new']);
    const markdown = (await run('new.yaml', '--base', 'old.yaml', '--format', 'markdown')).out;
    expect(markdown).toContain('<svg ');
    expect(markdown).not.toContain('<b>');
    const html = (await run('new.yaml', '--base', 'old.yaml', '--format', 'html')).out;
    expect(html).toMatch(/^<!doctype html>/);
    expect(html).not.toContain('<b>');
  });

  it.each(['text', 'markdown', 'html'])('marks in %s what had begun before', async format => {
    const begin = new Date((from + 38_000) * 1000).toISOString();
    for (const base of [[], ['--base', 'old.yaml']]) {
      const { out } = await run('new.yaml', '--from', begin, '--format', format, ...base);
      expect(out).toMatch(/… \d{4}-\d\d-\d\d/);
    }
  });

  it('tries limits', async () => {
    const { code, out } = await run('new.yaml', '--alert', 'QueueLong:warning', '--what-if', 'limit=150,250');
    expect(code).toBe(0);
    expect(out.split('\n').map(line => line.trim().split(/\s+/).slice(0, 2).join(' '))).toEqual(
      expect.arrayContaining(['100 1', '150 1', '250 0']),
    );
    expect(out).toContain('episodes, limit 100 |██ | 250');
  });

  it('tries limits, as a page and for programs', async () => {
    const tried = ['new.yaml', '--what-if', 'limit=150,250', '--limit', '100', '--format'];
    const [markdown, html, json] = await Promise.all(
      ['markdown', 'html', 'json'].map(async format => (await run(...tried, format)).out),
    );
    for (const page of [markdown, html]) expect(page).toContain('aria-label="Episodes by limit, from 100 to 250"');
    expect(markdown).toContain('| 100 (as it is) | 1 |');
    expect(JSON.parse(json ?? '')).toMatchObject({
      limit: { value: 100, op: '>', text: 'queue_depth > 100' },
      rungs: [
        { limit: 100, current: true },
        { limit: 150, current: false },
        { limit: 250, history: { episodes: [] } },
      ],
    });
  });

  it.each([
    ['a rule that cannot be read', ['broken.yaml'], 1, /Not replayed[\s\S]*QueueLong/],
    [
      'one before the change',
      ['new.yaml', '--base', 'broken.yaml'],
      1,
      /Not replayed[\s\S]*before the change: broken\.yaml/,
    ],
    ['a limit that it has not', ['new.yaml', '--what-if', 'limit=1', '--limit', '7'], 2, /has #1 in queue_depth > 100/],
    ['a limit of nothing', ['new.yaml', '--limit', '7'], 2, /fix: give --what-if too/],
    ['a name that nobody has', ['new.yaml', '--alert', 'QueueLnog'], 2, /fix: write QueueLong/],
    ['a period that is none', ['new.yaml', '--to', '2020-01-01'], 2, /the beginning is not before the end/],
    ['a folder that is not there', ['new.yaml', '--base', 'nowhere'], 2, /"nowhere" is no file or folder/],
    ['a token that is none', ['new.yaml', '--basic-auth-file', 'token'], 2, /token holds no user and password/],
  ])('%s', async (_, args, code, message) => {
    const ended = await run(...args);
    expect(ended.code).toBe(code);
    expect(ended.out + ended.err).toMatch(message);
    expect(ended.out + ended.err).not.toContain('s3cret');
  });
});
