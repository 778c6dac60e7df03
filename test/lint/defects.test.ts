import { describe, expect, test } from 'vitest';
import { openWorld } from '../../src/catalog/world.js';
import { checkFiles } from '../../src/lint/files.js';
import { promtool } from '../prometheus/promtool.js';

/*
 * What is an error in an open world is a defect that Prometheus shows: with samples on which anybody would expect the
 * alert, the rule stays silent or says the wrong thing, and its neighbour does not.
 */

interface Raised {
  readonly labels?: Readonly<Record<string, string>>;
  readonly text: string;
}

interface Rule {
  readonly expr: string;
  readonly text: string;
  /** What Prometheus raises after ten minutes. */
  readonly raised: readonly Raised[];
}

interface Defect {
  readonly id: string;
  readonly samples: Readonly<Record<string, string>>;
  readonly wrong: Rule;
  readonly right: Rule;
}

const requests = {
  'shop_requests_total{instance="a", status="500"}': '0+60x20',
  'shop_requests_total{instance="a", status="200"}': '0+60x20',
};
const buckets = {
  'shop_wait_seconds_bucket{job="a", le="1.0"}': '0x20',
  'shop_wait_seconds_bucket{job="a", le="9.0"}': '0+60x20',
  'shop_wait_seconds_bucket{job="a", le="+Inf"}': '0+60x20',
};

const defects: readonly Defect[] = [
  {
    id: 'alert/template',
    samples: { 'shop_pressure{pod="p", map="m"}': '1x20' },
    wrong: {
      expr: 'sum by (pod) (shop_pressure) > 0.9',
      text: '{{ $labels.map }} of {{ $labels.pod }}',
      raised: [{ labels: { pod: 'p' }, text: ' of p' }],
    },
    right: {
      expr: 'sum by (pod, map) (shop_pressure) > 0.9',
      text: '{{ $labels.map }} of {{ $labels.pod }}',
      raised: [{ labels: { pod: 'p', map: 'm' }, text: 'm of p' }],
    },
  },
  {
    id: 'alert/template',
    samples: {},
    wrong: { expr: 'absent(up{job=~"sh.*"})', text: '{{ $labels.job }} is gone', raised: [{ text: ' is gone' }] },
    right: {
      expr: 'absent(up{job="shop"})',
      text: '{{ $labels.job }} is gone',
      raised: [{ labels: { job: 'shop' }, text: 'shop is gone' }],
    },
  },
  {
    id: 'join/never-matches',
    samples: requests,
    wrong: {
      expr: 'sum by (instance, status) (rate(shop_requests_total{status=~"5.."}[5m])) / sum by (instance) (rate(shop_requests_total[5m])) > 0.1',
      text: 'fails',
      raised: [],
    },
    right: {
      expr: 'sum by (instance) (rate(shop_requests_total{status=~"5.."}[5m])) / sum by (instance) (rate(shop_requests_total[5m])) > 0.1',
      text: 'fails',
      raised: [{ labels: { instance: 'a' }, text: 'fails' }],
    },
  },
  {
    id: 'expr/never-returns',
    samples: { 'shop_broker{job="a"}': '1x3 stale' },
    wrong: { expr: 'count by (job) (shop_broker) == 0', text: 'none', raised: [] },
    right: { expr: 'absent(shop_broker{job="a"})', text: 'none', raised: [{ labels: { job: 'a' }, text: 'none' }] },
  },
  {
    id: 'histogram/no-buckets',
    samples: buckets,
    wrong: {
      expr: 'histogram_quantile(0.9, sum by (job) (rate(shop_wait_seconds_bucket[5m]))) > 2',
      text: 'slow',
      raised: [],
    },
    right: {
      expr: 'histogram_quantile(0.9, sum by (job, le) (rate(shop_wait_seconds_bucket[5m]))) > 2',
      text: 'slow',
      raised: [{ labels: { job: 'a' }, text: 'slow' }],
    },
  },
  {
    id: 'branch/dead',
    samples: { 'shop_broker{job="a"}': '1x3 stale' },
    wrong: { expr: 'count by (job) (shop_broker) < 1 or shop_full > 0.9', text: 'none', raised: [] },
    right: { expr: 'absent(shop_broker) or shop_full > 0.9', text: 'none', raised: [{ text: 'none' }] },
  },
];

/** A rule file with one alert. */
const file = (name: string, { expr, text }: Rule) =>
  JSON.stringify({ groups: [{ name, rules: [{ alert: name, expr, annotations: { text } }] }] });

const cases = defects.flatMap(({ samples, wrong, right }, i) =>
  [wrong, right].map((rule, j) => ({ name: `A${i}${j}`, rule, samples })),
);

test('Prometheus shows each of them', async () => {
  const suite = {
    rule_files: cases.map(({ name }) => `${name}.json`),
    tests: cases.map(({ name, rule, samples }) => ({
      interval: '1m',
      input_series: Object.entries(samples).map(([series, values]) => ({ series, values })),
      alert_rule_test: [
        {
          eval_time: '10m',
          alertname: name,
          exp_alerts: rule.raised.map(({ labels = {}, text }) => ({ exp_labels: labels, exp_annotations: { text } })),
        },
      ],
    })),
  };
  const files = cases.map(({ name, rule }) => [`${name}.json`, file(name, rule)] as const);
  const outcome = await promtool([...files, ['suite.json', JSON.stringify(suite)]], 'test', 'rules', 'suite.json');
  expect(outcome.output).not.toContain('FAILED');
  expect(outcome.ok).toBe(true);
});

describe('and each is found', () => {
  const ids = (rule: Rule) =>
    checkFiles([{ path: 'rules.json', text: file('A', rule) }], { world: openWorld() })
      .findings.filter(f => f.severity === 'error')
      .map(f => f.id);
  test.each(defects.map(defect => [defect.id, defect.wrong.expr, defect] as const))('%s: %s', (id, _, defect) => {
    expect(ids(defect.wrong)).toEqual([id]);
    expect(ids(defect.right)).toEqual([]);
  });
});
