import { readFileSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { load } from 'js-yaml';
import { expect, test } from 'vitest';
import { withNeededRules } from '../../src/project/needed-rules.js';
import { prove } from '../../src/project/prove.js';
import { put, temporaryFolder } from './folder.js';

/** A test of rules is run with the rules that it needs, and ends as it would with all of them. */

const base = 'groups: [{ name: base, rules: [{ record: "job:a:sum", expr: sum by (job) (a) }] }]\n';
const alerts = (limit: number) => `groups:
  - name: alerts
    interval: 30s
    rules:
      - { alert: High, expr: "job:a:sum > ${limit}", for: 1m }
      - { alert: Low, expr: a < 1 }
      - { record: "job:b:sum", expr: sum by (job) (b) }
`;
const high = `  - name: High
    input_series: [{ series: 'a{job="x"}', values: 7x10 }]
    alert_rule_test: [{ eval_time: 5m, alertname: High, exp_alerts: [{ exp_labels: { job: x } }] }]
`;
const recorded = `  - name: recorded
    input_series: [{ series: 'b{job="x"}', values: 7x10 }]
    promql_expr_test: [{ expr: "job:b:sum", eval_time: 5m, exp_samples: [{ labels: 'job:b:sum{job="x"}', value: 7 }] }]
`;
const any = `  - name: any
    input_series: [{ series: 'a{job="x"}', values: 0x10 }]
    promql_expr_test: [{ expr: count(ALERTS), eval_time: 5m, exp_samples: [{ labels: '{}', value: 1 }] }]
`;

function testOf(limit: number, ...tests: readonly string[]): string {
  const folder = temporaryFolder();
  const head =
    'rule_files:\n  - ../rules/alerts.yaml\n  - ../rules/base.yaml\ngroup_eval_order: [base, alerts]\ntests:\n';
  put(folder, {
    'rules/alerts.yaml': alerts(limit),
    'rules/base.yaml': base,
    'tests/T.test.yaml': head + tests.join(''),
  });
  return join(folder, 'tests/T.test.yaml');
}

/** The rules of each copy of a test file, by name. */
const rulesOf = (file: string) =>
  withNeededRules(file, async copies =>
    copies.map(copy => {
      const { rule_files } = load(readFileSync(copy, 'utf8')) as { rule_files: string[] };
      return rule_files.flatMap(path => {
        const { groups } = load(readFileSync(resolve(dirname(copy), path), 'utf8')) as {
          groups: { rules: { alert?: string; record?: string }[] }[];
        };
        return groups.flatMap(({ rules }) => rules.map(({ alert, record }) => alert ?? record));
      });
    }),
  );

test('with what it names and what that reads', async () => {
  expect(await rulesOf(testOf(5, high, recorded, high))).toEqual([['High', 'job:a:sum'], ['job:b:sum']]);
});

test('with all, where it asks for any alert', async () => {
  expect(await rulesOf(testOf(5, high, any))).toEqual([['High', 'Low', 'job:b:sum', 'job:a:sum']]);
});

test.each([
  ['holds', 5, [high, recorded], true],
  ['does not', 9, [high, recorded], false],
  ['does not, in its second test', 9, [recorded, high], false],
  ['holds of any alert', 5, [any], true],
] as const)('promtool says that it %s', async (_, limit, tests, passed) => {
  const [proof] = await prove([testOf(limit, ...tests)], () => {});
  expect(proof).toMatchObject({ name: 'T', passed });
  if (!passed) expect(proof?.output).toMatch('alertname: High');
});

test('a rule file that is not there is what promtool says of it', async () => {
  const file = testOf(5, high);
  put(dirname(file), { 'T.test.yaml': readFileSync(file, 'utf8').replace('alerts.yaml', 'none.yaml') });
  expect(await prove([file], () => {})).toMatchObject([
    { passed: false, output: expect.stringContaining('none.yaml') },
  ]);
});
