import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { beforeAll, describe, expect, test } from 'vitest';
import { put, temporaryFolder } from '../project/folder.js';
import { compile, repository } from './compile.js';
import { telltale } from './run.js';

beforeAll(compile);

/** The pages of a server, and what it says of one of them. */
async function serving(answer: Parameters<typeof createServer>[1], ...args: string[]) {
  const server: Server = createServer(answer as never);
  await new Promise<void>(resolve => server.listen(0, '127.0.0.1', resolve));
  try {
    const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/metrics`;
    return await telltale(['verify', url, ...args], { cwd: repository });
  } finally {
    server.closeAllConnections();
    server.close();
  }
}

describe('a hostile page is refused in a sentence', () => {
  test.each<[string, Parameters<typeof createServer>[1], RegExp]>([
    ['no text', (_, res) => void res.end(Buffer.from([0xff, 0xfe])), /it is no UTF-8 text/],
    ['binary', (_, res) => void res.end('a\0b'), /it is no text/],
    ['HTML', (_, res) => void res.end('<html>\n'), /:1: there is no metric name/],
    ['series twice', (_, res) => void res.end('a 1\na 1\n'), /:2: the series a is there twice/],
    [
      'no end of a line',
      (_, res) => void res.end('x'.repeat(3 * 1024 * 1024)),
      /it has a line of more than a megabyte/,
    ],
    ['an error', (_, res) => void res.writeHead(403).end(), /answers 403 Forbidden/],
  ])('%s', async (_, answer, message) => {
    const { code, out, err } = await serving(answer);
    expect({ code, out }).toEqual({ code: 2, out: '' });
    expect(err).toMatch(message);
  });

  test('it never ends', async () => {
    const { code, err } = await serving(
      (_, res) => {
        const timer = setInterval(() => res.write('# x\n'), 50);
        res.on('close', () => clearInterval(timer));
      },
      '--timeout',
      '1',
    );
    expect(code).toBe(2);
    expect(err).toContain('it took longer than 1 s');
  });

  test('nobody is there', async () => {
    const { code, err } = await telltale(['verify', 'http://127.0.0.1:1/metrics'], { cwd: repository });
    expect(code).toBe(2);
    expect(err).toMatch(/cannot be read/);
    expect(await telltale(['verify', 'no-such-page'], { cwd: repository })).toMatchObject({ code: 2 });
  });
});

test('a long file is refused once, and nothing is said of its rest', async () => {
  const folder = temporaryFolder();
  put(folder, { 'page.txt': `<html>\n${'# x\n'.repeat(500_000)}` });
  const { code, err } = await telltale(['verify', `${folder}/page.txt`], { cwd: repository });
  expect({ code, errors: err.match(/^error/gm) }).toEqual({ code: 2, errors: ['error'] });
});

test('a page against the catalog of the project', async () => {
  const folder = temporaryFolder();
  put(folder, { 'page.txt': 'coordinator_memory_byts{component="total"} 1\n' });
  const { code, out } = await telltale(['verify', `${folder}/page.txt`], { cwd: repository });
  expect(code).toBe(1);
  expect(out).toContain('error page/missing-metric');
  expect(out).toContain('fix: rename it coordinator_memory_bytes');
});
