import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { toYaml } from '../../src/core/yaml.js';
import { parseTemplate, renderTemplate, templateLabels } from '../../src/prometheus/template.js';
import { promtool } from './promtool.js';

const templates = [
  '{{ $value }}',
  '{{ .Value | humanize }}',
  '{{ $value | humanize1024 }}B',
  '{{ humanizeDuration $value }}',
  '{{ $value | humanizePercentage }}',
  '{{ printf "%.0f|%.1f|%.2f|%.3f|%f" $value $value $value $value $value }}',
  '{{ printf "%g|%.3g|%e|%.1e|%v" $value $value $value $value $value }}',
  '{{ printf "%8.2f|%-8.2f|%08.2f|%+.1f|% .1f|%+g|%%" $value $value $value $value $value $value }}',
  '{{ $value | printf "%.2f" | printf "%10s" }}',
  '{{ if gt $value 1.0 }}above{{ else if lt $value 0.0 }}below{{ else }}between{{ end }}',
  '{{ if $value }}t{{ end }}{{ if ge $value 0.0 }}ge{{ end }}{{ if le $value 0.0 }}le{{ end }}{{ if eq $value 1.0 }}eq{{ end }}{{ if not (ne $value 1.0) }}!ne{{ end }}',
];
const timestamps = '{{ $value | humanizeTimestamp }}';

const special = [0, -0, 1, -1, NaN, Infinity, -Infinity, 0.5, -0.5, 0.125, 2.5, 0.1, 0.001, 0.0001, 0.00001234];
const sizes = [
  999.95, 999.96, 1000, 1023.96, 1024, 12345.678, 1e6, 1e7, 123456789, 1.5e9, 2e21, 5e-324, 1.7e308, 1e-30,
];
const durations = [59.99, 60, 61, 3599.5, 3600, 86399, 86400, 90061.5, 1e10, 0.0015, 1e-6, -90, -0.25, -1.5, 1.1 - 1];

const number = (v: number) => (Object.is(v, -0) ? '-0' : String(v).replace('Infinity', 'Inf'));

/** Runs every template on every sample through promtool, and expects what renderTemplate gives. */
async function agree(texts: readonly string[], samples: readonly { name: string; value: number }[]) {
  const parsed = texts.map(text => {
    const result = parseTemplate(text);
    if (!result.ok) throw new Error(`${text}: ${result.fault.message}`);
    return result.parts;
  });
  const rule = { alert: 'A', expr: 'v', annotations: Object.fromEntries(texts.map((text, i) => [`a${i}`, text])) };
  const quoted = (name: string) => JSON.stringify(name).replaceAll('\u2028', '\\u2028');
  const test = {
    rule_files: ['rules.yaml'],
    evaluation_interval: '1m',
    tests: [
      {
        interval: '1m',
        external_labels: { cluster: 'main' },
        input_series: samples.map(({ name, value }, i) => ({
          series: `v{i="${i}", name=${quoted(name)}}`,
          values: number(value),
        })),
        alert_rule_test: [
          {
            eval_time: '0s',
            alertname: 'A',
            exp_alerts: samples.map(({ name, value }, i) => {
              const labels = { i: `${i}`, ...(name !== '' && { name }) };
              const data = { labels, value, externalLabels: { cluster: 'main' } };
              return {
                exp_labels: labels,
                exp_annotations: Object.fromEntries(parsed.map((parts, j) => [`a${j}`, renderTemplate(parts, data)])),
              };
            }),
          },
        ],
      },
    ],
  };
  const rules = { groups: [{ name: 'g', rules: [rule] }] };
  const outcome = await promtool(
    [
      ['rules.yaml', toYaml(rules)],
      ['rules.test.yaml', toYaml(test)],
    ],
    'test',
    'rules',
    'rules.test.yaml',
  );
  const [expected = '', got = ''] = outcome.output.split(/^ +got:/m);
  const known = new Set(got.split('\n'));
  expect(expected.split('\n').filter(line => line.includes('Annotations') && !known.has(line))).toEqual([]);
  expect(outcome).toMatchObject({ ok: true });
}

describe('renderTemplate agrees with Prometheus', () => {
  it('on numbers of every size', async () => {
    const random = fc.sample(fc.double(), { seed: 7, numRuns: 200 });
    const ties = fc.sample(fc.integer({ min: -4000, max: 4000 }), { seed: 8, numRuns: 100 }).map(n => n / 16);
    const short = fc.sample(fc.integer({ min: 1, max: 999_999 }), { seed: 9, numRuns: 100 }).map(n => n / 1000);
    const values = [...special, ...sizes, ...durations, ...random, ...ties, ...short];
    await agree(
      templates,
      values.map(value => ({ name: 'n', value })),
    );
    const calendar = [0, 1, 1.5, 1.001, 1767225600, 1767225600.25, -1, -0.5, 4e9, NaN, Infinity, -Infinity];
    await agree(
      [timestamps],
      calendar.map(value => ({ name: 'n', value })),
    );
  });

  it('on labels', async () => {
    const names = [
      '',
      'a_b c-d',
      'ß éa ŉ ﬁ',
      'victor:9090',
      '[::1]:80',
      'a:b:c',
      '"q" \\ \n\t',
      '{{ $x }}',
      '$value',
      '日本 語',
      '12.5',
      "o'clock",
    ];
    await agree(
      [
        '{{ $labels.name }}|{{ .Labels.gone }}|{{ $externalLabels.cluster }}|{{ .ExternalLabels.gone }}',
        '{{ $labels.name | toUpper }}|{{ $labels.name | toLower }}|{{ title $labels.name }}|{{ $labels.name | stripPort }}',
        '{{ printf "%s|%q|%v|%12s|%-12s|%.3s" $labels.name $labels.name $labels.name $labels.name $labels.name $labels.name }}',
        '{{ if eq $labels.name "" }}none{{ else }}{{ $labels.name }}{{ end }} {{- "x" -}}  y {{/* no */}} {{- /* nor */ -}} z',
        '{{ if and $labels.name $labels.i }}yes{{ end }}{{ or $labels.gone "nobody" }}{{ and $labels.i "somebody" }}',
        '{{ `raw "text"` }}{{ "{{" }}{{ 3 }}{{ 2.50 }}{{ true }}{{ printf "%d%%" 12 }}{{ humanize "1234567" }}',
      ],
      names.map(name => ({ name, value: 1 })),
    );
  });
});

describe('parseTemplate', () => {
  it.each([
    ['{{ $value', 0, '"{{" is not closed'],
    ['a {{ }}', 2, 'a value is missing'],
    ['{{ $label.x }}', 3, 'there is no "$label.x"'],
    ['{{ $labels }}', 3, 'there is no "$labels"'],
    ['{{ $value | humanise }}', 12, 'the template function "humanise" is unknown or not for annotations'],
    ['{{ query "up" }}', 3, 'the template function "query" is unknown or not for annotations'],
    ['{{ $value | toUpper }}', 12, 'toUpper takes one text, not number'],
    [
      '{{ if gt $value 1 }}x{{ end }}',
      6,
      'gt compares number with int; write a number with a decimal point to compare it with $value',
    ],
    ['{{ if $value }}x', 16, '"if" without an "end"'],
    ['{{ if $value }}x{{ else }}y', 27, '"else" without an "end"'],
    ['{{ end }}', 0, '"end" without an "if"'],
    ['{{ printf "%d" $value }}', 3, 'printf: %d does not fit a number; use %.0f, %g or humanize'],
    ['{{ printf "%f %f" $value }}', 3, 'printf: the format has 2 verbs for 1 values'],
    ['{{ printf "%z" $value }}', 3, 'printf: the verb "%z" is unknown here; use %f, %e, %g, %d, %s, %q or %v'],
    ['{{ $value | $value }}', 12, 'a value takes nothing from the pipe'],
    ['{{ "open }}', 3, 'the string is not closed; a closing " is missing'],
    ['{{ $value $value }}', 10, '"$value" is not expected here'],
    ['{{ /* x */ }}', 3, '"/" means nothing inside {{ }}'],
  ])('refuses %s', (text, at, message) => {
    expect(parseTemplate(text)).toMatchObject({ ok: false, fault: { at, message } });
  });

  it('leaves text without braces alone', () => {
    expect(parseTemplate('} $value {')).toEqual({ ok: true, parts: [{ kind: 'text', text: '} $value {' }] });
  });
});

describe('templateLabels', () => {
  it('finds the labels wherever they stand', () => {
    const parsed = parseTemplate(
      '{{ $labels.a }}{{ if eq .Labels.b "x" }}{{ printf "%s" $labels.c | title }}{{ else }}{{ $labels.d }}{{ end }}{{ $externalLabels.e }}',
    );
    expect(parsed.ok && [...templateLabels(parsed.parts)]).toEqual(['a', 'b', 'c', 'd']);
  });
});
