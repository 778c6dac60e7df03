import { execFileSync } from 'node:child_process';
import { mkdirSync, symlinkSync, truncateSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, describe, expect, test } from 'vitest';
import { temporaryFolder } from '../project/folder.js';
import { compile } from './compile.js';
import { program, run, telltale } from './run.js';

beforeAll(compile);

const rule = 'groups:\n- name: g\n  rules:\n  - {alert: A, expr: "sum(c"}\n';
const shell = (script: string, cwd: string) =>
  run('bash', ['-c', script], { cwd, env: { CHECK: `${process.execPath} ${program} check` } });

/** A folder with files that are none, or hold no text. */
function hostile(): string {
  const folder = temporaryFolder();
  const put = (name: string, bytes: string | Buffer) => writeFileSync(join(folder, name), bytes);
  execFileSync('mkfifo', [join(folder, 'pipe.yaml')]);
  symlinkSync('loop.yaml', join(folder, 'loop.yaml'));
  put('utf16.yaml', Buffer.from(`\ufeff${rule}`, 'utf16le'));
  put('latin1.yaml', Buffer.from('groups:\n- name: \xe9\n', 'latin1'));
  put('zero.yaml', 'groups:\n- name: \0\n');
  put('large.yaml', '');
  truncateSync(join(folder, 'large.yaml'), 100e6);
  return folder;
}

describe('what is no file, or no text', () => {
  test.each([
    ['pipe.yaml', 'pipe.yaml is a pipe, no file\n  fix: read it from the standard input: … | telltale check -'],
    ['loop.yaml', 'loop.yaml cannot be read (ELOOP)'],
    ['/dev/zero', 'error: /dev/zero is a device, no file'],
    ['missing.yaml', 'missing.yaml does not exist'],
  ])('%s is misuse', async (name, message) => {
    const { code, out, err } = await telltale(['check', name], { cwd: hostile() });
    expect([code, out]).toEqual([2, '']);
    expect(err).toContain(message);
  });

  test('others are findings, beside those on the rest', async () => {
    const cwd = hostile();
    writeFileSync(join(cwd, 'rules.yaml'), rule);
    const names = ['utf16.yaml', 'latin1.yaml', 'zero.yaml', 'large.yaml', 'rules.yaml'];
    const { code, out } = await telltale(['check', ...names, '--format', 'json'], { cwd });
    expect(code).toBe(1);
    const found = JSON.parse(out).findings.filter((f: { severity: string }) => f.severity === 'error');
    expect(
      found.map((f: { place: { file: string; line?: number }; message: string }) => [
        f.place.file,
        f.place.line,
        f.message,
      ]),
    ).toEqual([
      ['utf16.yaml', undefined, 'the file is UTF-16'],
      ['latin1.yaml', 2, 'the file is no UTF-8 text'],
      ['zero.yaml', 2, 'the file holds zero bytes: it is no text'],
      ['large.yaml', undefined, 'the file is larger than 64 MiB'],
      ['rules.yaml', 4, 'the parenthesis is not closed; a ")" is missing'],
    ]);
  });
});

describe('the standard input', () => {
  test('that never ends is refused', async () => {
    const { code, out } = await shell('yes | $CHECK -', hostile());
    expect(code).toBe(1);
    expect(out).toContain('error file/shape  -\n  the file is larger than 64 MiB');
  });

  test('that comes late, in pieces or from a command, is read', async () => {
    const cwd = hostile();
    writeFileSync(join(cwd, 'rules.yaml'), rule);
    const half = Math.floor(rule.length / 2);
    const pieces = `(sleep 0.2; head -c ${half} rules.yaml; sleep 0.2; tail -c +${half + 1} rules.yaml) | $CHECK -`;
    expect((await shell(pieces, cwd)).out).toContain('in 1 rule of 1 file');
    expect((await shell('$CHECK <(cat rules.yaml)', cwd)).out).toContain('in 1 rule of 1 file');
  });

  test('that is closed is empty', async () => {
    expect(await shell('$CHECK - <&-', hostile())).toMatchObject({ code: 0, err: '' });
  });
});

test('whoever stops reading ends the check without a word', async () => {
  const cwd = temporaryFolder();
  const rules = Array.from({ length: 3000 }, (_, i) => `  - {alert: A${i}, expr: "sum(c"}\n`);
  writeFileSync(join(cwd, 'rules.yaml'), `groups:\n- name: g\n  rules:\n${rules.join('')}`);
  expect(await shell('$CHECK rules.yaml | head -1', cwd)).toEqual({
    code: 0,
    out: 'error expr/syntax  rules.yaml:4 › A0\n',
    err: '',
  });
});

test('thousands of files are read', async () => {
  const cwd = temporaryFolder();
  mkdirSync(join(cwd, 'rules'));
  for (let i = 0; i < 3000; i++) writeFileSync(join(cwd, 'rules', `${i}.yaml`), rule);
  const { code, out } = await telltale(['check', 'rules'], { cwd });
  expect(code).toBe(1);
  expect(out).toContain('3000 errors in 3000 rules of 3000 files');
});
