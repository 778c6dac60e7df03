import { describe, expect, it } from 'vitest';
import { toYaml } from '../../src/core/yaml.js';
import { vectorOf } from '../../src/prometheus/engine/evaluate.js';
import { get } from '../../src/prometheus/engine/labels.js';
import { Storage } from '../../src/prometheus/engine/storage.js';
import { parseExpr, parseSeries } from './given.js';
import { promtool } from './promtool.js';

const input: Record<string, string> = {
  'c{job="a", instance="1"}': '0+7.3x60',
  'c{job="a", instance="2"}': '5+0.1x20 3+1x39',
  'c{job="b", instance="1"}': '_x12 1x10 _x10 4+2x10 stale',
  'g{job="a", instance="1", component="total"}': '100+3.7x30 50-1x29',
  'g{job="a", instance="2", component="total"}': '-5+0.3x59',
  'g{job="b", instance="3", component="rest"}': '7x10 stale _x5 NaN 8x30',
  'h_bucket{job="a", le="0.5"}': '0+1x60',
  'h_bucket{job="a", le="1.0"}': '0+2.5x60',
  'h_bucket{job="a", le="+Inf"}': '0+3x60',
  'h_count{job="a"}': '0+3x60',
  'h_sum{job="a"}': '0+1.7x60',
  'flag{job="a", instance="1", version="x"}': '1x60',
  'd{job="a", instance="1"}': '0+7.25x60',
  'd{job="a", instance="2"}': '5+0.125x20 3+1x39',
  'd{job="b", instance="1"}': '1+2.5x59',
};

const expressions = [
  'c',
  'c{instance=~"1|2", job!="b"}',
  'c offset 7m',
  'g @ 600',
  'rate(c[5m])',
  'increase(c[7m30s])',
  'irate(c[5m])',
  'delta(g[10m])',
  'idelta(g[5m])',
  'deriv(g[30m])',
  'predict_linear(g[20m], 3600)',
  'changes(g[30m])',
  'resets(c[1h])',
  'avg_over_time(g[13m])',
  'sum_over_time(g[13m])',
  'min_over_time(g[13m])',
  'max_over_time(g[13m])',
  'count_over_time(g[13m])',
  'last_over_time(g[13m])',
  'present_over_time(g[13m])',
  'stddev_over_time(g[13m])',
  'stdvar_over_time(g[13m])',
  'quantile_over_time(0.3, g[13m])',
  'avg_over_time(rate(c[5m])[20m:2m])',
  'max_over_time(sum by (job) (g)[10m:])',
  'rate(c[5m] offset 10m)',
  'sum by (job) (c)',
  'sum without (instance) (c)',
  // Prometheus adds up series in no fixed order. Sums of binary fractions are exact in any: those are held to the bit;
  // of the others the last digits differ from run to run.
  'sum(d)',
  'avg by (job) (d)',
  'stddev by (job) (d)',
  'stdvar by (job) (d)',
  'round(sum(c), 1e-6)',
  'round(avg by (job) (c), 1e-6)',
  'min by (job) (g)',
  'max by (job) (g)',
  'count by (job) (g)',
  'group by (job) (g)',
  'round(stddev by (job) (c), 1e-6)',
  'round(stdvar(c), 1e-6)',
  'quantile(0.7, c)',
  'topk(2, c)',
  'bottomk(1, c)',
  'count_values("v", flag)',
  'count_values("v", flag * NaN)',
  'count_values by (instance) ("instance", c)',
  'count_values without (instance) ("instance", c)',
  'histogram_quantile(0.5, sum by (job, le) (rate(h_bucket[5m])))',
  'histogram_quantile(0.1, rate(h_bucket[5m]))',
  'histogram_quantile(0.99, h_bucket)',
  'rate(h_sum[5m]) / (rate(h_count[5m]) > 0)',
  'c + 1',
  '1 - c',
  'c * 2 / 3',
  'c % 7',
  'c ^ 2',
  '-c',
  'c > 20',
  '20 >= c',
  'c > bool 20',
  'c > on (job, instance) g',
  'c - on (instance, job) g',
  'c * on (job, instance) group_left (version) flag',
  'flag / on (job, instance) group_right () c',
  'c and on (job) g',
  'c unless on (job, instance) g',
  'g or c',
  'c{job="a"} or on () vector(3)',
  'c == c',
  'c != ignoring (instance) group_left () sum by (job) (c)',
  'absent(nothing{job="x", instance="y", job!="z"})',
  'absent(c)',
  'absent_over_time(g{job="b"}[5m])',
  'absent(sum(nothing))',
  'abs(g)',
  'ceil(g)',
  'floor(g)',
  'round(g, 0.5)',
  'round(g)',
  'sqrt(c)',
  'round(ln(c), 1e-6)',
  'round(log2(c), 1e-6)',
  'round(log10(c), 1e-6)',
  'exp(flag)',
  'sgn(g)',
  'clamp(g, 0, 60)',
  'clamp(g, 60, 0)',
  'clamp_min(g, 10)',
  'clamp_max(g, 10)',
  'vector(scalar(flag) + 1)',
  'vector(time())',
  'time() - c',
  'timestamp(c)',
  'timestamp(sum(c))',
  'sort(c)',
  'hour()',
  'minute(c * 1000)',
  'day_of_week()',
  'pi() * c',
  'label_replace(c, "host", "h-$1", "instance", "(.*)")',
  'label_replace(g, "job", "", "", "")',
  'label_join(c, "both", "/", "job", "instance")',
  'sum by (job) (c unless last_over_time(c[1h] offset 5m) or increase(c[5m]))',
  'c < 40 or g > 100',
] as const;

const moments = [0, 3, 12, 13, 17, 31, 44, 59];

describe('the engine gives bit for bit what Prometheus gives', () => {
  it('for every function and operator that it knows', async () => {
    const storage = new Storage();
    for (const [series, values] of Object.entries(input)) storage.add(parseSeries({ series, values }, 60_000));
    const tests = expressions.flatMap(expr =>
      moments.map(minute => {
        const samples = vectorOf(parseExpr(expr), { storage, time: minute * 60_000, step: 60_000 });
        const shown = samples.map(({ labels, value }) => ({
          labels: `${get(labels, '__name__')}{${labels.pairs
            .filter(([name]) => name !== '__name__')
            .map(([name, text]) => `${name}="${text}"`)
            .join(', ')}}`,
          value,
        }));
        return { expr, eval_time: `${minute}m`, exp_samples: shown.filter(s => !Number.isNaN(s.value)) };
      }),
    );
    const document = {
      rule_files: ['rules.yaml'],
      evaluation_interval: '1m',
      tests: [
        {
          interval: '1m',
          input_series: Object.entries(input).map(([series, values]) => ({ series, values })),
          // A NaN equals nothing, itself included: leave it out on both sides.
          promql_expr_test: tests.map(test => ({ ...test, expr: `(${test.expr}) >= -Inf` })),
        },
      ],
    };
    const outcome = await promtool(
      [
        ['rules.yaml', toYaml({ groups: [] })],
        ['rules.test.yaml', toYaml(document)],
      ],
      'test',
      'rules',
      'rules.test.yaml',
    );
    expect(outcome.output).toContain('SUCCESS');
  });
});
