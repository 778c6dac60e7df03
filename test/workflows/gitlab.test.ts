import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { load } from 'js-yaml';
import { beforeAll, describe, expect, test } from 'vitest';
import { compile } from '../cli/compile.js';
import { edit } from '../cli/run.js';
import { put, temporaryFolder } from '../project/folder.js';
import { type Comment, gitlab, prometheus } from './forge.js';
import { commit, foreignClone } from './scratch.js';
import { shell } from './shell.js';
import { gitlabCi } from './workflow.js';

beforeAll(compile);

const secret = 'tok3n-that-nobody-may-see';
const mark = '<!-- telltale diff -->';
const pipeline = load(gitlabCi) as Record<string, { variables?: Record<string, string>; script: string[] }>;
const variables = pipeline['.telltale']?.variables ?? {};

/** Runs a job as a runner does: all lines of its script in one shell. */
const runJob = (name: string, folder: string, env: Readonly<Record<string, string>>) =>
  shell((pipeline[name]?.script ?? []).join('\n'), { cwd: folder, env: { ...variables, ...env }, trace: true });

const rules = (limit: number) =>
  `groups:\n  - name: queue\n    rules:\n      - alert: QueueLong\n        expr: queue_jobs > ${limit}\n        for: 5m\n`;

/** A clone with a change in which something is wrong too, and the commit in which it went off. */
function changed() {
  const board = JSON.stringify({ uid: 'queues', title: 'Queues', panels: [] });
  const folder = foreignClone({ 'rules/queue.yaml': rules(100), 'dashboards/queues.json': board });
  const base = commit(folder);
  edit(folder, 'rules/queue.yaml', '> 100', '> 200');
  put(folder, { 'rules/bad.yaml': rules(1).replace('queue_jobs', 'rate(queue_jobs').replace('QueueLong', 'Bad') });
  commit(folder);
  return { folder, base };
}

test('the first job says what a change does, and fails for what is wrong', async () => {
  const { folder, base } = changed();
  const { code, out } = await runJob('telltale', folder, { CI_MERGE_REQUEST_DIFF_BASE_SHA: base });
  expect(code).toBe(1);
  expect(out).toContain('npm ci\n');
  expect(out).toMatch(/^error expr\/syntax {2}rules\/bad\.yaml:5 /m);
  expect(JSON.parse(readFileSync(join(folder, 'codequality.json'), 'utf8'))).toMatchObject([
    { check_name: 'expr/syntax', severity: 'critical', location: { path: 'rules/bad.yaml', lines: { begin: 5 } } },
  ]);
  expect(readFileSync(join(folder, 'diff.md'), 'utf8')).toMatch(/^\*\*1 alert less sensitive, 1 alert new\*\* /);
});

test('the first job says when there is nothing to compare with', async () => {
  const { folder } = changed();
  const gone = '$(touch pwned)';
  const { code, err } = await runJob('telltale', folder, { CI_MERGE_REQUEST_DIFF_BASE_SHA: gone });
  expect(code).toBe(1);
  expect(err).toContain('is neither a file or folder nor a ref of git');
  expect(readFileSync(join(folder, 'diff.md'), 'utf8')).toContain('could not compare this change');
  expect(existsSync(join(folder, 'pwned'))).toBe(false);
});

describe('the note', () => {
  async function post(text: string | undefined, before: Comment[] = [], mayWrite = true) {
    const forge = await gitlab(before, mayWrite);
    const folder = temporaryFolder();
    if (text !== undefined) put(folder, { 'diff.md': text });
    const run = () =>
      runJob('telltale-note', folder, {
        CI_API_V4_URL: `${forge.url}/api/v4`,
        CI_PROJECT_ID: '42',
        CI_MERGE_REQUEST_IID: '7',
        TELLTALE_GITLAB_TOKEN: secret,
      });
    const ended = await run();
    expect(`${ended.out}${ended.err}`).not.toContain(secret);
    for (const { authorization } of forge.asked) expect(authorization).toBe(secret);
    return { ...forge, ...ended, folder, again: run };
  }

  test('is written once, and then brought up to date', async () => {
    const text = '**1 alert new**\n\n- `a` "b" \\ é & 100% + 🔔 $(id)\n';
    const { code, err, comments, folder, again } = await post(text);
    expect(code, err).toBe(0);
    expect(comments).toEqual([{ id: 1000, author: 'telltale', body: `${mark}\n${text}` }]);
    put(folder, { 'diff.md': '**Nothing differs.**\n' });
    expect(await again()).toMatchObject({ code: 0 });
    expect(comments).toEqual([{ id: 1000, author: 'telltale', body: `${mark}\n**Nothing differs.**\n` }]);
  });

  test('is found behind those of others, whom it leaves alone', async () => {
    const others = Array.from({ length: 100 }, (_, id) => ({ id, author: 'somebody', body: `${mark}\nfake` }));
    const ours = { id: 501, author: 'telltale', body: `${mark}\nold` };
    const { comments } = await post(
      'new',
      [...others, ours].map(one => ({ ...one })),
    );
    expect(comments).toEqual([...others, { ...ours, body: `${mark}\nnew` }]);
  });

  test('that may not be written fails its job, which is allowed to', async () => {
    expect(await post('new', [], false)).toMatchObject({ code: 22, err: expect.stringContaining('403'), comments: [] });
    expect(pipeline['telltale-note']).toMatchObject({ allow_failure: true });
  });

  test('is not written when there is no text', async () => {
    expect(await post(undefined)).toMatchObject({ code: 0, asked: [] });
  });
});

test('the back-test hands its token on in a file that does not stay', async () => {
  const { url, asked } = await prometheus();
  const { folder, base } = changed();
  const { code, out, err } = await runJob('telltale-backtest', folder, {
    CI_MERGE_REQUEST_DIFF_BASE_SHA: base,
    TELLTALE_PROMETHEUS_URL: url,
    TELLTALE_PROMETHEUS_TOKEN: secret,
    TMPDIR: folder,
  });
  expect(code, err).toBe(0);
  expect(out).toContain('QueueLong');
  expect(asked.length).toBeGreaterThan(0);
  for (const one of asked) expect(one.authorization).toBe(`Bearer ${secret}`);
  expect(`${out}${err}`).not.toContain(secret);
  expect(readdirSync(folder).filter(file => file.startsWith('tmp'))).toEqual([]);
});
