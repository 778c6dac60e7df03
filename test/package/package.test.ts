import fs from 'node:fs';
import { join } from 'node:path';
import { beforeAll, expect, test } from 'vitest';
import { compile, repository } from '../cli/compile.js';
import { type Ended, queueProject, run } from '../cli/run.js';
import { contents, put, temporaryFolder } from '../project/folder.js';

beforeAll(compile);

/** Runs a program that has to succeed. */
async function succeed(cwd: string, command: string, ...args: string[]): Promise<Ended> {
  const ended = await run(command, args, { cwd });
  expect(ended, `${command} ${args.join(' ')}`).toMatchObject({ code: 0 });
  return ended;
}

test('packed, installed elsewhere, it builds and proves a project of its own', { timeout: 300_000 }, async () => {
  const tarballs = temporaryFolder();
  const { out } = await succeed(
    repository,
    'npm',
    'pack',
    '--ignore-scripts',
    '--json',
    '--pack-destination',
    tarballs,
  );
  const [{ filename, files }] = JSON.parse(out) as [{ filename: string; files: { path: string }[] }];
  const packed = files.map(file => file.path);
  expect(packed).toEqual(
    expect.arrayContaining([
      'dist/cli/main.js',
      'dist/index.js',
      'dist/index.d.ts',
      'LICENSE',
      'README.md',
      'package.json',
    ]),
  );
  expect(
    packed.filter(path => !/^(dist\/|docs\/checks\/|(README|CHANGELOG)\.md$|LICENSE$|package\.json$)/.test(path)),
  ).toEqual([]);

  const project = queueProject({
    'package.json': '{ "name": "queue", "private": true, "type": "module" }',
    'tsconfig.json': JSON.stringify({
      compilerOptions: { module: 'nodenext', target: 'es2022', strict: true, noEmit: true, types: [] },
      include: ['**/*.ts'],
    }),
  });
  const npm = ['--prefer-offline', '--no-audit', '--no-fund', '--loglevel=error'];
  await succeed(project, 'npm', 'install', ...npm, join(tarballs, filename));

  expect((await succeed(project, 'npx', 'telltale', '--help')).out).toMatch(/^Usage: telltale/);
  await succeed(project, join(repository, 'node_modules/.bin/tsc'), '-p', '.');
  await succeed(project, 'npx', 'telltale', 'check');
  await succeed(project, 'npx', 'telltale', 'build');
  await succeed(project, 'npx', 'telltale', 'build', '--check');
  expect(Object.keys(contents(join(project, 'out')))).toEqual(
    expect.arrayContaining([
      'grafana/dashboards/queue-work.json',
      'grafana/provisioning/dashboards/queue.yaml',
      'grafana/provisioning/datasources/queue.yaml',
      'prometheus/prometheus.yml',
      'prometheus/rules/queue-jobs.yaml',
      'prometheus/tests/QueueJobsFail.test.yaml',
    ]),
  );
  await succeed(join(project, 'out/prometheus'), 'promtool', 'check', 'config', 'prometheus.yml');
  await succeed(project, 'npx', 'telltale', 'test');

  // What the packed library writes is what the one in this repository writes, to the byte.
  put(project, { 'package.json': '{}' });
  await succeed(project, process.execPath, join(repository, 'dist/cli/main.js'), 'build', '--out', 'again');
  expect(contents(join(project, 'again'))).toEqual(contents(join(project, 'out')));
  expect(fs.existsSync(join(project, 'node_modules/telltale/src'))).toBe(false);
});
