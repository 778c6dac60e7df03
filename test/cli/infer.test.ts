import { spawn } from 'node:child_process';
import { beforeAll, expect, test } from 'vitest';
import { compile } from './compile.js';
import { program, queueProject, telltale } from './run.js';

beforeAll(compile);

/** Runs `telltale infer --stdin` on these lines. */
function answers(
  lines: readonly string[],
  ...args: string[]
): Promise<{ code: number | null; out: string; err: string }> {
  return new Promise((resolve, reject) => {
    const child = spawn(process.execPath, [program, 'infer', '--stdin', ...args], { cwd: '/' });
    const ended = { out: '', err: '' };
    child.stdout.on('data', chunk => {
      ended.out += chunk;
    });
    child.stderr.on('data', chunk => {
      ended.err += chunk;
    });
    child.on('error', reject);
    child.on('close', code => resolve({ code, ...ended }));
    child.stdin.end(lines.map(line => `${line}\n`).join(''));
  });
}

test('says what an expression of the project returns', async () => {
  const { code, out, err } = await telltale(['infer', 'up == 2', 'sum(nothing)'], { cwd: queueProject() });
  expect({ code, err }).toEqual({ code: 1, err: '' });
  expect(out).toContain('the catalog has no metric "nothing"');
});

test('answers JSON lines with JSON lines, without a project in an open world', async () => {
  const { code, out } = await answers(['{"expr": "up > 1"}', '', '{"expr": "1 + 1"}'], '--world', 'open');
  expect(code).toBe(0);
  expect(
    out
      .trimEnd()
      .split('\n')
      .map(line => JSON.parse(line).type),
  ).toEqual(['vector', 'scalar']);
  expect((await answers(['{"expr": "sum("}'], '--world', 'open')).code).toBe(1);
});

test.each<[string, string[], RegExp]>([
  ['no JSON', ['{"expr": "up"}', 'up'], /line 2 of the standard input is no JSON object with "expr"/],
  ['no expression in it', ['{"query": "up"}'], /line 1 of the standard input/],
])('refuses a line with %s', async (_, lines, message) => {
  const { code, err } = await answers(lines, '--world', 'open');
  expect(code).toBe(2);
  expect(err).toMatch(message);
});

test('wants something to infer', async () => {
  expect(await telltale(['infer'])).toMatchObject({ code: 2, out: '' });
  expect(await telltale(['infer', '--stdin', 'up'])).toMatchObject({ code: 2, out: '' });
});
