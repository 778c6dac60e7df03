import { expect, test } from 'vitest';
import { openWorld } from '../../src/catalog/world.js';
import { checkFiles } from '../../src/lint/files.js';
import { promtool } from '../prometheus/promtool.js';

/*
 * What the checks of groups and of rules together say happens, as Prometheus' own rule tests have it.
 */

const alert = (name: string, expr: string, hold: string, more: object = {}) => ({
  alert: name,
  expr,
  for: hold,
  labels: { severity: 'info' },
  ...more,
});

/** Findings on a group, and then whether samples and alerts are those; promtool only knows one interval for all groups. */
async function holds(group: { interval: string; rules: object[] }, ids: string[], expected: object): Promise<void> {
  const rules = JSON.stringify({ groups: [{ name: 'g', ...group }] });
  const { findings } = checkFiles([{ path: 'r.yaml', text: rules }], { world: openWorld() });
  expect(findings.map(({ id, place }) => `${id} ${place.item}`).sort()).toEqual(ids);
  const input_series = [
    { series: 'x', values: '1x30' },
    { series: 'n', values: '0+1x30' },
  ];
  const tests = [{ interval: '1m', input_series, ...expected }];
  const files: [string, string][] = [
    ['r.yaml', rules],
    ['t.yaml', JSON.stringify({ rule_files: ['r.yaml'], evaluation_interval: group.interval, tests })],
  ];
  const { ok, output } = await promtool(files, 'test', 'rules', 't.yaml');
  expect(output, output).toContain('SUCCESS');
  expect(ok).toBe(true);
}

const firing = (alertname: string) => ({
  alertname,
  exp_alerts: [{ exp_labels: { severity: 'info' } }],
});
const silent = (alertname: string) => ({ alertname, exp_alerts: [] });

test('alert/hold: a "for" between two evaluations lasts until the next', async () => {
  const rules = [alert('Short', 'x == 1', '30s'), alert('Odd', 'x == 1', '90s'), alert('Even', 'x == 1', '2m')];
  await holds(
    { interval: '1m', rules },
    ['alert/hold Odd', 'alert/hold Short', 'alert/overlap Even', 'alert/overlap Odd'],
    {
      alert_rule_test: [
        { eval_time: '0m', ...silent('Short') },
        { eval_time: '1m', ...firing('Short') },
        { eval_time: '1m', ...silent('Odd') },
        { eval_time: '2m', ...firing('Odd') },
        { eval_time: '1m', ...silent('Even') },
        { eval_time: '2m', ...firing('Even') },
      ],
    },
  );
});

test('record/cycle: what is made of itself alone is never there; what falls back on itself is', async () => {
  const rules = [
    { record: 'a:alone', expr: 'a:alone + 1' },
    { record: 'a:one', expr: 'a:other' },
    { record: 'a:other', expr: 'last_over_time(a:one[10m])' },
    { record: 'a:kept', expr: 'n == 3 or a:kept' },
  ];
  await holds(
    { interval: '1m', rules },
    ['record/cycle a:alone', 'record/cycle a:one', 'record/cycle a:other', 'record/order a:one'],
    {
      promql_expr_test: [
        ...['a:alone', 'a:one', 'a:other'].map(expr => ({ expr, eval_time: '20m', exp_samples: [] })),
        { expr: 'a:kept', eval_time: '20m', exp_samples: [{ labels: 'a:kept', value: 3 }] },
      ],
    },
  );
});

test('record/order: what stands above the rule that records sees the value before', async () => {
  const rules = [
    { record: 'a:early', expr: 'a:n * 1' },
    { record: 'a:n', expr: 'n * 1' },
    { record: 'a:late', expr: 'a:n * 1' },
  ];
  await holds({ interval: '1m', rules }, ['record/order a:early'], {
    promql_expr_test: [
      { expr: 'a:early', eval_time: '10m', exp_samples: [{ labels: 'a:early', value: 9 }] },
      { expr: 'a:late', eval_time: '10m', exp_samples: [{ labels: 'a:late', value: 10 }] },
    ],
  });
});

test('group/interval: what is recorded every ten minutes is gone for half of the time', async () => {
  const rules = [{ record: 'a:n', expr: 'n * 1' }];
  await holds({ interval: '10m', rules }, ['group/interval g'], {
    promql_expr_test: [
      { expr: 'a:n', eval_time: '14m', exp_samples: [{ labels: 'a:n', value: 10 }] },
      { expr: 'a:n', eval_time: '16m', exp_samples: [] },
      { expr: 'max_over_time(a:n[3m])', eval_time: '16m', exp_samples: [] },
    ],
  });
});

test('alert/overlap: wherever the stricter one fires, the other does too', async () => {
  const rules = [alert('Any', 'n > 5', '0s'), alert('Many', 'n > 9 and x == 1', '0s')];
  await holds({ interval: '1m', rules }, ['alert/overlap Many'], {
    alert_rule_test: [
      { eval_time: '8m', ...firing('Any') },
      { eval_time: '8m', ...silent('Many') },
      { eval_time: '12m', ...firing('Any') },
      { eval_time: '12m', ...firing('Many') },
    ],
  });
});
