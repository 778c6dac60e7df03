import { expect, test } from 'vitest';
import { gitlab } from '../../src/cli/formats/gitlab.js';
import type { Finding } from '../../src/core/findings.js';

const finding: Finding = { id: 'rate/on-gauge', severity: 'error', place: { file: 'a.yaml' }, message: 'm' };
const report = (...findings: Finding[]) => JSON.parse(gitlab(findings));

test('a finding is what Code Quality asks for, and nothing else', () => {
  const place = { file: './rules\\a.yaml', line: 3, column: 7, item: 'Slow' };
  expect(report({ ...finding, place, fix: 'use deriv()' })).toEqual([
    {
      description: 'Slow: m\nfix: use deriv()',
      check_name: 'rate/on-gauge',
      fingerprint: expect.stringMatching(/^[0-9a-f]{16}:1$/),
      severity: 'critical',
      location: { path: 'rules/a.yaml', lines: { begin: 3 } },
    },
  ]);
  expect(report()).toEqual([]);
});

test.each([
  ['error', 'critical'],
  ['warning', 'major'],
  ['info', 'info'],
] as const)('%s is %s', (severity, told) => {
  expect(report({ ...finding, severity })[0].severity).toBe(told);
});

test('what is about a whole file is shown at its beginning', () => {
  expect(report(finding)[0].location).toEqual({ path: 'a.yaml', lines: { begin: 1 } });
});

test('no two findings have one fingerprint, which stays when lines move', () => {
  const prints = (line: number) =>
    report(...[line, line + 1].map(at => ({ ...finding, place: { file: 'a.yaml', line: at } }))).map(
      ({ fingerprint }: { fingerprint: string }) => fingerprint,
    );
  expect(new Set(prints(1)).size).toBe(2);
  expect(prints(7)).toEqual(prints(1));
});
