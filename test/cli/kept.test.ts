import fs from 'node:fs';
import { join } from 'node:path';
import { beforeAll, describe, expect, test } from 'vitest';
import { contents, put, temporaryFolder } from '../project/folder.js';
import { compile, repository } from './compile.js';
import { edit, program, queueProject, run, telltale } from './run.js';

beforeAll(compile);

/** What differs between the files of two builds: by path, the lines that only the second has. */
function news(before: Record<string, string>, after: Record<string, string>): Record<string, string> {
  const changed = Object.entries(after).filter(([path, text]) => text !== before[path] && path !== '.telltale.json');
  return Object.fromEntries(
    changed.map(([path, text]) => {
      const known = new Set(before[path]?.split('\n'));
      return [
        path,
        text
          .split('\n')
          .filter(line => !known.has(line))
          .join('\n'),
      ] as const;
    }),
  );
}

const rules = 'prometheus/rules/queue-jobs.yaml';
const backlog = 'prometheus/tests/QueueBacklog.test.yaml';
const fail = 'prometheus/tests/QueueJobsFail.test.yaml';
const board = 'grafana/dashboards/queue-work.json';
const alerts = 'docs/alerts.md';
const metrics = 'docs/metrics.md';
const datasources = 'grafana/provisioning/datasources/queue.yaml';

const another =
  "timeseries('All', { why: 'All jobs.', series: [series('{{queue}}', sum(rate(select(jobs), rateInterval), { by: ['queue'] }))] }),\n";

describe('the second build shows what has changed since the first', () => {
  test.for<[what: string, change: (folder: string) => void, shows: Record<string, RegExp>]>([
    ['nothing', () => {}, {}],
    [
      'a limit',
      folder => edit(folder, 'catalog/metrics.ts', 'count(1000)', 'count(900)'),
      { [rules]: /> 900/, [backlog]: /901/, [alerts]: /900/, [metrics]: /900/ },
    ],
    [
      'the limit of a panel',
      folder => edit(folder, 'catalog/metrics.ts', 'seconds(30) }', 'seconds(60) }'),
      { [board]: /"value": 60/, [metrics]: /above (60 s|1 min)/ },
    ],
    [
      'how long an alert waits',
      folder => edit(folder, 'alerts/index.ts', 'minutes(2)', 'minutes(3)'),
      { [rules]: /for: 3m/, [fail]: /eval_time/, [alerts]: /3 minutes/ },
    ],
    [
      'the text of an alert',
      folder => edit(folder, 'alerts/index.ts', 'Jobs of a queue fail', 'Jobs fail'),
      { [rules]: /summary: Jobs fail/, [fail]: /summary: Jobs fail/, [alerts]: /Jobs fail/ },
    ],
    [
      'the text of a panel',
      folder => edit(folder, 'dashboards/index.ts', 'restart it', 'restart it now'),
      { [board]: /restart it now/ },
    ],
    [
      'the title of a dashboard',
      folder => edit(folder, 'dashboards/index.ts', 'Queue / Work', 'Queue / Jobs'),
      { [board]: /"title": "Queue \/ Jobs"/ },
    ],
    [
      'a panel more, before others',
      folder => edit(folder, 'dashboards/index.ts', "timeseries('Finished'", `${another}timeseries('Finished'`),
      { [board]: /"description": "All jobs\."/ },
    ],
    [
      'what a panel shows',
      folder => edit(folder, 'dashboards/index.ts', '0.95, duration', '0.9, duration'),
      { [board]: /histogram_quantile\(0\.9,/ },
    ],
    [
      'what an alert looks at',
      folder => edit(folder, 'alerts/index.ts', 'window: minutes(10)', 'window: minutes(15)'),
      { [rules]: /\[15m\]/, [fail]: /values: /, [alerts]: /\[15m\]/ },
    ],
    [
      'the values of a label',
      folder => edit(folder, 'catalog/metrics.ts', "'mail', 'reports'", "'letters', 'reports'"),
      { [fail]: /queue="letters"/, [metrics]: /letters/ },
    ],
    [
      'the help of a metric',
      folder => edit(folder, 'catalog/metrics.ts', 'Finished jobs.', 'Jobs.'),
      { [metrics]: /Jobs\./ },
    ],
    [
      'the site',
      folder => edit(folder, 'catalog/site.ts', "name: 'Prometheus'", "name: 'Mimir'"),
      { [datasources]: /name: Mimir/, [board]: /"text": "Mimir"/ },
    ],
    [
      'an external label',
      folder => edit(folder, 'catalog/site.ts', "'test'", "'production'"),
      {
        'prometheus/prometheus.yml': /environment: production/,
        [backlog]: /environment: production/,
        [fail]: /environment: production/,
      },
    ],
    [
      'the name of a file',
      folder => {
        fs.renameSync(join(folder, 'alerts/index.ts'), join(folder, 'alerts/jobs.ts'));
        edit(folder, 'telltale.config.ts', './alerts/index.js', './alerts/jobs.js');
      },
      { [rules]: /from alerts\/jobs\.ts/, [backlog]: /from alerts\/jobs\.ts/, [fail]: /from alerts\/jobs\.ts/ },
    ],
    [
      'a file that content reads when it runs',
      folder => put(folder, { 'for.txt': '4' }),
      { [rules]: /for: 4m/, [backlog]: /eval_time/, [alerts]: /4 minutes/ },
    ],
    [
      'a file that the input of a proof is read from',
      folder => put(folder, { 'base.txt': '7' }),
      { [backlog]: /values: 7\+/ },
    ],
  ])('%s', async ([, change, shows]) => {
    const folder = queueProject({ 'for.txt': '10', 'base.txt': '0' });
    const read = (name: string) => `Number(readFileSync(new URL('../${name}', import.meta.url), 'utf8'))`;
    edit(folder, 'alerts/index.ts', 'import', "import { readFileSync } from 'node:fs';\nimport");
    edit(folder, 'alerts/index.ts', 'for: minutes(10)', `for: minutes(${read('for.txt')})`);
    edit(
      folder,
      'alerts/index.ts',
      "runbook: 'backlog',",
      `runbook: 'backlog',
      given: value => [
        { series: 'queue_depth{job="worker",instance="worker:9100",queue="mail"}', values: \`\${value}+0x60\` },
        { series: 'queue_depth{job="worker",instance="worker:9100",queue="reports"}', values: \`\${${read('base.txt')}}+0x60\` },
      ],`,
    );
    expect(await telltale(['build'], { cwd: folder })).toMatchObject({ code: 0, err: '' });
    const before = contents(join(folder, 'out'));
    change(folder);
    expect(await telltale(['build'], { cwd: folder })).toMatchObject({ code: 0, err: '' });
    const found = news(before, contents(join(folder, 'out')));
    expect(Object.keys(found).sort()).toEqual(Object.keys(shows).sort());
    for (const [path, text] of Object.entries(shows)) expect(found[path]).toMatch(text);
    // And it is what a build without anything kept gives.
    fs.rmSync(join(folder, 'node_modules/.cache'), { recursive: true });
    expect(await telltale(['build', '--check'], { cwd: folder })).toMatchObject({ code: 0 });
  });

  test('the environment that content reads', async () => {
    const folder = queueProject();
    edit(folder, 'catalog/site.ts', "'Queue'", "process.env.FOLDER ?? 'Queue'");
    await telltale(['build'], { cwd: folder });
    const before = contents(join(folder, 'out'));
    await telltale(['build'], { cwd: folder, env: { FOLDER: 'Elsewhere' } });
    expect(news(before, contents(join(folder, 'out')))).toEqual({
      'grafana/provisioning/dashboards/queue.yaml': '    folder: Elsewhere',
    });
  });

  test('a generated file that somebody edited or deleted', async () => {
    const folder = queueProject();
    await telltale(['build'], { cwd: folder });
    const before = contents(join(folder, 'out'));
    put(folder, { [`out/${rules}`]: 'mine\n' });
    fs.rmSync(join(folder, 'out', board));
    const { out } = await telltale(['build'], { cwd: folder });
    expect(out).toMatch(`created  ${board}\nchanged  ${rules}\n`);
    expect(contents(join(folder, 'out'))).toEqual(before);
  });

  test('the library, though its files have the same size and time', async () => {
    const library = temporaryFolder();
    for (const name of ['dist', 'package.json']) {
      fs.cpSync(join(repository, name), join(library, name), { recursive: true });
    }
    fs.symlinkSync(join(repository, 'node_modules'), join(library, 'node_modules'));
    const main = program.replace(repository, `${library}/`);
    const folder = queueProject();
    const build = () => run(process.execPath, [main, 'build'], { cwd: folder });
    expect(await build()).toMatchObject({ code: 0, err: '' });
    const text = join(library, 'dist/prometheus/render.js');
    const { atime, mtime } = fs.statSync(text);
    fs.writeFileSync(text, fs.readFileSync(text, 'utf8').replace('Do not edit.', 'Keep off it.'));
    fs.utimesSync(text, atime, mtime);
    expect(await build()).toMatchObject({ code: 0, err: '' });
    for (const path of [rules, backlog]) {
      expect(fs.readFileSync(join(folder, 'out', path), 'utf8')).toMatch(/^# Generated by telltale.* Keep off it\.\n/);
    }
  });

  test('a package of the library, patched where it is installed', async () => {
    const library = temporaryFolder();
    for (const name of ['dist', 'package.json', 'node_modules/js-yaml']) {
      fs.cpSync(join(repository, name), join(library, name), { recursive: true });
    }
    for (const name of fs.readdirSync(join(repository, 'node_modules'))) {
      const path = join(library, 'node_modules', name);
      if (!fs.existsSync(path)) fs.symlinkSync(join(repository, 'node_modules', name), path);
    }
    const folder = queueProject();
    const build = () => run(process.execPath, [join(library, 'dist/cli/main.js'), 'build'], { cwd: folder });
    expect(await build()).toMatchObject({ code: 0, err: '' });
    const dump = 'function dump(input, options = {}) {';
    const patch = `${dump} return unpatched(input, options) + '# patched\\n'; }\n${dump.replace('dump', 'unpatched')}`;
    edit(library, 'node_modules/js-yaml/dist/js-yaml.mjs', dump, patch);
    expect(await build()).toMatchObject({ code: 0, err: '' });
    for (const path of [rules, backlog]) {
      expect(fs.readFileSync(join(folder, 'out', path), 'utf8')).toMatch(/\n# patched\n$/);
    }
  });

  test('the lines of what was found in a proof', async () => {
    const folder = queueProject();
    edit(folder, 'catalog/metrics.ts', 'seconds }', 'recorded, seconds }');
    edit(
      folder,
      'catalog/metrics.ts',
      '/** Jobs that wait. */',
      "export const spread = recorded('job:queue_depth:spread', { help: 'Spread.', unit: 'count', labels: { job }, source });\n",
    );
    edit(folder, 'catalog/metrics.ts', 'const queue =', "const job = open('the job', 'worker');\nconst queue =");
    edit(folder, 'catalog/metrics.ts', 'histogram,', 'histogram, open,');
    edit(folder, 'alerts/index.ts', 'jobs }', 'jobs, spread }');
    edit(folder, 'alerts/index.ts', 'resolves,', 'record, resolves, stddevOverTime,');
    const rule = "record(spread, max(stddevOverTime(select(depth), minutes(5)), { by: ['job'] })),";
    edit(folder, 'alerts/index.ts', '{ every: minutes(1) },', `{ every: minutes(1) },\n    ${rule}`);
    const found = async () => {
      const { out } = await telltale(['check'], { cwd: folder });
      return /^info proof\/unsolved {2}(.+) › job:queue_depth:spread$/m.exec(out)?.[1];
    };
    expect(await found()).toBe('alerts/index.ts:10');
    edit(folder, 'alerts/index.ts', 'export default', '// One line more.\nexport default');
    expect(await found()).toBe('alerts/index.ts:11');
  });

  test('the lines of what was found in a rule', async () => {
    const folder = queueProject();
    edit(folder, 'alerts/index.ts', 'every: minutes(1)', 'every: minutes(5)');
    const found = async () => {
      const { out } = await telltale(['check'], { cwd: folder });
      return /^warning alert\/hold {2}(.+) › QueueJobsFail/m.exec(out)?.[1];
    };
    const before = await found();
    expect(before).toMatch(/^alerts\/index\.ts:\d+/);
    expect(await found()).toBe(before);
    edit(folder, 'alerts/index.ts', 'export default', '// One line more.\nexport default');
    expect(await found()).toBe(before?.replace(/\d+/, line => String(Number(line) + 1)));
  });

  test('an error stays one', async () => {
    const folder = queueProject();
    await telltale(['build'], { cwd: folder });
    edit(folder, 'dashboards/index.ts', "['queue', 'outcome']", "['queue']");
    const first = await telltale(['build'], { cwd: folder });
    expect(first).toMatchObject({ code: 1, err: expect.stringContaining('legend/') });
    expect(await telltale(['build'], { cwd: folder })).toEqual(first);
  });
});
