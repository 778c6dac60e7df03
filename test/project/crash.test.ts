import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import fs from 'node:fs';
import { hostname, tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Disk } from '../../src/project/disk.js';
import { write } from '../../src/project/write.js';
import { age, contents, put, snapshot, temporaryFolder, watchedDisk } from './folder.js';

/** A failure or a death at any moment of a build that creates, replaces and removes. */
const before = { 'rules/a.yaml': 'a', 'rules/b.yaml': 'b', 'old/gone.json': 'gone' };
const after = { 'rules/a.yaml': 'a', 'rules/b.yaml': 'B', 'new/deep/c.json': 'c' };
const foreign = { 'rules/mine.yaml': 'mine', 'old/mine.txt': 'mine' };
const artefacts = (files: Record<string, string>) => new Map(Object.entries(files));

const scratch = fs.mkdtempSync(join(tmpdir(), 'telltale-crash-'));
const child = join(scratch, 'child.mjs');
beforeAll(async () => {
  const entry = fileURLToPath(new URL('crash.child.ts', import.meta.url));
  await build({
    entryPoints: [entry],
    bundle: true,
    platform: 'node',
    format: 'esm',
    outfile: child,
    external: ['vitest'],
  });
  fs.writeFileSync(child, fs.readFileSync(child, 'utf8').replace(/^import .* from "vitest";$/m, ''));
});
afterAll(() => fs.rmSync(scratch, { recursive: true, force: true }));

async function built() {
  const out = join(temporaryFolder(), 'out');
  await write(artefacts(before), out);
  put(out, foreign);
  age(out);
  return out;
}

/** The changing calls that the build makes: the failures are tried at each of them. */
async function changingCalls() {
  const names: string[] = [];
  await write(artefacts(after), await built(), { disk: watchedDisk((_, name) => void names.push(name)) });
  return names;
}
const countCalls = async () => (await changingCalls()).length;

/** The folder is as after a build that was never disturbed, and nothing lies beside it. */
async function expectNextBuildWorks(out: string) {
  await write(artefacts(after), out);
  const { '.telltale.json': _, ...files } = contents(out);
  expect(files).toEqual({ ...after, ...foreign });
  expect(fs.readdirSync(join(out, '..'))).toEqual(['out']);
}

interface Run {
  readonly process: ChildProcess;
  readonly ended: Promise<{ code: number | null; signal: NodeJS.Signals | null; message: string }>;
}

function start(options: { out: string; files: Record<string, string>; signal?: NodeJS.Signals; at?: number }): Run {
  const run = spawn(process.execPath, [child, JSON.stringify(options)], { stdio: ['ignore', 'pipe', 'pipe'] });
  let message = '';
  run.stderr.on('data', chunk => {
    message += chunk;
  });
  const ended = once(run, 'close').then(([code, signal]) => ({ code, signal, message }));
  return { process: run, ended };
}

test('a call that fails, whichever it is, leaves the folder as it was', async () => {
  const calls = await countCalls();
  expect(calls).toBeGreaterThan(30);
  for (let at = 1; at <= calls; at++) {
    const out = await built();
    const was = snapshot(out);
    const full = Object.assign(new Error('ENOSPC: no space left on device'), { code: 'ENOSPC' });
    let failed = '';
    const disk = watchedDisk((n, name) => {
      if (n !== at) return;
      failed = name;
      throw full;
    });
    const result = await write(artefacts(after), out, { disk }).catch(error => error);
    // Hard links and clearing up have a second way; anything else is an error.
    if (result instanceof Error) {
      expect(snapshot(out), `call ${at}: ${failed}`).toEqual(was);
      expect(result.message).toContain('no space is left on the device');
    } else expect(['linkSync', 'rmdirSync', 'rmSync', 'unlinkSync']).toContain(failed);
    await expectNextBuildWorks(out);
  }
});

test('a disk that fails from some call on leaves what the next build puts right', async () => {
  const calls = await countCalls();
  for (let from = 1; from <= calls; from++) {
    const out = await built();
    const disk = watchedDisk(n => {
      if (n >= from) throw Object.assign(new Error('EIO'), { code: 'EIO' });
    });
    await write(artefacts(after), out, { disk }).catch(() => undefined);
    await expectNextBuildWorks(out);
  }
});

describe('death', () => {
  test('SIGKILL at any call: the next build first puts back what was there', async () => {
    const calls = await countCalls();
    let halfWay = 0;
    const dieAt = async (at: number, out: string) => {
      const was = snapshot(out);
      expect(await start({ out, files: after, signal: 'SIGKILL', at }).ended).toMatchObject({ signal: 'SIGKILL' });
      const happened =
        contents(out)['new/deep/c.json'] === 'c' && !fs.existsSync(join(out, '../.out.telltale/journal'));
      if (JSON.stringify(snapshot(out)) !== JSON.stringify(was)) halfWay++;
      if (!happened) {
        await write(artefacts(before), out);
        expect(snapshot(out), `call ${at}`).toEqual(was);
      }
      await expectNextBuildWorks(out);
    };
    for (let at = 1; at <= calls; at += 8) {
      const several = Array.from({ length: Math.min(8, calls + 1 - at) }, (_, i) => at + i);
      await Promise.all(several.map(async n => dieAt(n, await built())));
    }
    expect(halfWay).toBeGreaterThan(5);
  });

  test('SIGKILL while rolling back: the build after that still puts it back', async () => {
    const lastMove = (await changingCalls()).lastIndexOf('renameSync') + 1;
    const out = await built();
    const was = snapshot(out);
    await start({ out, files: after, signal: 'SIGKILL', at: lastMove }).ended;
    expect(fs.existsSync(join(out, '../.out.telltale/journal'))).toBe(true);
    expect(contents(out)['new/deep/c.json']).toBe('c');
    for (let n = 1; n < 10; n++) await start({ out, files: before, signal: 'SIGKILL', at: n }).ended;
    await write(artefacts(before), out);
    expect(snapshot(out)).toEqual(was);
    await expectNextBuildWorks(out);
  });

  test('SIGKILL after any delay', async () => {
    for (let i = 0; i < 12; i++) {
      const out = await built();
      const was = snapshot(out);
      const run = start({ out, files: after });
      await once(run.process.stdout as NodeJS.ReadableStream, 'data');
      await sleep(Math.random() * 25);
      run.process.kill('SIGKILL');
      const { code } = await run.ended;
      if (code === null && !fs.existsSync(join(out, '../.out.telltale/journal'))) {
        if (contents(out)['rules/b.yaml'] === 'B') expect(contents(out)).toMatchObject(after);
        else expect(snapshot(out)).toEqual(was);
      }
      await expectNextBuildWorks(out);
    }
  });

  // One handler takes all three, so they share the calls among them.
  test.for<[NodeJS.Signals, number]>([
    ['SIGINT', 1],
    ['SIGTERM', 4],
    ['SIGHUP', 7],
  ])('%s at any call: the build happened or did not, and nothing lies about', async ([signal, first]) => {
    const calls = await countCalls();
    const seen = new Set<string>();
    for (let at = first; at <= calls; at += 9) {
      const out = await built();
      const was = snapshot(out);
      expect(await start({ out, files: after, signal, at }).ended).toMatchObject({ signal });
      const happened = contents(out)['rules/b.yaml'] === 'B';
      seen.add(String(happened));
      if (happened) expect(contents(out)).toMatchObject({ ...after, ...foreign });
      else expect(snapshot(out)).toEqual(was);
      expect(fs.readdirSync(join(out, '..'))).toEqual(['out']);
    }
    expect([...seen].sort()).toEqual(['false', 'true']);
  });
});

describe('two at once', () => {
  test('the second says who is at it, and changes nothing', async () => {
    const out = await built();
    const was = snapshot(out);
    const other = spawn(process.execPath, ['-e', 'setInterval(() => {}, 1000)']);
    const workshop = join(out, '../.out.telltale');
    const stat = fs.readFileSync(`/proc/${other.pid}/stat`, 'utf8');
    const start = stat.slice(stat.lastIndexOf(')') + 2).split(' ')[19];
    const name = (pid: unknown, since: unknown) => `lock.${hostname().replace(/[^A-Za-z0-9-]/g, '-')}.${pid}.${since}`;
    put(workshop, { [name(other.pid, start)]: '' });
    await expect(write(artefacts(after), out)).rejects.toThrow(`another build (process ${other.pid}) is writing`);
    expect(snapshot(out)).toEqual(was);
    // The same pid, but another process by now: nobody is at it.
    fs.renameSync(join(workshop, name(other.pid, start)), join(workshop, name(other.pid, '1')));
    await expectNextBuildWorks(out);
    other.kill();
    await once(other, 'close');
  });

  test('a lock from another machine cannot be judged: it holds, and the message says what to delete', async () => {
    const out = await built();
    put(join(out, '../.out.telltale'), { 'lock.elsewhere.1.1': '' });
    await expect(write(artefacts(after), out)).rejects.toThrow('another build (process 1 on elsewhere)');
  });

  test('a workshop that another build takes away while it is looked at is still the one that all meet in', async () => {
    const out = await built();
    const workshop = join(out, '../.out.telltale');
    const made: string[] = [];
    let gone = false;
    const disk: Disk = {
      ...fs,
      mkdirSync: ((folder: string) => {
        made.push(folder);
        return fs.mkdirSync(folder);
      }) as Disk['mkdirSync'],
      lstatSync: ((path: string) => {
        if (path === workshop && made.length === 1 && !gone) {
          gone = true;
          fs.rmdirSync(workshop);
        }
        return fs.lstatSync(path);
      }) as Disk['lstatSync'],
    };
    await write(artefacts(after), out, { disk });
    expect(gone).toBe(true);
    expect(made).not.toContain(join(out, '.telltale'));
    expect(contents(out)).toMatchObject(after);
  });

  test('many: each one builds or says that another does; the folder is always whole', async () => {
    const out = await built();
    for (let round = 0; round < 3; round++) {
      const files = (i: number) => ({ 'x/a': `${round} ${i}`, 'x/b': `${round} ${i}`, [`y/${i}`]: 'y' });
      const runs = Array.from({ length: 8 }, (_, i) => start({ out, files: files(i) }));
      const ends = await Promise.all(runs.map(run => run.ended));
      for (const { code, message } of ends) if (code !== 0) expect(message).toContain('another build');
      const now = contents(out);
      expect(now['x/a']).toBe(now['x/b']);
      expect(Object.keys(now).filter(path => path.startsWith('y/'))).toHaveLength(1);
    }
    await expectNextBuildWorks(out);
  });
});
