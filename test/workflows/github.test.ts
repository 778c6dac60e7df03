import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, describe, expect, test } from 'vitest';
import { compile } from '../cli/compile.js';
import { edit } from '../cli/run.js';
import { put, temporaryFolder } from '../project/folder.js';
import { type Comment, github, prometheus } from './forge.js';
import { commit, foreignClone, ownClone } from './scratch.js';
import { shell } from './shell.js';
import { environment, stepOf, workflow } from './workflow.js';

beforeAll(compile);

const own = '.github/workflows/telltale.yml';
const example = 'docs/pull-requests/github.yml';
const secret = 'tok3n-that-nobody-may-see';
const mark = '<!-- telltale diff -->';

const read = (folder: string, path: string) => readFileSync(join(folder, path), 'utf8');
const summaryOf = (folder: string) => (existsSync(join(folder, 'summary')) ? read(folder, 'summary') : '');

/** What a runner sets, for pull request 7 of shop/rules. */
const runner = (folder: string) => ({
  GITHUB_REPOSITORY: 'shop/rules',
  GITHUB_BASE_REF: 'main',
  GITHUB_STEP_SUMMARY: join(folder, 'summary'),
  GITHUB_WORKSPACE: folder,
});

/** Runs all scripts of a job as they stand, each whatever became of those before. */
async function runJob(name: string, job: string, folder: string, npx = false) {
  const ended = [];
  for (const step of workflow(name).jobs[job]?.steps ?? [])
    if (step.run)
      ended.push(
        await shell(step.run, {
          cwd: folder,
          env: { ...runner(folder), ...environment(workflow(name), step, {}) },
          npx,
        }),
      );
  return ended;
}

describe('the comment', () => {
  const step = stepOf(own, 'comment', 'curl');

  /** Posts a text where these comments are. The trace of the shell is on: it may show no secret either. */
  async function post(text: string | undefined, before: Comment[] = [], mayWrite = true) {
    const forge = await github(before, mayWrite);
    const folder = temporaryFolder();
    if (text !== undefined) put(folder, { 'diff.md': text });
    const values = { 'github.token': secret, 'github.event.pull_request.number': '7' };
    const run = () =>
      shell(step.run, {
        cwd: folder,
        env: { ...runner(folder), GITHUB_API_URL: forge.url, ...environment(workflow(own), step, values) },
        trace: true,
      });
    const ended = await run();
    expect(`${ended.out}${ended.err}${summaryOf(folder)}`).not.toContain(secret);
    for (const { authorization } of forge.asked) expect(authorization).toBe(`Bearer ${secret}`);
    return { ...forge, ...ended, folder, again: run };
  }

  test('is written once, and then brought up to date', async () => {
    const { code, comments, asked, folder, again } = await post('**1 alert new**\n\n- `a` "b" \\ é 🔔 $(id)\n');
    expect(code).toBe(0);
    const body = `${mark}\n**1 alert new**\n\n- \`a\` "b" \\ é 🔔 $(id)\n`;
    expect(comments).toEqual([{ id: 1000, author: 'github-actions[bot]', body }]);
    put(folder, { 'diff.md': '**Nothing differs.**' });
    expect(await again()).toMatchObject({ code: 0 });
    expect(comments).toEqual([{ id: 1000, author: 'github-actions[bot]', body: `${mark}\n**Nothing differs.**` }]);
    expect(asked.map(({ method }) => method)).toEqual(['GET', 'POST', 'GET', 'PATCH']);
    expect(summaryOf(folder)).toBe('');
  });

  test('is found behind those of others, whom it leaves alone', async () => {
    const others = Array.from({ length: 150 }, (_, id) => ({ id, author: 'mallory', body: `${mark}\nfake` }));
    const bots = { id: 500, author: 'github-actions[bot]', body: 'Coverage' };
    const ours = { id: 501, author: 'github-actions[bot]', body: `${mark}\nold` };
    const { code, comments } = await post(
      'new',
      [...others, bots, ours].map(one => ({ ...one })),
    );
    expect(code).toBe(0);
    expect(comments).toEqual([...others, bots, { ...ours, body: `${mark}\nnew` }]);
  });

  test.each([
    ['100', 100, 2],
    ['none', 0, 1],
  ])('is added to %s of others', async (_, count, pages) => {
    const others = Array.from({ length: count }, (_, id) => ({ id, author: 'mallory', body: 'hello' }));
    const { comments, asked } = await post('new', others);
    expect(asked.map(({ method }) => method)).toEqual([...Array(pages).fill('GET'), 'POST']);
    expect(comments).toHaveLength(count + 1);
  });

  test('of a fork, whose token may not write, goes to the summary and fails nothing', async () => {
    const { code, out, comments, folder } = await post('**1 alert new**', [], false);
    expect(code).toBe(0);
    expect(out).toContain('::notice::The comment could not be written');
    expect(comments).toEqual([]);
    expect(summaryOf(folder)).toBe('**1 alert new**');
  });

  test('goes to the summary too when nobody answers, or it is too long', async () => {
    const folder = temporaryFolder();
    put(folder, { 'diff.md': 'text' });
    const env = { ...runner(folder), GITHUB_API_URL: 'http://127.0.0.1:9', TOKEN: secret, NUMBER: '7' };
    expect(await shell(step.run.replace('--retry 2', ''), { cwd: folder, env })).toMatchObject({ code: 0 });
    expect(summaryOf(folder)).toBe('text');
    const long = await post('x'.repeat(65_536));
    expect(long).toMatchObject({ code: 0, comments: [] });
    expect(summaryOf(long.folder)).toHaveLength(65_536);
  });

  test('is not written when there is no text', async () => {
    expect(await post(undefined)).toMatchObject({ code: 0, asked: [] });
  });
});

const rules = (limit: number, more = '') =>
  `groups:\n  - name: queue\n    rules:\n      - alert: QueueLong\n        expr: queue_jobs > ${limit}\n        for: 5m\n${more}`;
const board = JSON.stringify({ uid: 'queues', title: 'Queues', panels: [] });
const foreign = (files: Readonly<Record<string, string>> = {}) =>
  foreignClone({ 'rules/queue.yaml': rules(100), 'dashboards/queues.json': board, ...files });

test('our workflow says what a change does, and stops one whose out/ was not built', async () => {
  const folder = await ownClone();
  edit(folder, 'catalog/metrics.ts', 'warning: count(1000)', 'warning: count(2000)');
  commit(folder);
  const [install, compiled, built, checked, compared] = await runJob(own, 'review', folder);
  expect(install).toMatchObject({ code: 0, out: 'npm ci\n' });
  expect(compiled).toMatchObject({ code: 0, out: 'npm run build\n' });
  expect(built).toMatchObject({ code: 1, out: expect.stringContaining('prometheus/rules/queue-jobs.yaml') });
  expect(checked).toMatchObject({ code: 0 });
  const sarif = JSON.parse(read(folder, 'telltale.sarif'));
  expect(sarif).toMatchObject({ version: '2.1.0', runs: [{ results: expect.any(Array) }] });
  expect(sarif.runs[0].results.filter((result: { suppressions?: unknown }) => !result.suppressions)).toEqual([]);
  expect(compared).toMatchObject({
    code: 0,
    out: expect.stringMatching(/^::warning file=alerts\/index\.ts,line=\d+,col=\d+,title=alert .*less sensitive/m),
  });
  expect(read(folder, 'diff.md')).toMatch(/^\*\*1 alert less sensitive\*\* <code>[0-9a-f]{7}<\/code> → <code>HEAD /);
});

test('our tests run in a work tree that git trusts', async () => {
  expect(await runJob(own, 'test', temporaryFolder())).toMatchObject([{ code: 0 }, { code: 0, out: 'make test\n' }]);
});

describe('what others copy', () => {
  test('says that nothing differs', async () => {
    const folder = foreign();
    edit(folder, 'rules/queue.yaml', 'queue_jobs > 100', '(queue_jobs   > 100)');
    commit(folder);
    for (const ended of await runJob(example, 'review', folder)) expect(ended).toMatchObject({ code: 0, err: '' });
    expect(read(folder, 'diff.md')).toMatch(/^\*\*Nothing differs\.\*\* .*\n$/);
  });

  test('marks what is wrong, and says what the change does; a main branch without rules is a beginning', async () => {
    const folder = foreignClone();
    put(folder, {
      'rules/queue.yaml': rules(100),
      'rules/bad.yaml': rules(1).replace('queue_jobs', 'rate(queue_jobs'),
    });
    put(folder, { 'dashboards/queues.json': board });
    commit(folder);
    const [, checked, compared] = await runJob(example, 'review', folder);
    expect(checked).toMatchObject({ code: 1, out: expect.stringMatching(/^::error file=rules\/bad\.yaml,line=5,/m) });
    expect(JSON.parse(read(folder, 'telltale.sarif')).runs[0].results).not.toEqual([]);
    expect(compared).toMatchObject({ code: 0, err: '' });
    expect(read(folder, 'diff.md')).toMatch(/^\*\*2 alerts new\*\* /);
  });

  test('says what is wrong when the base is not there, whatever its name is', async () => {
    const folder = foreign();
    const step = stepOf(example, 'review', 'diff');
    const env = { ...runner(folder), GITHUB_BASE_REF: '"; touch pwned; $(touch pwned) `touch pwned`' };
    const { code, err } = await shell(step.run, { cwd: folder, env });
    expect(code).toBe(1);
    expect(err).toContain('is neither a file or folder nor a ref of git');
    expect(err).not.toMatch(/^ +at /m);
    expect(read(folder, 'diff.md')).toContain('could not compare this change');
    expect(existsSync(join(folder, 'pwned'))).toBe(false);
  });
});

test('what the README shows puts the change into the summary', async () => {
  const folder = foreign();
  edit(folder, 'rules/queue.yaml', '> 100', '> 200');
  commit(folder);
  for (const ended of await runJob('README.md', 'telltale', folder, true))
    expect(ended).toMatchObject({ code: 0, err: '' });
  expect(summaryOf(folder)).toContain('less sensitive');
});

test.each([
  [own, 'with a token', ownClone, secret, `Bearer ${secret}`],
  [example, 'without one', async () => foreign(), '', undefined],
] as const)('the back-test of %s, %s', async (name, _, clone, token, authorization) => {
  const { url, asked } = await prometheus();
  const folder = await clone();
  const values = { 'vars.TELLTALE_PROMETHEUS_URL': url, 'secrets.TELLTALE_PROMETHEUS_TOKEN': token };
  const step = stepOf(name, 'backtest', 'backtest');
  const env = { ...runner(folder), TMPDIR: folder, ...environment(workflow(name), step, values) };
  const ended = await shell(step.run, { cwd: folder, env, trace: true });
  expect(ended, ended.err).toMatchObject({ code: 0 });
  expect(summaryOf(folder)).toContain('Queue');
  expect(asked.length).toBeGreaterThan(0);
  for (const one of asked) expect(one.authorization).toBe(authorization);
  expect(`${ended.out}${ended.err}${summaryOf(folder)}`).not.toContain(secret);
  expect(readdirSync(folder).filter(file => file.startsWith('tmp'))).toEqual([]);
});
