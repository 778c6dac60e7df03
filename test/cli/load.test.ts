import fs from 'node:fs';
import { join } from 'node:path';
import { beforeAll, describe, expect, test } from 'vitest';
import { put } from '../project/folder.js';
import { compile } from './compile.js';
import { edit, queueProject, telltale } from './run.js';

beforeAll(compile);

/** What `telltale check` says about a project that does not load. */
async function refusal(folder: string): Promise<string> {
  const { code, out, err } = await telltale(['check'], { cwd: folder });
  expect({ code, out }).toEqual({ code: 2, out: '' });
  expect(err).not.toMatch(/^\s+at |base64,|node_modules/m);
  return err;
}

describe('what content does wrong is told with its place in the sources', () => {
  test.for<[what: string, path: string, from: string, to: string, says: RegExp]>([
    [
      'a syntax error',
      'catalog/metrics.ts',
      "unit: 'seconds',",
      "unit: 'seconds';",
      /^error {2}catalog\/metrics\.ts:28:18\n {4}unit: 'seconds';\n {19}\^ Expected "}" but found ";"\n {2}fix: write }\n$/,
    ],
    [
      'a file that is not there',
      'alerts/index.ts',
      '../catalog/metrics.js',
      '../catalog/metric.js',
      /^error {2}alerts\/index\.ts:2:29\n.+\n +\^ Could not resolve "\.\.\/catalog\/metric\.js"\n/,
    ],
    [
      'a package that is not there',
      'telltale.config.ts',
      "from 'telltale'",
      "from 'telltail'",
      /^error {2}telltale\.config\.ts:1:32\n.+\n +\^ Could not resolve "telltail"\n/,
    ],
    [
      'an export that a file does not have',
      'dashboards/index.ts',
      '{ duration, jobs }',
      '{ durations as duration, jobs }',
      /^error {2}dashboards\/index\.ts:13:10\n.+\n +\^ No matching export in "catalog\/metrics\.ts" for import "durations"\n/,
    ],
    [
      'an export that the library does not have',
      'alerts/index.ts',
      'ladder,',
      'laddr as ladder,',
      /^error {2}alerts\/index\.ts:1:\d+\n[\s\S]+telltale exports no "laddr"\n {2}fix: write ladder\n$/,
    ],
    [
      'misuse of the library',
      'catalog/metrics.ts',
      "'queue_jobs_total'",
      "'queue_jobs'",
      /^error {2}catalog\/metrics\.ts:7:21\n.+\n +\^ counter "queue_jobs" does not end in _total\n {2}fix: call it "queue_jobs_total"\n$/,
    ],
    [
      'an exception',
      'alerts/index.ts',
      'const source =',
      'const source = (undefined as never as { x: { y: never } }).x.y ??',
      /^error {2}alerts\/index\.ts:4:\d+\n[\s\S]+TypeError: Cannot read properties of undefined \(reading 'x'\)\n$/,
    ],
    [
      'something thrown that is no error',
      'telltale.config.ts',
      'export default',
      "throw 'tantrum';\nexport default",
      /^error {2}telltale\.config\.ts:1:1\n[\s\S]+what it imports threw "tantrum", which is no error\n$/,
    ],
    [
      'no project',
      'telltale.config.ts',
      'export default',
      'export const it =',
      /^error {2}telltale\.config\.ts:1:1\n[\s\S]+telltale\.config\.ts has no default export\n {2}fix: end it with `export default project\(\{ … \}\)`\n$/,
    ],
    [
      'a project that is none',
      'telltale.config.ts',
      'project({',
      '({',
      /^error {2}telltale\.config\.ts:1:1\n[\s\S]+exports something else than a project\n/,
    ],
    [
      'a part of a project that is none',
      'telltale.config.ts',
      'dashboards }',
      'dashboards: [metrics] as never }',
      /^error {2}telltale\.config\.ts:7:16\n.+\n +\^ project: dashboards\[0\] is not what dashboard\(…\) returns\n/,
    ],
  ])('%s', async ([, path, from, to, says]) => {
    const folder = queueProject();
    edit(folder, path, from, to);
    expect(await refusal(folder)).toMatch(says);
    // The bundle of a project that fails when it runs is kept too: the second time, too.
    expect(await refusal(folder)).toMatch(says);
  });

  test('a top-level await that never ends', async () => {
    const folder = queueProject({ 'alerts/index.ts': 'await new Promise(() => {});\nexport default [];\n' });
    expect(await refusal(folder)).toContain('awaits something that never happens');
  });

  test('content that ends the process', async () => {
    const folder = queueProject({ 'alerts/index.ts': 'process.exit(0);\nexport default [];\n' });
    expect((await telltale(['build'], { cwd: folder })).code).toBe(2);
  });
});

describe('what content may import', () => {
  const source = "import { assumed } from 'telltale';\n";

  test('packages, Node, JSON and text, relative to where the file lies', async () => {
    const folder = queueProject({
      'node_modules/words/package.json': '{ "name": "words", "type": "module", "exports": "./words.js" }',
      'node_modules/words/words.js': "export const word = 'Backlog';\n",
      'node_modules/old/package.json': '{ "name": "old" }',
      'node_modules/old/index.js': "exports.word = 'old';\n",
      'text/limits.json': '{ "least": 1 }',
      'text/note.md': 'A note.\n',
      'text/read.ts':
        "import fs from 'fs';\nexport default fs.readFileSync(new URL('note.md', import.meta.url), 'utf8');\n",
    });
    edit(
      folder,
      'telltale.config.ts',
      'import { project',
      `${source}import { equal } from 'node:assert/strict';
import { word } from 'words';
import { word as other } from 'old';
import limits from './text/limits.json';
import note from './text/note.md';
import read from './text/read.js';
equal([word, other, limits.least, note, read].join(), 'Backlog,old,1,A note.\\n,A note.\\n');
void assumed;
import { project`,
    );
    for (let i = 0; i < 2; i++) expect(await telltale(['check'], { cwd: folder })).toMatchObject({ code: 0, err: '' });
  });

  test('there is one instance of the library, whatever content calls it', async () => {
    const folder = queueProject({
      'node_modules/telltale/package.json': '{ "name": "telltale", "exports": "./other.js" }',
      'node_modules/telltale/other.js': "throw new Error('another instance');\n",
    });
    expect(await telltale(['check'], { cwd: folder })).toMatchObject({ code: 0, err: '' });
  });

  test.for<[how: string, link: boolean]>([
    ['by its place', false],
    ['by a link', true],
  ])('nothing from inside the library, %s', async ([, link]) => {
    const folder = queueProject();
    const core = join(import.meta.dirname, '../../src/core');
    if (link) fs.symlinkSync(core, join(folder, 'linked'));
    const inside = link ? './linked/units.js' : join(core, 'units.js');
    edit(
      folder,
      'telltale.config.ts',
      'import { project',
      `import { unit } from '${inside}';\nvoid unit;\nimport { project`,
    );
    expect(await refusal(folder)).toMatch(
      /"src\/core\/units\.ts" is inside the library\n {2}fix: import what you need from the library/,
    );
  });
});

describe('a config file', () => {
  test.for(['telltale.config.mjs', 'telltale.config.js'])('may be %s', async name => {
    const folder = queueProject();
    fs.renameSync(join(folder, 'telltale.config.ts'), join(folder, name));
    expect(await telltale(['check'], { cwd: folder })).toMatchObject({ code: 0 });
  });

  test('may have any name when it is given', async () => {
    const folder = queueProject();
    fs.renameSync(join(folder, 'telltale.config.ts'), join(folder, 'staging.ts'));
    expect(await telltale(['check', '--config', 'staging.ts'], { cwd: folder })).toMatchObject({ code: 0 });
  });
});

describe('the bundle of the last run', () => {
  const printed = "console.error('alert file');\n";
  const files = (folder: string) => fs.readdirSync(join(folder, 'node_modules/.cache/telltale'));

  /** The change shows in what the project is: one rule less, or a message. */
  test.for<[what: string, change: (folder: string) => void, shows: RegExp]>([
    [
      'a file is edited',
      folder => edit(folder, 'alerts/index.ts', 'depth.limits', '(0 as never as typeof depth).limits'),
      /TypeError/,
    ],
    [
      'a file that is imported goes',
      folder => fs.rmSync(join(folder, 'catalog/site.ts')),
      /Could not resolve "\.\/catalog\/site\.js"/,
    ],
    [
      'a .js takes the place of a .ts',
      folder => put(folder, { 'alerts/index.js': `${printed}export default [];\n` }),
      /alert file/,
    ],
    ['a text is edited', folder => put(folder, { 'alerts/note.md': 'a note\n' }), /^a note$/m],
    ['a text goes', folder => fs.rmSync(join(folder, 'alerts/note.md')), /Could not resolve "\.\/note\.md"/],
    [
      'a nearer package takes the place of another',
      folder =>
        put(folder, {
          'alerts/node_modules/words/package.json': '{ "main": "x.cjs" }',
          'alerts/node_modules/words/x.cjs': printed,
        }),
      /alert file/,
    ],
    [
      'a package moves its entry',
      folder =>
        put(folder, { 'node_modules/words/package.json': '{ "main": "y.cjs" }', 'node_modules/words/y.cjs': printed }),
      /alert file/,
    ],
    [
      'a package goes',
      folder => fs.rmSync(join(folder, 'node_modules/words'), { recursive: true }),
      /Could not resolve "words"/,
    ],
  ])('is not used when %s', async ([, change, shows]) => {
    const folder = queueProject({
      'node_modules/words/package.json': '{ "main": "x.cjs" }',
      'node_modules/words/x.cjs': '',
      'alerts/note.md': '',
    });
    const own = "import 'words';\nimport note from './note.md';\nif (note) console.error(note);\n";
    edit(folder, 'alerts/index.ts', 'import', `${own}import`);
    expect(await telltale(['check'], { cwd: folder })).toMatchObject({ code: 0, err: '' });
    change(folder);
    expect((await telltale(['check'], { cwd: folder })).err).toMatch(shows);
  });

  test.for<[string, (text: string) => string]>([
    ['cut off', text => text.slice(0, text.length / 2)],
    ['empty', () => ''],
    ['altered', text => text.replace('queue_depth', 'queue_death')],
    ['noise', () => '\0\xff{'],
  ])('is not used when it is %s', async ([, damage]) => {
    const folder = queueProject();
    const first = await telltale(['build', '--out', 'a'], { cwd: folder });
    for (const what of ['bundle', 'outcome', 'proofs', 'checks', 'drawings'])
      expect(files(folder)).toContainEqual(expect.stringMatching(`^${what}-`));
    for (const name of files(folder)) {
      const path = join(folder, 'node_modules/.cache/telltale', name);
      fs.writeFileSync(path, damage(fs.readFileSync(path, 'utf8')));
      const { code, out } = await telltale(['build', '--out', 'b'], { cwd: folder });
      expect({ code, lines: out.split('\n').length }).toEqual({ code: 0, lines: first.out.split('\n').length });
      fs.rmSync(join(folder, 'b'), { recursive: true });
    }
  });

  test('is done without where nothing can be kept', async () => {
    const folder = queueProject({ 'node_modules/.cache': 'in the way' });
    const elsewhere = join(folder, 'tmp');
    put(elsewhere, { file: '' });
    const env = { TMPDIR: join(elsewhere, 'file') };
    for (let i = 0; i < 2; i++)
      expect(await telltale(['check'], { cwd: folder, env })).toMatchObject({ code: 0, err: '' });
  });
});
