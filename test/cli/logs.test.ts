import { spawn } from 'node:child_process';
import fs from 'node:fs';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { beforeAll, expect, test } from 'vitest';
import { put, temporaryFolder } from '../project/folder.js';
import { compile, repository } from './compile.js';
import { type Ended, program, queueProject, telltale } from './run.js';

beforeAll(compile);

const samples = join(repository, 'test/logs/samples');
const logs = (...args: string[]) => telltale(['logs', ...args], { cwd: repository });
const json = async (...args: string[]) => JSON.parse((await logs(...args, '--format', 'json')).out);

/** One line of the guide's format. */
const chat = (more: object = {}) =>
  `${JSON.stringify({ timestamp: '2026-07-14T12:00:00Z', event_type: 'chat_completed', duration_ms: 1500, ...more })}\n`;

test('answers in tables, over all formats at once', async () => {
  const files = fs.readdirSync(samples).filter(name => name.endsWith('.jsonl'));
  const { code, out, err } = await logs(...files.map(name => join(samples, name)));
  expect({ code, err }).toEqual({ code: 0, err: '' });
  expect(out).toMatch(/^48 lines of 4 files, 2026-07-13 09:01:00 to 2026-07-14 09:05:00 UTC\n/);
  expect(out).toMatch(
    /^Initialisations\n {2}COORDINATOR +COUNT +FAILED +MEAN +P50 +P95 +MAX\n {2}SessionCoordinator +2 +1 +146 ms/m,
  );
  expect(out).toMatch(/^Latency\n {2}OPERATION .*\n {2}chat +13 +2 +5\.97 s/m);
  expect(out).toMatch(/^Errors: 9\n/m);
  expect(out).toMatch(/^Coordinator against legacy\n(?:.*\n){2} {2}chat +legacy +5 +1 +2\.34 s/m);
  // Columns of numbers end below one another.
  const [head, first] = out.slice(out.indexOf('  COORDINATOR')).split('\n') as [string, string];
  expect(first.length).toBe(head.length);
  expect(out).not.toContain('\x1b');
});

test('a rotated set in any order, compressed or not, is what it is in one file', async () => {
  const folder = temporaryFolder();
  const lines = fs.readFileSync(join(samples, 'usage.jsonl'), 'utf8').split(/(?<=\n)/);
  fs.writeFileSync(join(folder, 'usage.2.jsonl.gz'), gzipSync(lines.slice(0, 4).join('')));
  const members = [lines.slice(4, 6), lines.slice(6, 9)].map(part => gzipSync(part.join('')));
  fs.writeFileSync(join(folder, 'usage.1.jsonl.gz'), Buffer.concat(members));
  put(folder, { 'usage.jsonl': lines.slice(9).join('') });
  const { files, ...set } = await json(
    ...['usage.jsonl', 'usage.2.jsonl.gz', 'usage.1.jsonl.gz'].map(f => join(folder, f)),
  );
  const { files: _, ...one } = await json(join(samples, 'usage.jsonl'));
  expect(set).toEqual(one);
  expect(files.map((file: { total: number }) => file.total)).toEqual([lines.length - 9, 4, 5]);
});

test('a variant is a word in the name of a file, or is named before it', async () => {
  const folder = temporaryFolder();
  put(folder, { 'app_legacy.1.jsonl': chat(), 'legacyish.jsonl': chat(), 'b.jsonl': chat({ duration_ms: 3000 }) });
  const { comparison, files } = await json(
    join(folder, 'app_legacy.1.jsonl'),
    join(folder, 'legacyish.jsonl'),
    `coordinator=${join(folder, 'b.jsonl')}`,
  );
  expect(files.map((file: { variant: string }) => file.variant)).toEqual(['legacy', null, 'coordinator']);
  const { out } = await logs(join(folder, 'app_legacy.1.jsonl'));
  expect(out).toContain(`taken for legacy: ${join(folder, 'app_legacy.1.jsonl')}\n`);
  expect(comparison).toMatchObject({ unanswered: null, by: [{ operation: 'chat', ratio: 2 }] });
});

test('the standard input, compressed too', async () => {
  const child = spawn(process.execPath, [program, 'logs', 'legacy=-', '-f', 'json'], { cwd: repository });
  child.stdin.end(gzipSync(chat()));
  const { code, out } = await ended(child);
  expect(code).toBe(0);
  expect(JSON.parse(out).files).toMatchObject([{ file: '-', variant: 'legacy', counted: 1 }]);
});

test('only the time asked for', async () => {
  const folder = temporaryFolder();
  const at = (hours: number) => chat({ timestamp: new Date(Date.now() - hours * 3_600_000).toISOString() });
  put(folder, { log: [1, 3, 5].map(at).join('') });
  const file = join(folder, 'log');
  expect((await json('--since', '4h', file)).lines).toMatchObject({ counted: 2, outside: 1 });
  expect((await json('--since', '4h', '--until', '2h', file)).lines).toMatchObject({ counted: 1, outside: 2 });
  expect(
    (await json('--until', new Date().toISOString().slice(0, 10), '--since', '2020-01-01', file)).lines.total,
  ).toBe(3);
});

test('what cannot be read is counted and named; only --strict minds', async () => {
  const folder = temporaryFolder();
  const lines = [chat(), ...Array.from({ length: 14 }, (_, i) => `Traceback ${i}\n`), chat().slice(0, 40)];
  put(folder, { log: lines.join('') });
  const { code, out } = await logs(join(folder, 'log'));
  expect(code).toBe(0);
  expect(out).toContain('15 unreadable');
  expect(out).toContain(`${join(folder, 'log')}:2: not JSON\n`);
  expect(out).toMatch(/\n {2}and 5 more lines\n$/);
  expect((await logs('--strict', join(folder, 'log'))).code).toBe(1);
});

test('of a damaged file, what can be read; exit 1', async () => {
  const folder = temporaryFolder();
  const whole = gzipSync(Array.from({ length: 1000 }, (_, i) => chat({ duration_ms: i })).join(''));
  fs.writeFileSync(join(folder, 'log.gz'), whole.subarray(0, whole.length - 100));
  const { code, out } = await logs(join(folder, 'log.gz'));
  expect(code).toBe(1);
  expect(out).toContain(`${join(folder, 'log.gz')}: the compressed data ends too early`);
  expect(Number(/chat +(\d+)/.exec(out)?.[1])).toBeGreaterThan(500);
});

test('no line to answer from: it says so, and exits 1', async () => {
  const folder = temporaryFolder();
  put(folder, { empty: '', other: '{"level":"info"}\n' });
  const { code, out } = await logs(join(folder, 'empty'), join(folder, 'other'));
  expect(code).toBe(1);
  expect(out).toContain('1 line of 2 files\n  0 counted, 0 of no interest here, 1 of no known format');
  expect(out.match(/no answer: there is no line in a known format/g)).toHaveLength(4);
});

test('a file named twice counts once', async () => {
  const folder = temporaryFolder();
  put(folder, { log: chat() });
  fs.symlinkSync(join(folder, 'log'), join(folder, 'link'));
  const { out, err } = await logs(join(folder, 'log'), join(folder, 'link'), '-f', 'json');
  expect(JSON.parse(out).lines.total).toBe(1);
  expect(err).toBe(`${join(folder, 'link')} is named more than once; it was read once\n`);
});

test('what a log says does not reach the terminal as it is', async () => {
  const folder = temporaryFolder();
  put(folder, { log: chat({ success: false, error: 'a\x1b[2Jb\u009b\u202e', error_type: 'E\nrror' }) });
  const { out } = await logs(join(folder, 'log'));
  expect(out).toMatch(/E·rror .* a·\[2Jb··/);
});

test.for<[string, string[], RegExp]>([
  ['a file that is not there', ['nowhere.jsonl'], /^error: nowhere\.jsonl does not exist\n {2}fix: name log files/],
  ['one of two', [join(samples, 'usage.jsonl'), 'nowhere.jsonl'], /^error: nowhere\.jsonl does not exist/],
  ['a folder', [samples], /samples is a folder\n {2}fix: name the files in it, e\.g\. .*samples\/\*\.jsonl\*/],
  ['no file', [], /missing required argument 'files'/],
  ['a time that is none', ['--since', 'soon', samples], /Give a date, a time/],
  ['a period that is none', ['--since', '1h', '--until', '2h', samples], /--since is not before --until/],
  ['one file as both', [`legacy=${samples}/usage.jsonl`, `coordinator=${samples}/usage.jsonl`], /named twice/],
])('%s: 2, and nothing on the standard output', async ([, args, message]) => {
  const { code, out, err } = await logs(...args);
  expect({ code, out }).toEqual({ code: 2, out: '' });
  expect(err).toMatch(message);
});

test('a file that cannot be opened: 2, whatever else there is', async () => {
  const folder = temporaryFolder();
  put(folder, { log: chat() });
  fs.symlinkSync('loop', join(folder, 'loop'));
  const { code, out, err } = await logs(join(folder, 'log'), join(folder, 'loop'));
  expect({ code, out }).toEqual({ code: 2, out: '' });
  expect(err).toContain('loop cannot be read (ELOOP');
});

test('outside of a project, and in one without logs, it says what to do', async () => {
  const file = join(samples, 'usage.jsonl');
  const outside = await telltale(['logs', file], { cwd: temporaryFolder() });
  expect(outside).toMatchObject({ code: 2, err: expect.stringContaining('with --config') });
  const without = await telltale(['logs', file], { cwd: queueProject() });
  expect(without).toMatchObject({ code: 2, err: expect.stringContaining('logs: logAnalysis({ … })') });
});

test('hundreds of megabytes pass through little memory', async () => {
  const folder = temporaryFolder();
  put(folder, {
    'record.cjs': `process.on('exit', () => require('node:fs').writeFileSync(process.env.USED, String(process.resourceUsage().maxRSS)));\n`,
  });
  const env = { ...process.env, USED: join(folder, 'used') };
  const node = ['--max-old-space-size=64', '--require', join(folder, 'record.cjs')];
  const child = spawn(process.execPath, [...node, program, 'logs', '-', '-f', 'json'], { cwd: repository, env });
  const end = ended(child);
  // Every chunk has names of its own: what is kept of them is bounded too.
  const [chunks, lines, padding] = [200, 1000, 'x'.repeat(900)];
  for (let i = 0; i < chunks; i++) {
    let text = '';
    for (let j = 0; j < lines; j++) text += chat({ model: `m${i}.${j}`, duration_ms: j, prompt: padding });
    if (!child.stdin.write(text)) await new Promise(resolve => child.stdin.once('drain', resolve));
  }
  child.stdin.end();
  const { code, out } = await end;
  expect(code).toBe(0);
  const report = JSON.parse(out);
  expect(report.lines.counted).toBe(chunks * lines);
  expect(report.latency.by[0].seconds.mean).toBeCloseTo((lines - 1) / 2000, 9);
  expect(Number(fs.readFileSync(env.USED, 'utf8'))).toBeLessThan(180_000);
});

function ended(child: ReturnType<typeof spawn>): Promise<Ended> {
  return new Promise(resolve => {
    let [out, err] = ['', ''];
    child.stdout?.on('data', chunk => {
      out += chunk;
    });
    child.stderr?.on('data', chunk => {
      err += chunk;
    });
    child.on('close', code => resolve({ code, out, err }));
  });
}
