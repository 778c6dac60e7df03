import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { createServer } from 'node:net';
import { beforeAll, expect, onTestFinished, test } from 'vitest';
import { compile, repository } from './compile.js';
import { program, queueProject, telltale } from './run.js';

beforeAll(compile);

/** Starts the simulator of this repository's project; gives what it printed first, and the process. */
async function start(...args: string[]): Promise<{ child: ChildProcess; printed: string; ended: Promise<unknown[]> }> {
  const child = spawn(process.execPath, [program, 'simulate', ...args], {
    cwd: repository,
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  onTestFinished(() => void child.kill('SIGKILL'));
  const ended = once(child, 'close');
  const [chunk] = await once(child.stdout as NodeJS.ReadableStream, 'data');
  return { child, printed: String(chunk), ended };
}

test.for<NodeJS.Signals>(['SIGINT', 'SIGTERM'])('exports every process until %s, then ends with 0', async signal => {
  const { child, printed, ended } = await start('--port', '0', '--scenario', 'memory-leak', '--seed', '7');
  const urls = [...printed.matchAll(/^\S+ {2}(http:\/\/127\.0\.0\.1:\d+\/metrics)$/gm)].map(
    match => match[1] as string,
  );
  expect(urls.length).toBeGreaterThan(1);
  for (const url of urls) expect(await (await fetch(url)).text()).toContain('# TYPE ');
  child.kill(signal);
  expect(await ended).toEqual([0, null]);
});

test('--list names the scenarios', async () => {
  const { code, out } = await telltale(['simulate', '--list'], { cwd: repository });
  expect(code).toBe(0);
  const names = out
    .trimEnd()
    .split('\n')
    .map(line => line.split(/ {2}/)[0]);
  for (const name of [
    'normal',
    'memory-leak',
    'slow-chat',
    'error-burst',
    'legacy-off',
    'parity-drop',
    'init-failure',
    'down',
  ])
    expect(names).toContain(name);
});

test('a scenario that is not there: 2, and those that are', async () => {
  const { code, err } = await telltale(['simulate', '--port', '0', '--scenario', 'sunshine'], { cwd: repository });
  expect(code).toBe(2);
  expect(err).toMatch(/^error: .*sunshine.*\n {2}fix: .*memory-leak/);
});

test('a port that is taken: 2, in one sentence', async () => {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as { port: number };
  const { code, err } = await telltale(['simulate', '--port', String(port)], { cwd: repository });
  server.close();
  expect({ code, lines: err.trimEnd().split('\n').length <= 2 }).toEqual({ code: 2, lines: true });
  expect(err).toContain(String(port));
});

test('a project without a simulation says how to give it one', async () => {
  const { code, err } = await telltale(['simulate'], { cwd: queueProject() });
  expect(code).toBe(2);
  expect(err).toContain('error: the project has no simulation\n  fix: give it one');
});
