import { describe, expect, test } from 'vitest';
import { toYaml } from '../../src/core/yaml.js';
import { alert, bytes, group, minutes, ratio, record, resolves, standard } from '../../src/index.js';
import type { AlertingRule, Rule } from '../../src/prometheus/model.js';
import { renderRuleTests } from '../../src/prometheus/proof/render.js';
import { renderRules } from '../../src/prometheus/render.js';
import { orderRate, shop, shopSite } from '../support/shop.js';
import { parseExpr } from './given.js';
import { promtool } from './promtool.js';

/** Rules that load and are wrong all the same: the generated inputs find them, and Prometheus agrees. */

const common = {
  severity: 'warning',
  for: minutes(2),
  summary: 'Something is wrong',
  description: 'It is {{ $value | humanize }}.',
  runbook: 'page',
  dashboard: 'overview',
  whenMissing: resolves('nothing is there to be wrong') as AlertingRule['whenMissing'],
  source: standard('the shop'),
} as const;

const groupOf = (...rules: Rule[]) => [group('rules', { every: minutes(1) }, ...rules)];
const prove = (...rules: Rule[]) => renderRuleTests(groupOf(...rules), shop, shopSite);
const expr = (text: string) => alert('Broken', { ...common, expr: parseExpr(text) });
const over = (text: string, limit = ratio(1)) => alert('Broken', { ...common, value: parseExpr(text), above: limit });

/** Two processes with two caches each. */
const input = ['a:1', 'b:1'].flatMap(instance => [
  { series: `up{job="shop", instance="${instance}"}`, values: '1x10' },
  { series: `shop_heap_bytes{job="shop", instance="${instance}"}`, values: '900x10' },
  ...['page', 'image'].map(cache => ({
    series: `shop_cache_hit_ratio{job="shop", instance="${instance}", cache="${cache}"}`,
    values: '0.25x10',
  })),
]);

/** What promtool says when a rule is evaluated over these series. */
async function evaluated(rule: Rule): Promise<string> {
  const rules = renderRules(groupOf(rule), shopSite);
  const tests = [
    {
      interval: '1m',
      input_series: input,
      promql_expr_test: [{ expr: 'vector(1)', eval_time: '5m', exp_samples: [{ labels: '{}', value: 1 }] }],
    },
  ];
  const document = { rule_files: rules.map(([path]) => path), evaluation_interval: '1m', tests };
  return (await promtool([...rules, ['test.yaml', toYaml(document)]], 'test', 'rules', 'test.yaml')).output;
}

describe('a rule that errs at evaluation is refused, and promtool says the same', () => {
  test.each([
    [
      'labels that collapse',
      expr('label_replace(shop_cache_hit_ratio, "cache", "any", "", "") < 0.5'),
      'two series of the result have the same labels',
      'vector cannot contain metrics with the same labelset',
    ],
    [
      'many-to-many matching',
      expr('shop_heap_bytes * on (job) up > 500'),
      'several series on the "one" side match the same series',
      'found duplicate series for the match group',
    ],
    [
      'many-to-one matching without group_left',
      expr('shop_cache_hit_ratio / on (job, instance) up < 0.5'),
      'group_left',
      'multiple matches for labels',
    ],
    [
      'two series for one recorded',
      record(orderRate, parseExpr('label_replace(sum by (job, cache) (shop_cache_hit_ratio), "cache", "", "", "")')),
      'two series of the result have the same labels',
      'vector cannot contain metrics with the same labelset',
    ],
    [
      'two alerts with the same labels',
      alert('Broken', { ...common, labels: { cache: 'any' }, expr: parseExpr('shop_cache_hit_ratio < 0.5') }),
      'two alerts with the same labels',
      'vector contains metrics with the same labelset after applying alert labels',
    ],
  ])('%s', async (_, rule, ours, theirs) => {
    expect(prove(rule).findings).toMatchObject([{ id: 'proof/evaluation', message: expect.stringContaining(ours) }]);
    expect(await evaluated(rule)).toContain(theirs);
  });

  test('matching that is made for several is not', async () => {
    const rule = expr('shop_cache_hit_ratio * on (job, instance) group_left up < 0.5');
    expect(prove(rule).findings).toEqual([]);
    expect(await evaluated(rule)).toContain('SUCCESS');
  });
});

describe('a rule that is wrong on some input is refused', () => {
  test.each([
    [
      'a process that is well hides one that is not',
      alert('Broken', { ...common, value: parseExpr('topk(1, shop_heap_bytes)'), below: bytes(5e8) }),
      'proof/masked',
    ],
    ['only one of several is shown', over('topk(1, shop_heap_bytes)', bytes(5e8)), 'proof/merged'],
    ['a restart looks like the end', over('deriv(shop_busy_seconds_total[10m])'), 'proof/restart'],
    ['a restart looks like an event', over('abs(deriv(shop_busy_seconds_total[10m]))'), 'proof/restart'],
    [
      '0/0 is not equal to anything',
      expr(
        'sum by (job) (rate(shop_orders_total{status="failed"}[5m])) / sum by (job) (rate(shop_orders_total{status="ok"}[5m])) != 1',
      ),
      'proof/fires-on-nan',
    ],
    [
      'nothing is ever written',
      record(orderRate, parseExpr('shop_heap_bytes > 5 and shop_heap_bytes < 5')),
      'proof/unsolved',
    ],
  ])('%s', (_, rule, id) => {
    expect(prove(rule).findings.map(f => f.id)).toContain(id);
  });
});

describe('what a test shows, by name', () => {
  const names = (...rules: Rule[]) =>
    prove(...rules).files.flatMap(([, text]) => [...text.matchAll(/- name: '?(.*?)'?$/gm)].map(m => m[1]));

  test('a limit that no input comes to exactly is said to be one', () => {
    expect(names(over('shop_heap_bytes ^ 2', ratio(3)))).toContain(
      'warning: quiet just within its limit of 3, which no input comes to exactly',
    );
    expect(names(over('shop_heap_bytes', bytes(5e8)))).toContain('warning: quiet exactly at its limit of 500000000');
  });

  test('half of the input', () => {
    const heapOfUp = over('max by (job, instance) (shop_heap_bytes) * on (job, instance) group_left up', bytes(5e8));
    expect(names(heapOfUp).filter(name => name?.includes('only'))).toEqual([
      'warning: fires above 500000000 only after 2m; clears when it is over',
      'warning: resolves when only up ends',
      'warning: resolves when only shop_heap_bytes ends',
    ]);
  });

  test('no traffic', () => {
    const share =
      'sum by (job) (rate(shop_orders_total{status="failed"}[5m])) / sum by (job) (rate(shop_orders_total{status="ok"}[5m]))';
    expect(names(over(share))).toContain('warning: quiet without traffic; fires when there is some');
  });

  test('the edge of a condition inside', () => {
    expect(names(over('shop_heap_bytes and on (job, instance) shop_cache_hit_ratio < 0.5', bytes(5e8)))).toEqual(
      expect.arrayContaining([
        'warning: fires when shop_cache_hit_ratio < 0.5 just holds',
        'warning: quiet when shop_cache_hit_ratio < 0.5 just fails',
      ]),
    );
  });
});

describe('a recording rule that changes is noticed', () => {
  const rule = (text: string) => record(orderRate, parseExpr(text));
  const original = 'sum by (job) (rate(shop_orders_total{status="ok"}[5m]))';
  const { files, findings } = prove(rule(original));

  test.each([
    ['as it is', original, true],
    ['another aggregation', 'max by (job) (rate(shop_orders_total{status="ok"}[5m]))', false],
    ['another window', 'sum by (job) (rate(shop_orders_total{status="ok"}[6m]))', false],
    ['without its matcher', 'sum by (job) (rate(shop_orders_total[5m]))', false],
    ['another function', 'sum by (job) (increase(shop_orders_total{status="ok"}[5m]))', false],
    ['one that restarts end', 'sum by (job) (deriv(shop_orders_total{status="ok"}[5m]))', false],
  ])('%s', async (_, text, passes) => {
    expect(findings).toEqual([]);
    const all = [...renderRules(groupOf(rule(text)), shopSite), ...files];
    expect((await promtool(all, 'test', 'rules', ...files.map(([path]) => path))).ok).toBe(passes);
  });
});
