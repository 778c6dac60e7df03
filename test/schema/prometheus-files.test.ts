import { execFile } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { toYaml } from '../../src/core/yaml.js';
import { checkDocument } from '../../src/schema/index.js';
import { type Breakage, broken, expectBroken, gone, named } from './breaking.js';

const rules = {
  groups: [
    {
      name: 'errors',
      interval: '1m',
      limit: 100,
      rules: [
        { record: 'job:coordinator_errors:rate5m', expr: 'sum by (job) (rate(coordinator_errors_total[5m]))' },
        {
          alert: 'CoordinatorErrors',
          expr: 'job:coordinator_errors:rate5m > 0.1',
          for: '5m',
          keep_firing_for: '1h30m',
          labels: { severity: 'warning' },
          annotations: { summary: 'Errors', description: '{{ $value }} per second.' },
        },
        { alert: 'CoordinatorErrors', expr: 'job:coordinator_errors:rate5m > 1', labels: { severity: 'critical' } },
      ],
    },
    { name: 'usage', rules: [{ record: 'job:up:sum', expr: 'sum by (job) (up)' }] },
  ],
};

const ruleTest = {
  rule_files: ['rules.yaml'],
  evaluation_interval: '1m',
  tests: [
    {
      name: 'fires',
      interval: '1m',
      input_series: [{ series: 'coordinator_errors_total{job="victor"}', values: '0+60x20' }],
      alert_rule_test: [
        {
          eval_time: '15m',
          alertname: 'CoordinatorErrors',
          exp_alerts: [
            {
              exp_labels: { severity: 'warning', job: 'victor' },
              exp_annotations: { summary: 'Errors', description: '1 per second.' },
            },
          ],
        },
      ],
      promql_expr_test: [
        {
          expr: 'job:coordinator_errors:rate5m',
          eval_time: '15m',
          exp_samples: [{ labels: 'job:coordinator_errors:rate5m{job="victor"}', value: 1 }],
        },
      ],
    },
  ],
};

const prometheus = {
  global: { scrape_interval: '15s', evaluation_interval: '15s', external_labels: { environment: 'production' } },
  rule_files: ['rules.yaml'],
  scrape_configs: [
    { job_name: 'victor', scrape_timeout: '10s', static_configs: [{ targets: ['victor:9090', '[::1]:9090'] }] },
    {
      job_name: 'prometheus',
      metrics_path: '/metrics',
      scheme: 'https',
      static_configs: [{ targets: ['localhost:9090'], labels: { team: 'platform' } }],
    },
  ],
  alerting: { alertmanagers: [{ static_configs: [{ targets: ['alertmanager:9093'] }] }] },
};

const rule = '/groups/0/rules/1';
const brokenRules: Breakage[] = [
  ['/group', [], 'unknown key "group" in the rule file', 'write "groups"'],
  ['/groups', gone, 'the rule file lacks "groups"'],
  ['/groups/0/evaluation_interval', '1m', 'in a rule group'],
  ['/groups/0/query_offset', '1m', 'in a rule group'],
  ['/groups/0/name', gone, 'a rule group lacks "name"'],
  ['/groups/0/interval', '1 minute', 'interval of a rule group is "1 minute"', 'Prometheus duration'],
  ['/groups/0/interval', '', 'interval of a rule group is ""'],
  ['/groups/0/limit', '100', 'limit of a rule group is "100"', 'a whole number'],
  ['/groups/1/rules', [], 'rules of a rule group is empty'],
  ['/groups/1/name', 'errors', 'group name "errors" is used twice in this file'],
  [`${rule}/severity`, 'warning', 'unknown key "severity" in an alerting rule'],
  [`${rule}/expression`, 'up', 'in an alerting rule'],
  [`${rule}/record`, 'a', 'unknown key "record" in an alerting rule'],
  [`${rule}/expr`, gone, 'an alerting rule lacks "expr"'],
  [`${rule}/expr`, '', 'expr of an alerting rule is empty'],
  [`${rule}/alert`, '', 'alert of an alerting rule is empty'],
  [`${rule}/for`, '5 min', 'for of an alerting rule is "5 min"'],
  [`${rule}/for`, 300, 'for of an alerting rule is 300', 'a string'],
  [`${rule}/keep_firing_for`, '1m1h', 'keep_firing_for of an alerting rule is "1m1h"'],
  [`${rule}/labels/severity`, 1, 'labels.severity of an alerting rule is 1'],
  [`${rule}/labels/run-book`, 'x', '"run-book" cannot be a name in labels of an alerting rule'],
  [`${rule}/labels/__name__`, 'x', '"__name__" cannot be a name in labels of an alerting rule', 'not __name__'],
  [`${rule}/annotations/run book`, 'x', '"run book" cannot be a name in annotations of an alerting rule'],
  ['/groups/0/rules/0/record', gone, 'a rule has neither "alert" nor "record"'],
  ['/groups/0/rules/0/record', 'job errors', 'record of a recording rule is "job errors"', 'a metric name'],
  ['/groups/0/rules/0/for', '5m', 'unknown key "for" in a recording rule'],
  ['/groups/0/rules/0/annotations', {}, 'unknown key "annotations" in a recording rule'],
  ['/groups/0/rules/2/labels/severity', 'warning', 'rule "CoordinatorErrors{', 'a label', '/groups/0/rules/2'],
];

const brokenTests: Breakage[] = [
  ['/tests/0/interval', gone, 'a test lacks "interval"'],
  ['/tests', [], 'tests of the rule test file is empty'],
  ['/rule_files', [], 'rule_files of the rule test file is empty'],
  ['/tests/0/alert_rule_tests', [], 'in a test', 'write "alert_rule_test"'],
  ['/tests/0/alert_rule_test/0/alert', 'x', 'in an alert test', 'alertname'],
  ['/tests/0/alert_rule_test/0/exp_alerts/0/labels', {}, 'in exp_alerts.0 of an alert test', 'exp_labels'],
  ['/tests/0/alert_rule_test/0/eval_time', '15', 'eval_time of an alert test is "15"'],
  ['/tests/0/input_series/0/value', '1', 'in an input series', 'write "values"'],
  ['/tests/0/input_series/0/values', gone, 'an input series lacks "values"'],
  ['/tests/0/promql_expr_test/0/exp_samples/0/value', '1', 'exp_samples.0.value of an expression test is "1"'],
  ['/tests/0/fuzzy_compare', true, 'in a test'],
  ['/tests/0/start_timestamp', 0, 'in a test'],
];

const job = '/scrape_configs/0';
const brokenConfigs: Breakage[] = [
  ['/scrape_config', [], 'in the Prometheus config', 'write "scrape_configs"'],
  ['/scrape_configs', gone, 'the Prometheus config lacks "scrape_configs"'],
  ['/global/scrape_intervall', '1m', 'in global of the Prometheus config', 'write "scrape_interval"'],
  ['/global/scrape_interval', '15', 'global.scrape_interval of the Prometheus config is "15"'],
  ['/global/scrape_timeout', '20s', 'timeout of 20s is longer than the interval of 15s'],
  [`${job}/job_name`, gone, 'a scrape config lacks "job_name"'],
  ['/scrape_configs/1/job_name', 'victor', 'job_name "victor" is used twice in this config'],
  [`${job}/scrape_timeout`, '30s', 'timeout of 30s is longer than the interval of 15s', '15s or less'],
  [`${job}/static_configs/0/targets/0`, 'http://victor:9090', 'targets.0 of a scrape config', 'host:port'],
  [`${job}/static_configs/0/targets/0`, 'victor:9090/metrics', 'targets.0 of a scrape config', 'host:port'],
  [`${job}/static_configs/0/target`, 'x', 'in static_configs.0 of a scrape config', 'write "targets"'],
  [`${job}/metrics_path`, 'metrics', 'metrics_path of a scrape config is "metrics"', 'starts with /'],
  [`${job}/scheme`, 'tcp', 'scheme of a scrape config is "tcp"', 'write one of http, https'],
  ['/alerting/alertmanager', [], 'in alerting of the Prometheus config', 'write "alertmanagers"'],
  ['/alerting/alertmanagers/0/targets', [], 'in an Alertmanager'],
];

/** Whether promtool takes the file. It finds the rule file next to it. */
async function promtool(command: readonly string[], document: unknown): Promise<boolean> {
  const folder = mkdtempSync(join(tmpdir(), 'telltale-schema-'));
  writeFileSync(join(folder, 'rules.yaml'), toYaml(rules));
  writeFileSync(join(folder, 'file.yaml'), toYaml(document));
  return new Promise(resolve => {
    execFile('promtool', [...command, 'file.yaml'], { cwd: folder }, error => {
      rmSync(folder, { recursive: true });
      resolve(error === null);
    });
  });
}

/** What promtool lets pass, and what the schema refuses all the same: each loads, and does not do what it says. */
const overlooked = {
  rules: [
    'without /groups',
    '/groups/1/rules = []',
    `${rule}/labels/severity = 1`,
    '/groups/0/rules/0/annotations = {}',
  ],
  'rule-test': ['/tests = []'],
  prometheus: ['without /scrape_configs', `${job}/metrics_path = "metrics"`, `${job}/scheme = "tcp"`],
};

describe.each([
  { kind: 'rules', good: rules, command: ['check', 'rules', '--lint-fatal'], breakages: brokenRules },
  { kind: 'rule-test', good: ruleTest, command: ['test', 'rules'], breakages: brokenTests },
  { kind: 'prometheus', good: prometheus, command: ['check', 'config'], breakages: brokenConfigs },
] as const)('$kind', ({ kind, good, command, breakages }) => {
  it('takes a good file, and so does promtool', async () => {
    expect(checkDocument(kind, good)).toEqual([]);
    expect(await promtool(command, good)).toBe(true);
  });

  it.each(named(breakages))('refuses %s', (_, breakage) => expectBroken(kind, good, breakage));

  it('refuses what promtool refuses, and a little more', async () => {
    const verdicts = named(breakages).map(async ([name, [at, value]]) =>
      (await promtool(command, broken(good, at, value))) ? [name] : [],
    );
    expect((await Promise.all(verdicts)).flat()).toEqual(overlooked[kind]);
  }, 60_000);
});
