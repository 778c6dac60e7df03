import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { convertWorkflowTemplate, NoOperationTraceWriter, parseWorkflow } from '@actions/workflow-parser';
import { load } from 'js-yaml';
import { describe, expect, test } from 'vitest';
import { repository } from '../cli/compile.js';
import { isGitlabCi } from './gitlab.schema.js';
import { gitlabCi, stepOf, workflow, workflows } from './workflow.js';

/** What GitHub's own parser has against a workflow: unknown keys, wrong values, expressions that are none. */
async function faults(content: string): Promise<string[]> {
  const { context, value } = parseWorkflow({ name: 'w', content }, new NoOperationTraceWriter());
  if (value) await convertWorkflowTemplate(context, value);
  return context.errors.getErrors().map(error => error.message);
}

/** What bash has against the form of a script. */
const misspelt = (script: string) => spawnSync('bash', ['-n'], { input: script, encoding: 'utf8' }).stderr;

const names = Object.keys(workflows);
const own = '.github/workflows/telltale.yml';

describe.each(names)('%s', name => {
  const { jobs, permissions } = workflow(name);
  const steps = Object.values(jobs).flatMap(job => job.steps);

  test('is a workflow', async () => {
    expect(await faults(workflows[name] as string)).toEqual([]);
  });

  test('names each action by its commit, and says which version that is', () => {
    const used = (workflows[name] as string).split('\n').filter(line => line.includes('uses:'));
    expect(used.length).toBe(steps.filter(step => step.uses).length);
    for (const line of used) expect(line).toMatch(/uses: [\w-]+(?:\/[\w-]+)+@[0-9a-f]{40} # v\d+\.\d+\.\d+$/);
  });

  test('puts nothing of a pull request into a script', () => {
    for (const { run } of steps) expect(run ?? '').not.toContain('${{');
  });

  test('lets no job write that runs what it has checked out, and none go on for ever', () => {
    const all = Object.values(permissions);
    expect(all.filter(of => of !== 'read')).toEqual([]);
    for (const job of Object.values(jobs)) {
      expect(job['timeout-minutes']).toBeGreaterThan(0);
      const writes = Object.values(job.permissions ?? {}).includes('write');
      const checkouts = job.steps.filter(({ uses }) => uses?.startsWith('actions/checkout@'));
      for (const { with: options } of checkouts) expect(options).toMatchObject({ 'persist-credentials': false });
      if (writes && checkouts.length > 0) expect(job.steps.filter(step => step.run)).toEqual([]);
    }
  });

  test('has scripts that are scripts', () => {
    const scripts = steps.flatMap(({ run }) => run ?? []);
    expect(scripts.length).toBeGreaterThan(2);
    for (const script of scripts) expect(misspelt(script), script).toBe('');
    // Without the dashes npx takes options for its own; without --no it fetches what is not installed.
    expect(scripts.join('\n').replaceAll('npx --no -- telltale ', '')).not.toContain('npx');
  });
});

test.each<[string, string, string | RegExp]>([
  ['a permission that is none', 'contents: read', 'contents: reed'],
  ['a key that is none', 'timeout-minutes: 15', 'timeout-minuets: 15'],
  ['a function that is none', '!cancelled()', 'canceled()'],
  ['a context that is none', 'secrets.TELLTALE', 'secret.TELLTALE'],
  ['a job that is not there', 'needs: review', 'needs: revue'],
  ['an event that is none', 'pull_request:', 'pull_requests:'],
  ['a step that does nothing', '- run: npm ci', '- name: npm ci'],
])('%s is found', async (_, from, to) => {
  const text = workflows[own] as string;
  expect(text).toContain(from);
  expect(await faults(text.replace(from, String(to)))).not.toEqual([]);
});

test('a script that is none is found', () => {
  expect(misspelt('if true; then\n')).toContain('syntax error');
});

test('others are given the script that we post with', () => {
  expect(stepOf('docs/pull-requests/github.yml', 'comment', 'curl').run).toBe(stepOf(own, 'comment', 'curl').run);
});

test('what our workflow calls is there', () => {
  const { scripts } = JSON.parse(readFileSync(join(repository, 'package.json'), 'utf8'));
  const called = Object.values(workflow(own).jobs).flatMap(({ steps }) => steps.flatMap(({ run }) => run ?? []));
  for (const [, script] of called.join('\n').matchAll(/npm run ([\w:-]+)/g))
    expect(scripts).toHaveProperty([script as string]);
  expect(called).toContain('make test');
  // What it would do, without doing it.
  expect(spawnSync('make', ['--dry-run', 'test'], { cwd: repository, encoding: 'utf8' })).toMatchObject({ status: 0 });
});

describe('docs/pull-requests/gitlab-ci.yml', () => {
  const pipeline = load(gitlabCi) as Record<string, { needs?: string[]; extends?: string; script?: string[] }>;

  test('has the form of a pipeline, and its jobs know each other', () => {
    expect(isGitlabCi(pipeline) ? [] : isGitlabCi.errors).toEqual([]);
    for (const { needs = [], extends: base } of Object.values(pipeline))
      for (const name of [...needs, ...(base ? [base] : [])]) expect(pipeline).toHaveProperty([name]);
  });

  test.each([
    ['a key that is none', 'interruptible:', 'interuptible:'],
    ['a value that is none', 'when: always', 'when: allways'],
    ['a script that is read as a map', '- npm ci', '- echo: npm ci'],
    ['a variable that is no text', "GIT_DEPTH: '0'", 'GIT_DEPTH: 0'],
  ])('%s is found', (_, from, to) => {
    expect(gitlabCi).toContain(from);
    expect(isGitlabCi(load(gitlabCi.replace(from, to)))).toBe(false);
  });

  test('has scripts that are scripts', () => {
    const scripts = Object.values(pipeline).flatMap(({ script }) => script?.join('\n') ?? []);
    expect(scripts).toHaveLength(3);
    for (const script of scripts) expect(misspelt(script), script).toBe('');
  });
});
