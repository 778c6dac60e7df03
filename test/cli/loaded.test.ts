import fs from 'node:fs';
import { join } from 'node:path';
import { beforeAll, expect, test } from 'vitest';
import { put } from '../project/folder.js';
import { compile } from './compile.js';
import { edit, queueProject, telltale } from './run.js';

beforeAll(compile);

/** Packages that cost much to load, all of them CommonJS, so that require.cache lists their files however they are imported. */
const costly = ['@grafana/grafana-foundation-sdk', 'esbuild', 'prom-client'];

const recorder = `process.on('exit', () => require('node:fs').writeFileSync(process.env.LOADED, Object.keys(require.cache).join('\\n')));\n`;

/** Which of the costly packages a command loads. */
async function loads(folder: string, command: string): Promise<string[]> {
  put(folder, { 'record.cjs': recorder });
  const env = { LOADED: join(folder, 'loaded') };
  const node = ['--require', join(folder, 'record.cjs')];
  await telltale(command.split(' '), { cwd: folder, env, node });
  const files = fs.readFileSync(env.LOADED, 'utf8').split('\n');
  return costly.filter(name => files.some(file => file.includes(`/node_modules/${name}/`)));
}

test('a command loads only what it needs', async () => {
  const folder = queueProject({ 'app.jsonl': '{"at":0,"event":"done"}\n' });
  const logs =
    "logAnalysis({ component: 'part', variants: ['new', 'old'], formats: [{ name: 'app', event: 'event', time: 'at', fields: {}, events: { done: operation('job') } }] })";
  edit(folder, 'telltale.config.ts', 'dashboards })', `dashboards, logs: ${logs} })`);
  edit(folder, 'telltale.config.ts', 'import { project', 'import { logAnalysis, operation, project');
  // The first command of all bundles; the others find the bundle. The first build renders; the next finds that done.
  expect(await loads(folder, 'check')).toEqual(['esbuild']);
  expect(await loads(folder, 'build')).toEqual(['@grafana/grafana-foundation-sdk']);
  for (const command of [
    '--help',
    '--version',
    'build --help',
    'build',
    'build --check',
    'check',
    'check --format json',
    'test',
    'simulate --list',
    'logs app.jsonl',
    'nonsense',
  ]) {
    expect({ command, loads: await loads(folder, command) }).toEqual({ command, loads: [] });
  }
});
