import fs from 'node:fs';
import { dirname, join } from 'node:path';
import { expect, test } from 'vitest';
import { compareWith, write } from '../../src/project/write.js';
import { age, contents, locked, put, snapshot, temporaryFolder } from './folder.js';

const artefacts = (files: Record<string, string>) => new Map(Object.entries(files));
const first = artefacts({ 'rules/a.yaml': 'a', 'rules/b.yaml': 'b', 'dashboards/deep/c.json': 'c' });

/** An output folder with `first` in it, built long ago. */
async function built() {
  const out = join(temporaryFolder(), 'out');
  await write(first, out);
  age(out);
  return out;
}

/** Generated files only. */
const generated = (out: string) => {
  const { '.telltale.json': _, ...files } = contents(out);
  return files;
};

test('writes into a folder that does not exist, and leaves nothing beside it', async () => {
  const folder = temporaryFolder();
  const result = await write(first, join(folder, 'a/out'));
  expect(result.missing).toEqual(['dashboards/deep/c.json', 'rules/a.yaml', 'rules/b.yaml', '.telltale.json']);
  expect(generated(join(folder, 'a/out'))).toEqual(Object.fromEntries(first));
  expect(fs.readdirSync(join(folder, 'a'))).toEqual(['out']);
});

test('the same again touches nothing', async () => {
  const out = await built();
  const before = snapshot(out);
  expect(await write(first, out)).toMatchObject({ missing: [], differing: [], stale: [], unchanged: 3 });
  expect(snapshot(out)).toEqual(before);
});

test('replaces what differs, removes what is gone with its empty folders, touches nothing else', async () => {
  const out = await built();
  const before = snapshot(out);
  const result = await write(artefacts({ 'rules/a.yaml': 'a', 'rules/b.yaml': 'B', 'new/d.txt': 'd' }), out);
  expect(result).toMatchObject({ differing: ['rules/b.yaml', '.telltale.json'], stale: ['dashboards/deep/c.json'] });
  expect(generated(out)).toEqual({ 'rules/a.yaml': 'a', 'rules/b.yaml': 'B', 'new/d.txt': 'd' });
  expect(snapshot(out)['rules/a.yaml']).toBe(before['rules/a.yaml']);
  expect(fs.existsSync(join(out, 'dashboards'))).toBe(false);
});

test.for<[string, Record<string, string>, Record<string, string>]>([
  ['the only file of a folder under another name', { 'x/a': '1' }, { 'x/b': '1' }],
  ['a file becomes a folder', { x: '1' }, { 'x/b': '1' }],
  ['nothing any more', { 'x/a': '1' }, {}],
])('%s', async ([, before, after]) => {
  const out = join(temporaryFolder(), 'out');
  await write(artefacts(before), out);
  await write(artefacts(after), out);
  expect(generated(out)).toEqual(after);
});

test('files of others survive, whatever goes on beside them', async () => {
  const out = await built();
  put(out, { 'dashboards/deep/mine.json': 'mine', 'rules/mine.yaml': 'mine' });
  await write(artefacts({ 'other/x': 'x' }), out);
  expect(generated(out)).toEqual({ 'dashboards/deep/mine.json': 'mine', 'rules/mine.yaml': 'mine', 'other/x': 'x' });
});

test('a file of another in the way is an error that names it; --adopt takes it over', async () => {
  const out = await built();
  put(out, { 'rules/z.yaml': 'mine' });
  const before = snapshot(out);
  const wanted = artefacts({ ...Object.fromEntries(first), 'rules/z.yaml': 'ours', 'rules/a.yaml': 'changed' });
  await expect(write(wanted, out)).rejects.toThrow(`${out}/rules/z.yaml is in the way`);
  expect(snapshot(out)).toEqual(before);
  await write(wanted, out, { adopt: true });
  expect(generated(out)).toEqual(Object.fromEntries(wanted));
});

test('a file of another that is just what we want becomes ours', async () => {
  const out = join(temporaryFolder(), 'out');
  put(out, { 'rules/a.yaml': 'a' });
  await write(first, out);
  await write(artefacts({}), out);
  expect(generated(out)).toEqual({});
});

test('a generated file that was edited is put right while generated, and kept once it is not', async () => {
  const out = await built();
  put(out, { 'rules/a.yaml': 'edited' });
  await write(first, out);
  expect(generated(out)['rules/a.yaml']).toBe('a');
  put(out, { 'rules/a.yaml': 'edited' });
  expect(await write(artefacts({ 'rules/b.yaml': 'b' }), out)).toMatchObject({ kept: ['rules/a.yaml'] });
  expect(generated(out)).toEqual({ 'rules/a.yaml': 'edited', 'rules/b.yaml': 'b' });
});

test('a manifest with merge conflicts in it still says what is ours', async () => {
  const out = await built();
  const manifest = join(out, '.telltale.json');
  const lines = fs.readFileSync(manifest, 'utf8').split('\n');
  lines.splice(3, 0, '<<<<<<< ours', '=======');
  fs.writeFileSync(manifest, lines.join('\n'));
  await write(artefacts({ 'rules/a.yaml': 'changed' }), out);
  expect(generated(out)).toEqual({ 'rules/a.yaml': 'changed' });
});

test('a manifest that leads out of the folder removes nothing there', async () => {
  const out = await built();
  put(out, { '../precious': 'a' });
  const manifest = join(out, '.telltale.json');
  fs.writeFileSync(manifest, fs.readFileSync(manifest, 'utf8').replace('rules/a.yaml', '../precious'));
  await expect(write(artefacts({}), out)).resolves.toBeDefined();
  expect(fs.readFileSync(join(out, '../precious'), 'utf8')).toBe('a');
});

test('symbolic links inside the folder are not followed', async () => {
  const out = await built();
  const elsewhere = join(out, '../elsewhere');
  put(elsewhere, { 'a.yaml': 'a', 'b.yaml': 'b' });
  fs.rmSync(join(out, 'rules'), { recursive: true });
  fs.symlinkSync(elsewhere, join(out, 'rules'));
  const before = snapshot(elsewhere);
  await expect(write(first, out)).rejects.toThrow(`${out}/rules is in the way`);
  await write(artefacts({}), out);
  expect(snapshot(elsewhere)).toEqual(before);
});

test('a link in the place of a generated file is replaced, not written through', async () => {
  const out = await built();
  put(out, { '../elsewhere': 'mine' });
  fs.rmSync(join(out, 'rules/a.yaml'));
  fs.symlinkSync(join(out, '../elsewhere'), join(out, 'rules/a.yaml'));
  await write(first, out);
  expect(fs.readFileSync(join(out, '../elsewhere'), 'utf8')).toBe('mine');
  expect(fs.lstatSync(join(out, 'rules/a.yaml')).isFile()).toBe(true);
});

test('a new output folder below a link', async () => {
  const folder = temporaryFolder();
  put(folder, { 'real/file': '' });
  fs.symlinkSync('real', join(folder, 'link'));
  await write(first, join(folder, 'link/deep/out'));
  expect(generated(join(folder, 'real/deep/out'))).toEqual(Object.fromEntries(first));
  expect(fs.readdirSync(join(folder, 'real/deep'))).toEqual(['out']);
});

test('an output folder that is itself a link is the folder it names', async () => {
  const out = await built();
  const link = join(out, '../link');
  fs.symlinkSync(out, link);
  await write(artefacts({ x: 'x' }), link);
  expect(generated(out)).toEqual({ x: 'x' });
});

test.for(['../x', '/x', 'a//b', 'a/./b', '', 'a\\b', '.telltale.json', '.telltale/x'])(
  'refuses the path "%s"',
  async path => {
    const out = join(temporaryFolder(), 'out');
    await expect(write(artefacts({ [path]: 'x' }), out)).rejects.toThrow('cannot be the path');
    expect(fs.existsSync(out)).toBe(false);
  },
);

test.for<[string, (out: string) => void]>([
  ['the folder is a file', out => put(out, { '../out': '' })],
  ['a part of its path is a file', out => put(out, { '../../folder': '' })],
])('a clear error when %s', async ([, arrange]) => {
  const folder = temporaryFolder();
  const out = join(folder, 'folder/out');
  arrange(out);
  const before = snapshot(folder);
  await expect(write(first, out)).rejects.toThrow(/cannot write .+(file is in the way|is a file, not a folder)/);
  expect(Object.keys(snapshot(folder))).toEqual(Object.keys(before));
});

test('a folder where a file should be is an error', async () => {
  const out = await built();
  fs.mkdirSync(join(out, 'x/y'), { recursive: true });
  await expect(write(artefacts({ x: '1' }), out, { adopt: true })).rejects.toThrow(`${out}/x is in the way`);
});

test.for<['EACCES' | 'EROFS', RegExp]>([
  ['EACCES', /permission denied; .+out is as it was$/],
  ['EROFS', /the file system is read-only; .+out is as it was$/],
])('a folder that nobody may write to stays as it was, and the error says so: %s', async ([code, says]) => {
  const out = await built();
  const before = snapshot(out);
  const changed = artefacts({ 'rules/a.yaml': 'A', 'new/d.txt': 'd' });
  await expect(write(changed, out, { disk: locked(out, code) })).rejects.toThrow(says);
  expect(snapshot(out)).toEqual(before);
  expect(fs.readdirSync(dirname(out))).toEqual(['out']);
});

test('comparing writes nothing and names each difference', async () => {
  const out = await built();
  const before = snapshot(join(out, '..'));
  const wanted = artefacts({ 'rules/a.yaml': 'A', 'rules/b.yaml': 'b', 'rules/n.yaml': 'n' });
  expect(compareWith(wanted, out)).toMatchObject({
    missing: ['rules/n.yaml'],
    differing: ['rules/a.yaml', '.telltale.json'],
    stale: ['dashboards/deep/c.json'],
  });
  expect(snapshot(join(out, '..'))).toEqual(before);
});
