import { type ChildProcess, spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import fs from 'node:fs';
import { userInfo } from 'node:os';
import { basename, join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { gunzipSync, gzipSync } from 'node:zlib';
import { expect, onTestFinished, test } from 'vitest';
import victor from '../../catalog/site.js';
import type { LogFiles } from '../../src/catalog/site.js';
import { days, site } from '../../src/index.js';
import { renderLogrotate } from '../../src/logs/logrotate.js';
import { temporaryFolder } from '../project/folder.js';

const keep = (victor.logs as LogFiles).keep.ms / 86_400_000;
const root = userInfo().uid === 0;
/** Where we may, the logs belong to somebody else than who rotates them, as on a server. */
const owner = root ? { user: 'nobody', group: 'nogroup' } : { user: id('-un'), group: id('-gn') };

function id(flag: string): string {
  return spawnSync('id', [flag], { encoding: 'utf8' }).stdout.trim();
}

/** A folder with logs in it, and logrotate with our configuration for them. */
function installation() {
  const folder = temporaryFolder();
  fs.chmodSync(folder, 0o755);
  const logs = join(folder, 'logs');
  fs.mkdirSync(logs);
  if (root) fs.chownSync(logs, Number(id2('-u')), Number(id2('-g')));
  const files = ['victor', 'usage'].map(name => join(logs, `${name}.jsonl`));
  const [rendered] = renderLogrotate(site({ ...victor, logs: { ...(victor.logs as LogFiles), files, owner } }));
  const config = join(folder, 'logrotate.conf');
  fs.writeFileSync(config, rendered?.[1] as string, { mode: 0o644 });
  return {
    logs,
    live: files as [string, string],
    /** Everything in the folder that belongs to a log, by name. */
    names: () => fs.readdirSync(logs).sort(),
    /** Makes files as old as so many days. */
    age: (files: readonly string[], howOld: number) => {
      const time = Date.now() / 1000 - howOld * 86_400;
      for (const file of files) fs.utimesSync(join(logs, file), time, time);
    },
    /** Rotates, though the day is not over; names have seconds in them, so not twice in one. */
    rotate: async () => {
      await sleep(1010 - (Date.now() % 1000));
      const env = { PATH: `${process.env.PATH}:/usr/sbin` };
      const run = spawnSync('logrotate', ['--force', '--state', join(folder, 'state'), config], {
        env,
        encoding: 'utf8',
      });
      if (run.error) throw run.error;
      expect({ code: run.status, err: run.stderr }).toEqual({ code: 0, err: '' });
    },
  };
}

const id2 = (flag: string) => spawnSync('id', [flag, owner.user], { encoding: 'utf8' }).stdout.trim();

/** Appends numbered lines until its input ends, then says how many. `hold` opens its file once; a line comes in two writes. */
const writer = `
const fs = require('node:fs');
const [, file, hold] = process.argv;
let n = 0, open = true;
const held = hold && fs.openSync(file, 'a');
process.stdin.on('end', () => { open = false; }).resume();
const more = () => {
  for (let i = 0; i < 20; i++) {
    const fd = held || fs.openSync(file, 'a');
    fs.writeSync(fd, '{"line":' + ++n);
    fs.writeSync(fd, '}\\n');
    if (!held) fs.closeSync(fd);
  }
  if (open) setTimeout(more, 1);
  else process.stdout.write(String(n));
};
more();`;

function startWriter(file: string, hold: boolean): { child: ChildProcess; stop(): Promise<number> } {
  const child = spawn(process.execPath, ['-e', writer, file, ...(hold ? ['hold'] : [])], {
    cwd: '/',
    stdio: ['pipe', 'pipe', 'inherit'],
    ...(root && { uid: Number(id2('-u')), gid: Number(id2('-g')) }),
  });
  onTestFinished(() => void child.kill('SIGKILL'));
  return {
    child,
    stop: async () => {
      let out = '';
      child.stdout?.on('data', chunk => {
        out += chunk;
      });
      child.stdin?.end();
      await once(child, 'close');
      return Number(out);
    },
  };
}

/** The numbers of all lines of a log, wherever they are now. */
function lines(logs: string, log: string): number[] {
  const name = basename(log, '.jsonl');
  const texts = fs
    .readdirSync(logs)
    .filter(file => file.startsWith(`${name}.`))
    .map(file => {
      const bytes = fs.readFileSync(join(logs, file));
      return (file.endsWith('.gz') ? gunzipSync(bytes) : bytes).toString();
    });
  return texts.flatMap(text =>
    text
      .split('\n')
      .filter(Boolean)
      .map(line => JSON.parse(line).line),
  );
}

/** That each line from the first to the last is there, once. */
function expectAll(found: number[], written: number) {
  expect(written).toBeGreaterThan(100);
  expect(found.sort((a, b) => a - b)).toEqual(Array.from({ length: written }, (_, i) => i + 1));
}

test('no line is lost or doubled, whether writers keep the file open or open it for each line', async () => {
  const { logs, live, names, age, rotate } = installation();
  const [held, opened] = live;
  const holder = startWriter(held, true);
  const opener = startWriter(opened, false);
  await expect.poll(() => names().length, { timeout: 30_000 }).toBe(2);
  await rotate();
  // A holder that was silent for long: nothing tells that it will go on but its open file.
  holder.child.kill('SIGSTOP');
  const rotated = names().filter(name => /^victor\.\d/.test(name));
  expect(rotated).toHaveLength(1);
  age(rotated, 2);
  await rotate();
  expect(names()).toEqual(expect.arrayContaining(rotated));
  age(rotated, keep + 1);
  await rotate();
  expect(names()).toEqual(expect.arrayContaining(rotated));
  holder.child.kill('SIGCONT');
  const size = () => fs.statSync(join(logs, rotated[0] as string)).size;
  const before = size();
  await expect.poll(size, { timeout: 30_000 }).toBeGreaterThan(before);
  const written = { holder: await holder.stop(), opener: await opener.stop() };
  expectAll(lines(logs, held), written.holder);
  expectAll(lines(logs, opened), written.opener);

  // With the writers gone and the day over, all that is not live is compressed, and nothing is lost by that either.
  age(
    names().filter(name => !live.includes(join(logs, name))),
    2,
  );
  await rotate();
  expect(names().filter(name => /\.\d.*\.jsonl$/.test(name)).length).toBeLessThanOrEqual(2);
  expect(names().filter(name => name.endsWith('.gz')).length).toBeGreaterThan(2);
  expectAll(lines(logs, held), written.holder);
  expectAll(lines(logs, opened), written.opener);
}, 60_000);

test('what is older than the retention goes, compressed or not, and nothing else', async () => {
  const { logs, live, names, age, rotate } = installation();
  const old = ['usage.20200101-000000.jsonl', 'usage.20200102-000000.jsonl.gz', 'usage.5.jsonl.gz'];
  const young = ['usage.20200103-000000.jsonl', 'usage.20200104-000000.jsonl.gz', 'usage.1.jsonl.gz'];
  const strange = [
    'usage.jsonl.bak',
    'usage.notes.jsonl',
    'usage2.20200101-000000.jsonl',
    'other.20200101-000000.jsonl.gz',
  ];
  for (const name of [...old, ...young, ...strange])
    fs.writeFileSync(join(logs, name), name.endsWith('.gz') ? gzipSync('{"line":1}\n') : '{"line":1}\n', {
      mode: 0o666,
    });
  for (const file of live) fs.writeFileSync(file, '{"line":1}\n', { mode: 0o666 });
  if (root) for (const name of names()) fs.chownSync(join(logs, name), Number(id2('-u')), Number(id2('-g')));
  age([...old, ...strange], keep + 0.1);
  age(young, keep - 0.1);
  await rotate();
  const left = names();
  for (const name of old) expect(left.filter(file => file.startsWith(name.replace('.gz', '')))).toEqual([]);
  const compressed = young.map(name => name.replace(/jsonl$/, 'jsonl.gz'));
  expect(left).toEqual(expect.arrayContaining([...compressed, ...strange]));
  // Lines of today are in no compressed file yet.
  expect(left.filter(name => /^(victor|usage)\.\d{8}-\d{6}\.jsonl$/.test(name))).toHaveLength(2);
}, 60_000);

test('it has its turn every day, even when nobody writes: what is empty leaves nothing behind', async () => {
  const { logs, live, names, age, rotate } = installation();
  const [file] = live;
  fs.writeFileSync(file, '{"line":1}\n');
  fs.chmodSync(file, 0o640);
  if (root) fs.chownSync(file, Number(id2('-u')), Number(id2('-g')));
  for (let day = 0; day < 3; day++) {
    await rotate();
    age(
      names().filter(name => name !== basename(file)),
      2,
    );
  }
  await rotate();
  expect(names().filter(name => name !== basename(file))).toHaveLength(2);
  const { mode, size, uid } = fs.statSync(file);
  expect({ mode: mode & 0o777, size, uid }).toEqual({
    mode: 0o640,
    size: 0,
    uid: root ? Number(id2('-u')) : userInfo().uid,
  });
  expect(lines(logs, file)).toEqual([1]);
}, 60_000);

test.for<[string, Partial<LogFiles>, RegExp]>([
  ['a relative path', { files: ['logs/app.jsonl'] }, /log file "logs\/app\.jsonl"/],
  ['a quote in a path', { files: ['/a".jsonl'] }, /log file/],
  ['another ending', { files: ['/app.log'] }, /log file/],
  ['a rotated file', { files: ['/app.1.jsonl'] }, /named like a rotated one/],
  ['a user that is none', { owner: { user: 'a; rm', group: 'a' } }, /owner "a; rm"/],
  ['half a day', { keep: days(0.5) }, /kept for 12h/],
])('the site refuses %s', ([, change, message]) => {
  expect(() => site({ ...victor, logs: { ...(victor.logs as LogFiles), ...change } })).toThrow(message);
});

test('no file without logs', () => {
  const { logs: _, ...rest } = victor;
  expect(renderLogrotate(site(rest))).toEqual([]);
});
