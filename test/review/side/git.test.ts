import { execFileSync } from 'node:child_process';
import fs from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { diff } from '../../../src/review/diff/diff.js';
import { resolveSides } from '../../../src/review/side/resolve.js';
import { edit, queueProject, telltale } from '../../cli/run.js';
import { put, snapshot, temporaryFolder } from '../../project/folder.js';
import { ruleFile } from '../diff/sides.js';

const identity = ['-c', 'user.name=A', '-c', 'user.email=a@example.com', '-c', 'commit.gpgsign=false'];

function git(cwd: string, ...args: string[]): string {
  return execFileSync('git', [...identity, ...args], { cwd, encoding: 'utf8', stdio: ['ignore', 'pipe', 'pipe'] });
}

const rules = (limit: number) => ruleFile({ name: 'g', rules: [{ alert: 'Slow', expr: `latency > ${limit}` }] });

function commit(folder: string, files: Record<string, string>): void {
  put(folder, files);
  git(folder, 'add', '-A');
  git(folder, 'commit', '-q', '-m', 'a state');
}

/** A repository whose main branch has the rules with a limit of 1, its branch with 2, and its work tree with 3. */
let original: string;
beforeAll(() => {
  original = fs.mkdtempSync(join(fs.realpathSync(tmpdir()), 'telltale-test-'));
  git(original, 'init', '-q', '-b', 'main');
  commit(original, { 'rules/r.yaml': rules(1), 'README.md': 'groups:\n' });
  git(original, 'switch', '-q', '-c', 'work');
  commit(original, { 'rules/r.yaml': rules(2) });
  put(original, { 'rules/r.yaml': rules(3) });
});
afterAll(() => fs.rmSync(original, { recursive: true, force: true }));

/** A copy of it that a test may change. */
function repository(): string {
  const folder = temporaryFolder();
  fs.cpSync(original, folder, { recursive: true, preserveTimestamps: true });
  return folder;
}

async function compared(cwd: string, base?: string, head?: string) {
  const sides = await resolveSides(base, head, { cwd });
  const { base: one, head: other, entries, notes } = diff(sides.base, sides.head);
  return { names: [one, other], notes, told: entries.map(e => [e.part ?? e.change, e.before, e.after].join(' ')) };
}

test.each([
  [undefined, undefined, 'limit > 1 > 3'],
  ['HEAD', undefined, 'limit > 2 > 3'],
  ['main', 'work', 'limit > 1 > 2'],
  ['work', 'main', 'limit > 2 > 1'],
])('%s against %s: %s', async (base, head, expected) => {
  const folder = repository();
  const before = [snapshot(folder), git(folder, 'rev-parse', 'HEAD', 'main')];
  expect((await compared(folder, base, head)).told).toEqual([expected]);
  expect([snapshot(folder), git(folder, 'rev-parse', 'HEAD', 'main')]).toEqual(before);
});

test('the main branch may have gone on: what it did since is not told', async () => {
  const folder = repository();
  git(folder, 'stash', '-q');
  git(folder, 'switch', '-q', 'main');
  commit(folder, { 'rules/other.yaml': ruleFile({ name: 'other', rules: [{ alert: 'Other', expr: 'up == 0' }] }) });
  git(folder, 'switch', '-q', 'work');
  expect(await compared(folder)).toMatchObject({ told: ['limit > 1 > 2'], names: [/^main \(\w+\)$/, 'working tree'] });
});

test('of a folder of a repository, only what lies in it', async () => {
  const folder = repository();
  put(folder, { 'empty/x.yaml': 'a: 1' });
  expect((await compared(join(folder, 'empty'))).told).toEqual([]);
  expect((await compared(join(folder, 'rules'))).told).toEqual(['limit > 1 > 3']);
});

test('a folder may be compared with a ref', async () => {
  const folder = repository();
  expect((await compared(folder, 'main', 'rules')).told).toEqual(['limit > 1 > 3']);
});

test('a broken file of the past is told, and the rest compared; a broken file of today is an error', async () => {
  const folder = repository();
  commit(folder, { 'rules/broken.yaml': 'groups: [', 'rules/r.yaml': rules(2) });
  const [note, ...more] = (await compared(folder, 'HEAD', 'main')).notes;
  expect(note).toMatch(/rules\/broken.yaml:\d+: this is no YAML.*left out/);
  expect(more).toEqual([]);
  await expect(compared(folder, 'main')).rejects.toThrow(/rules\/broken.yaml:\d+: this is no YAML/);
});

test('errors say what is not there, and what to do', async () => {
  const folder = repository();
  await expect(compared(folder, 'nowhere')).rejects.toThrow('"nowhere" is neither a file or folder nor a ref of git');
  await expect(compared(folder, '--output=x')).rejects.toThrow('neither a file or folder nor a ref');
  git(folder, 'branch', 'rules');
  await expect(compared(folder, 'rules')).rejects.toMatchObject({
    fix: 'write ./rules for the one, or rules^0 for the other',
  });
  expect((await compared(folder, './rules', 'rules^0')).told).toEqual(['limit > 3 > 2']);
  await expect(compared(temporaryFolder())).rejects.toThrow('not a git repository');
  await expect(compared(temporaryFolder(), 'main')).rejects.toThrow('not a git repository');
  git(folder, 'branch', '-m', 'main', 'trunk');
  await expect(compared(folder)).rejects.toThrow('no main branch');
});

test('a shallow clone says how to deepen it', async () => {
  const folder = repository();
  git(folder, 'symbolic-ref', 'HEAD', 'refs/heads/main');
  const clone = join(temporaryFolder(), 'clone');
  git(folder, 'clone', '-q', '--depth', '1', '--branch', 'work', `file://${folder}`, clone);
  await expect(compared(clone, 'main')).rejects.toMatchObject({ fix: expect.stringContaining('fetch-depth: 0') });
  git(clone, 'fetch', '-q', '--depth', '1', 'origin', 'main:main');
  await expect(compared(clone)).rejects.toMatchObject({ fix: expect.stringContaining('fetch-depth: 0') });
});

test('without git, folders can still be compared', async () => {
  const folder = repository();
  const path = process.env.PATH;
  process.env.PATH = temporaryFolder();
  try {
    await expect(compared(folder, 'main')).rejects.toThrow('git is not installed');
    expect((await compared(folder, './rules', './rules')).told).toEqual([]);
  } finally {
    process.env.PATH = path;
  }
});

/** The example project in a repository, its work tree with a higher limit. */
function projectRepository(): string {
  const folder = queueProject();
  git(folder, 'init', '-q', '-b', 'main');
  commit(folder, { '.gitignore': 'node_modules\n' });
  edit(folder, 'catalog/metrics.ts', 'warning: count(1000)', 'warning: count(2000)');
  return folder;
}

test('a project of the past is loaded as its config says, and nothing of it stays', async () => {
  const cwd = projectRepository();
  const { code, out } = await telltale(['diff', '--exit-code'], { cwd });
  expect(out).toMatch(/^main \(\w+\) → working project/);
  expect(out).toMatch(/QueueBacklog \(warning\) +alerts\/index.ts:\d+\n +limit +> 1000 → > 2000 +less sensitive/);
  expect(code).toBe(1);
  expect(git(cwd, 'status', '--porcelain')).toBe(' M catalog/metrics.ts\n');
});

test('where the past cannot be loaded, what it generated is compared; where there is nothing, that is an error', async () => {
  const cwd = projectRepository();
  const content = fs.readFileSync(join(cwd, 'telltale.config.ts'), 'utf8');
  commit(cwd, { 'telltale.config.ts': "import { removed } from 'telltale';\nexport default removed();\n" });
  expect(await telltale(['diff', 'HEAD', 'main'], { cwd })).toMatchObject({
    code: 2,
    err: expect.stringMatching(/project of HEAD \(\w+\) cannot be loaded: telltale exports no "removed"/),
  });
  commit(cwd, { 'out/prometheus/rules/r.yaml': rules(1) });
  put(cwd, { 'telltale.config.ts': content });
  const { out } = await telltale(['diff', 'HEAD'], { cwd });
  expect(out).toContain('compared is out/ as it was committed');
  expect(out).toContain('- g › Slow');
});
