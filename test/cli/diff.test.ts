import { beforeAll, expect, test } from 'vitest';
import { put, temporaryFolder } from '../project/folder.js';
import { type RuleText, ruleFile } from '../review/diff/sides.js';
import { compile } from './compile.js';
import { telltale } from './run.js';

beforeAll(compile);

const rule: RuleText = { alert: 'Slow', expr: 'latency_seconds > 5', for: '5m', labels: { severity: 'warning' } };
const file = (change: Partial<RuleText> = {}) => ruleFile({ name: 'g', rules: [{ ...rule, ...change }] });

test('two folders are compared, and --exit-code tells whether they differ', async () => {
  const cwd = temporaryFolder();
  put(cwd, { 'a/r.yaml': file(), 'b/r.yaml': file({ expr: 'latency_seconds > 7' }) });
  const { code, out } = await telltale(['diff', 'a', 'b', '--exit-code'], { cwd });
  expect(out).toContain('g › Slow (warning)  b/r.yaml:4');
  expect(out).toContain('limit  > 5 s → > 7 s   less sensitive');
  expect(code).toBe(1);
  expect(await telltale(['diff', 'a', 'b'], { cwd })).toMatchObject({ code: 0 });
  const same = await telltale(['diff', 'a', 'a', '--exit-code'], { cwd });
  expect(same).toEqual({ code: 0, out: 'Nothing differs between a and a.\n', err: '' });
});

test('a file that holds nothing to compare is misuse: it is no empty side', async () => {
  const folder = temporaryFolder();
  put(folder, { 'rules.yaml': 'groups: []\n', 'notes.yaml': 'hello\n', 'empty.yaml': '' });
  for (const name of ['notes.yaml', 'empty.yaml'])
    expect(await telltale(['diff', 'rules.yaml', name], { cwd: folder })).toEqual({
      code: 2,
      out: '',
      err: `error: ${name} holds neither rules nor a dashboard nor the configuration of an Alertmanager\n  fix: name a file that does, or a folder\n`,
    });
});
