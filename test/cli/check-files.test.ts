import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, describe, expect, test } from 'vitest';
import { put, temporaryFolder } from '../project/folder.js';
import { compile } from './compile.js';
import { queueProject, telltale } from './run.js';

beforeAll(compile);

const good = 'groups:\n- name: g\n  rules:\n  - {record: "a:b", expr: sum(c)}\n';
const bad =
  'groups:\n- name: g\n  rules:\n  - alert: A\n    expr: sum(c\n    annotations: {summary: "100%, {{ $labels.x }}"}\n';

/** A folder with these files. */
function folderOf(files: Readonly<Record<string, string>>): string {
  const folder = temporaryFolder();
  put(folder, files);
  return folder;
}

describe('telltale check FILES', () => {
  test('says what is wrong and where', async () => {
    const cwd = folderOf({ 'good.yaml': good, 'bad.yaml': bad });
    expect(await telltale(['check', 'good.yaml'], { cwd })).toEqual({
      code: 0,
      out: 'no findings in 1 rule of 1 file\n',
      err: '',
    });
    const { code, out } = await telltale(['check', 'good.yaml', 'bad.yaml'], { cwd });
    expect(code).toBe(1);
    expect(out).toContain('error expr/syntax  bad.yaml:5 › A\n  sum(c\n');
    expect(out).toContain('1 error in 2 rules of 2 files');
  });

  test('takes of a folder what holds groups, and dashboards', async () => {
    const board = (expr: string) =>
      JSON.stringify({ panels: [{ title: 'P', datasource: { type: 'prometheus' }, targets: [{ refId: 'A', expr }] }] });
    const rules = {
      'rules/a/good.yml': good,
      'rules/values.yaml': 'a: b\n',
      'rules/x.json': '{',
      'rules/y.json': '{}',
    };
    const cwd = folderOf({ ...rules, 'boards/a.json': board('up'), 'boards/b/c.json': board('sum(up') });
    expect((await telltale(['check', 'rules'], { cwd })).out).toBe('no findings in 1 rule of 1 file\n');
    const { code, out } = await telltale(['check', 'rules', 'boards'], { cwd });
    expect(code).toBe(1);
    expect(out).toMatch(/^error expr\/syntax {2}boards\/b\/c\.json:1 › P › A\n/);
    expect(out).toContain('1 error in 1 rule and 2 queries of 3 files');
  });

  test('reads files as the version does that loads them', async () => {
    const rules =
      'groups:\n- name: g\n  labels: {a: b}\n  rules:\n  - {record: "a:b", expr: histogram_avg(c)}\n  - {record: "c:d", expr: sum(c)}\n';
    const cwd = folderOf({ 'new.yaml': rules });
    const check = (...options: string[]) => telltale(['check', 'new.yaml', ...options], { cwd });
    expect((await check()).out).toContain('1 error, 1 warning in 2 rules of 1 file');
    expect((await check('--prometheus', '2.53')).out).toContain('1 error in 2 rules of 1 file');
    expect((await check('--prometheus', 'v3.5.0')).out).toBe('no findings in 2 rules of 1 file\n');
    expect(await check('--prometheus', '2.41')).toMatchObject({
      code: 2,
      err: expect.stringContaining('from 2.42 on'),
    });
    const project = await telltale(['check', '--prometheus', '3.5'], { cwd });
    expect(project).toMatchObject({ code: 2, err: expect.stringContaining('leave out --prometheus, or name files') });
  });

  test.each(['json', 'github', 'gitlab', 'sarif'])('prints %s', async format => {
    const cwd = folderOf({ 'bad.yaml': bad });
    const { code, out } = await telltale(['check', 'bad.yaml', '--format', format], { cwd });
    expect(code).toBe(1);
    if (format === 'github') {
      expect(out).toBe(
        '::error file=bad.yaml,line=5,col=14,title=expr/syntax › A::the parenthesis is not closed; a ")" is missing\n',
      );
      return;
    }
    const read = JSON.parse(out);
    if (format === 'gitlab') {
      expect(read).toMatchObject([{ check_name: 'expr/syntax', location: { path: 'bad.yaml', lines: { begin: 5 } } }]);
      return;
    }
    const position =
      format === 'json' ? read.findings[0].place : read.runs[0].results[0].locations[0].physicalLocation.region;
    expect(position).toMatchObject(format === 'json' ? { line: 5, column: 14 } : { startLine: 5, startColumn: 14 });
  });

  test('leaves out what it is told to', async () => {
    const cwd = folderOf({ 'bad.yaml': bad });
    expect(await telltale(['check', 'bad.yaml', '--disable', 'expr/syntax,alert/template'], { cwd })).toMatchObject({
      code: 0,
    });
    expect(await telltale(['check', 'bad.yaml', '--disable', 'expr/sintax'], { cwd })).toMatchObject({
      code: 2,
      err: 'error: there is no check "expr/sintax"\n  fix: write expr/syntax\n',
    });
    expect(await telltale(['check', 'bad.yaml', '--disable', 'runbook/mising'], { cwd })).toMatchObject({
      code: 2,
      err: 'error: there is no check "runbook/mising"\n  fix: write runbook/missing\n',
    });
    expect(await telltale(['check', '--explain', 'expr/syntax'], { cwd })).toMatchObject({
      code: 0,
      out: expect.stringMatching(/^# expr\/syntax\n/),
    });
  });

  test('counts what is waived, which stops nothing', async () => {
    const cwd = folderOf({
      'a.yaml': `# telltale: allow expr/never-returns — it is a test\n${good.replace('sum(c)', '\'c{d="e", d="f"}\'')}`,
    });
    expect(await telltale(['check', 'a.yaml', '--strict'], { cwd })).toMatchObject({
      code: 0,
      out: 'no findings, 1 waived in 1 rule of 1 file\n',
    });
    const { code, out } = await telltale(['check', 'a.yaml', '--format', 'json'], { cwd });
    expect([code, JSON.parse(out)]).toMatchObject([
      0,
      { findings: [], waived: [{ waived: { because: 'it is a test' } }] },
    ]);
    expect(await telltale(['check', 'a.yaml', '--format', 'github'], { cwd })).toMatchObject({ code: 0, out: '\n' });
    expect((await telltale(['check', 'a.yaml', '--disable', 'expr/never-returns'], { cwd })).out).toMatch(
      /^no findings in/,
    );
  });

  test("holds files against the project's catalog in a closed world", async () => {
    const cwd = queueProject({ 'other.yaml': good });
    expect((await telltale(['check', 'other.yaml'], { cwd })).code).toBe(0);
    const { code, out } = await telltale(['check', 'other.yaml', '--world', 'closed'], { cwd });
    expect(code).toBe(1);
    expect(out).toContain('the catalog has no metric "c"');
  });

  test('what is no text, is not there or is no rule file has its own sentence', async () => {
    const cwd = folderOf({ 'list.yaml': '- a\n' });
    writeFileSync(join(cwd, 'binary.yaml'), Buffer.from([0xff, 0xf8, 1]));
    mkdirSync(join(cwd, 'empty'));
    expect((await telltale(['check', 'binary.yaml'], { cwd })).out).toContain('the file is no UTF-8 text');
    expect((await telltale(['check', 'list.yaml'], { cwd })).out).toContain('this is no rule file');
    expect((await telltale(['check', 'empty'], { cwd })).out).toBe('no findings in 0 rules of 0 files\n');
    expect(await telltale(['check', 'nowhere.yaml'], { cwd })).toMatchObject({ code: 2, out: '' });
  });
});
