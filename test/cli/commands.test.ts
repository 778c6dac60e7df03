import fs from 'node:fs';
import { join } from 'node:path';
import { beforeAll, describe, expect, test } from 'vitest';
import { age, contents, snapshot } from '../project/folder.js';
import { compile } from './compile.js';
import { edit, program, queueProject, run, telltale } from './run.js';

beforeAll(compile);

describe('help and misuse', () => {
  test.for([
    '--help',
    'build --help',
    'check --help',
    'infer --help',
    'verify --help',
    'catalog from --help',
    'test --help',
    'simulate --help',
    'help build',
  ])('telltale %s explains, with examples', async args => {
    const { code, out, err } = await telltale(args.split(' '));
    expect({ code, err }).toEqual({ code: 0, err: '' });
    expect(out).toMatch(/^Usage: telltale/);
    expect(out).toContain('Examples:\n  telltale');
  });

  test('--version', async () => {
    expect(await telltale(['--version'])).toMatchObject({ code: 0, out: '0.1.0\n' });
  });

  test.for<[string, RegExp]>([
    ['', /Usage: telltale/],
    ['biuld', /unknown command 'biuld'\n\(Did you mean build\?\)/],
    ['build --chek', /unknown option '--chek'\n\(Did you mean --check\?\)/],
    ['build --out', /'-o, --out <folder>' argument missing/],
    ['build extra', /too many arguments/],
    ['check --format xml', /Allowed choices are text, json, github, gitlab, sarif/],
    ['simulate --port 99999', /Give a whole number from 0 to 65535/],
    ['simulate --speed 0', /Give a number above 0/],
    ['build --config /nowhere/x.ts', /\/nowhere\/x\.ts does not exist/],
    ['build --config /', /\/ has no telltale\.config\.ts/],
    ['build --config=', /Give a path; it is empty/],
    ['build --out=', /Give a path; it is empty/],
    ['test --out=', /Give a path; it is empty/],
  ])('telltale %s is misuse: 2, on stderr', async ([args, message]) => {
    const { code, out, err } = await telltale(args.split(' ').filter(Boolean));
    expect({ code, out }).toEqual({ code: 2, out: '' });
    expect(err).toMatch(message);
    expect(err).not.toMatch(/^\s+at /m);
  });

  test('in a folder that is gone', async () => {
    const { code, err } = await run('bash', ['-c', 'cd "$(mktemp -d)" && rmdir "$PWD" && node "$0" check', program]);
    expect({ code, err }).toEqual({
      code: 2,
      err: 'error: the current folder does not exist any more\n  fix: change to the folder of a project\n',
    });
  });

  test('outside of a project, it says how to find one', async () => {
    for (const command of ['build', 'check', 'test', 'simulate']) {
      const { code, err } = await telltale([command], { cwd: '/' });
      expect({ code, err }).toEqual({
        code: 2,
        err: 'error: no telltale.config.ts in / or above\n  fix: change to the folder of a project, or name its config file with --config\n',
      });
    }
  });
});

describe('build', () => {
  test('writes the project, and the second time has nothing to do', async () => {
    const folder = queueProject();
    const first = await telltale(['build'], { cwd: folder });
    expect(first).toMatchObject({ code: 0, err: '' });
    expect(first.out).toContain('created  grafana/dashboards/queue-work.json\n');
    age(join(folder, 'out'));
    const before = snapshot(join(folder, 'out'));
    expect((await telltale(['build'], { cwd: folder })).out).toMatch(/out: \d+ files, nothing to change\n$/);
    expect(snapshot(join(folder, 'out'))).toEqual(before);
  });

  test('is found from any folder below, and writes to --out', async () => {
    const folder = queueProject();
    const from = join(folder, 'alerts');
    expect(await telltale(['build', '--out', 'here'], { cwd: from })).toMatchObject({ code: 0 });
    expect(fs.existsSync(join(from, 'here/prometheus/rules/queue-jobs.yaml'))).toBe(true);
    expect(await telltale(['build', '--config', folder, '--out', 'there'], { cwd: folder })).toMatchObject({ code: 0 });
    expect(contents(join(folder, 'there'))).toEqual(contents(join(from, 'here')));
  });

  test('--check names what differs, is missing and is stale, and writes nothing', async () => {
    const folder = queueProject();
    expect(await telltale(['build', '--check'], { cwd: folder })).toMatchObject({ code: 1 });
    expect(fs.existsSync(join(folder, 'out'))).toBe(false);
    await telltale(['build'], { cwd: folder });
    expect(await telltale(['build', '--check'], { cwd: folder })).toMatchObject({ code: 0 });
    edit(folder, 'alerts/index.ts', "'queue-jobs'", "'queue-work'");
    edit(folder, 'dashboards/index.ts', 'Is the work done?', 'Is all work done?');
    const before = snapshot(folder);
    const { code, out, err } = await telltale(['build', '--check'], { cwd: folder });
    expect(code).toBe(1);
    expect(out.split('\n')).toEqual(
      expect.arrayContaining([
        'missing  prometheus/rules/queue-work.yaml',
        'differs  grafana/dashboards/queue-work.json',
        'stale    prometheus/rules/queue-jobs.yaml',
      ]),
    );
    expect(err).toContain('is not what the sources say');
    const after = snapshot(folder);
    for (const path of ['', 'out', 'out/prometheus']) expect(after[path]).toBe(before[path]);
  });

  test('the order of the content files does not matter', async () => {
    const folder = queueProject();
    await telltale(['build'], { cwd: folder });
    const before = contents(join(folder, 'out'));
    edit(folder, 'telltale.config.ts', 'groups: alerts', 'groups: [...alerts].reverse()');
    edit(folder, 'catalog/metrics.ts', "closed('mail', 'reports')", "closed('reports', 'mail')");
    await telltale(['build', '--out', 'again'], { cwd: folder });
    expect(Object.keys(contents(join(folder, 'again')))).toEqual(Object.keys(before));
  });

  test('a finding stops it: 1, and the folder is as it was', async () => {
    const folder = queueProject();
    await telltale(['build'], { cwd: folder });
    age(join(folder, 'out'));
    const before = snapshot(join(folder, 'out'));
    edit(folder, 'alerts/index.ts', 'newEvents(jobs,', 'newEvents({ ...jobs, name: "queue_jobs_totla" },');
    const { code, err } = await telltale(['build'], { cwd: folder });
    expect(code).toBe(1);
    expect(err).toMatch(/error metric\/unknown {2}alerts\/index\.ts:\d+ › QueueJobsFail\n/);
    expect(err).toMatch(/\n +\^+ the catalog has no metric "queue_jobs_totla"/);
    expect(err).toMatch(/; nothing was written\n$/);
    expect(snapshot(join(folder, 'out'))).toEqual(before);
  });

  test('a file of somebody else in the way: 2, named, nothing written', async () => {
    const folder = queueProject({ 'out/prometheus/prometheus.yml': 'mine\n' });
    const { code, err } = await telltale(['build'], { cwd: folder });
    expect({ code, err }).toMatchObject({
      code: 2,
      err: expect.stringContaining('out/prometheus/prometheus.yml is in the way'),
    });
    expect(contents(join(folder, 'out'))).toEqual({ 'prometheus/prometheus.yml': 'mine\n' });
    expect(await telltale(['build', '--adopt'], { cwd: folder })).toMatchObject({ code: 0 });
  });

  test.for<[string, RegExp]>([
    ['file/out', /^error: cannot write .+ is a file, not a folder; .+ is as it was\n {2}fix: .+\n$/],
    ['/proc/out', /^error: cannot write .+: there is no such place; \/proc\/out is as it was\n {2}fix: .+\n$/],
  ])('an output folder that cannot be, %s: 2, one sentence', async ([out, says]) => {
    const { code, err } = await telltale(['build', '--out', out], { cwd: queueProject({ file: '' }) });
    expect(code).toBe(2);
    expect(err).toMatch(says);
  });
});

describe('check', () => {
  test('a sound project: 0, and what was looked at', async () => {
    const folder = queueProject();
    const { code, out } = await telltale(['check'], { cwd: folder });
    expect({ code, out }).toEqual({ code: 0, out: 'no findings, 1 waived in 3 metrics, 3 rules, 1 dashboards\n' });
    expect(fs.readdirSync(folder)).not.toContain('out');
  });

  test('findings as JSON', async () => {
    const folder = queueProject();
    edit(folder, 'alerts/index.ts', 'newEvents(jobs,', 'newEvents({ ...jobs, name: "broken_total" },');
    const { code, out } = await telltale(['check', '--format', 'json'], { cwd: folder });
    expect(code).toBe(1);
    const { findings } = JSON.parse(out);
    expect(findings.find((finding: { id: string }) => finding.id === 'metric/unknown')).toMatchObject({
      severity: 'error',
      place: { file: 'alerts/index.ts', item: 'QueueJobsFail', line: expect.any(Number) },
      message: expect.stringContaining('broken_total'),
      fix: expect.any(String),
    });
  });
});

describe('test', () => {
  const passing = 'rule_files: []\ntests: []\n';
  const failing = `rule_files: []
tests:
  - interval: 1m
    promql_expr_test:
      - expr: vector(1)
        eval_time: 1m
        exp_samples: [{ value: 2 }]
`;

  test('one line a file; a failure is 1 and readable', async () => {
    const folder = queueProject({
      'out/prometheus/tests/Good.test.yaml': passing,
      'out/prometheus/tests/Bad.test.yaml': failing,
    });
    const { code, out } = await telltale(['test'], { cwd: folder });
    expect(code).toBe(1);
    expect(out).toMatch(/^FAILED {2}Bad\n {8}.*vector\(1\)[\s\S]*\nok {6}Good\n2 test files, 1 failed\n$/);
    expect(await telltale(['test', 'good'], { cwd: folder })).toMatchObject({
      code: 0,
      out: 'ok      Good\n1 test file, all passed\n',
    });
  });

  test.for<[string, string[], Record<string, string>, string]>([
    ['nothing built', [], {}, 'out does not exist\n  fix: run telltale build first'],
    [
      'no test of the name',
      ['Ugly'],
      { 'out/prometheus/tests/Good.test.yaml': passing },
      'no rule test has "Ugly" in its name\n  fix: there are Good\n',
    ],
    [
      'a name misspelt',
      ['QueueBaklog'],
      { 'out/prometheus/tests/QueueBacklog.test.yaml': passing, 'out/prometheus/tests/Good.test.yaml': passing },
      'no rule test has "QueueBaklog" in its name\n  fix: write QueueBacklog\n',
    ],
    [
      'no test of the name among many',
      ['Ugly'],
      Object.fromEntries([1, 2, 3, 4, 5, 6, 7].map(n => [`out/prometheus/tests/Good${n}.test.yaml`, passing])),
      'fix: there are Good1, Good2, Good3, Good4, Good5, … (7 in all, in ',
    ],
  ])('%s: 2, and what to do', async ([, args, files, message]) => {
    const { code, err } = await telltale(['test', ...args], { cwd: queueProject(files) });
    expect(code).toBe(2);
    expect(err).toContain(message);
  });

  test('without promtool: 2, and the package to install', async () => {
    const cwd = queueProject({ 'out/prometheus/tests/Good.test.yaml': passing });
    const { code, err } = await telltale(['test'], { cwd, env: { PATH: '/nowhere' } });
    expect(code).toBe(2);
    expect(err).toBe(
      'error: promtool is not installed\n  fix: install the package prometheus (Debian: apt-get install prometheus), or name the program in PROMTOOL\n',
    );
  });

  test("the project's own proofs pass", async () => {
    const folder = queueProject();
    await telltale(['build'], { cwd: folder });
    expect(await telltale(['test'], { cwd: folder })).toMatchObject({ code: 0 });
  });
});

describe('output', () => {
  const broken = () => queueProject({ 'telltale.config.ts': 'export default 1;\n' });

  test.for<[string, Record<string, string>, boolean]>([
    ['no terminal', {}, false],
    ['no terminal in CI', { CI: 'true' }, false],
    ['FORCE_COLOR', { FORCE_COLOR: '1' }, true],
    ['NO_COLOR', { FORCE_COLOR: '1', NO_COLOR: '1' }, false],
  ])('colours: %s', async ([, env, coloured]) => {
    const { err } = await telltale(['check'], { cwd: broken(), env });
    expect(err.includes('\x1b[')).toBe(coloured);
  });

  test('--verbose and DEBUG show the stack, nothing else does', async () => {
    const cwd = queueProject({ 'telltale.config.ts': 'throw new RangeError("far out");\n' });
    const stack = /^\s+at /m;
    expect((await telltale(['check'], { cwd })).err).not.toMatch(stack);
    expect((await telltale(['check', '--verbose'], { cwd })).err).toMatch(stack);
    const { err } = await telltale(['check'], { cwd, env: { DEBUG: '1' } });
    expect(err).toMatch(stack);
    expect(err).not.toContain('base64,');
  });

  test('a reader that stops reading is no error', async () => {
    const { out, err } = await run('bash', ['-c', 'node "$0" --help | head -1; exit ${PIPESTATUS[0]}', program]);
    expect({ out, err }).toEqual({ out: 'Usage: telltale [options] [command]\n', err: '' });
  });
});
