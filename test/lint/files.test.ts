import { describe, expect, test } from 'vitest';
import { openWorld } from '../../src/catalog/world.js';
import { checkFiles } from '../../src/lint/files.js';
import { shop, shopSite } from '../support/shop.js';

type Known = Parameters<typeof checkFiles>[1];
const open: Known = { world: openWorld() };
const closed: Known = { world: shop, site: shopSite };

/** What is found in one file, as `severity id line:column item`. */
function found(text: string, known: Known): string[] {
  return checkFiles([{ path: 'rules.yaml', text }], known).findings.map(({ severity, id, place }) =>
    `${severity} ${id} ${place.line}:${place.column} ${place.item ?? ''}`.trimEnd(),
  );
}

/** A file with one alert of this expression. */
const alerting = (expr: string, rest = ''): string =>
  `groups:\n- name: g\n  rules:\n  - alert: A\n    expr: ${expr}\n${rest}`;

describe('in an open world only what the text proves is said', () => {
  test.each<[string, string]>([
    ['a metric that nobody knows', 'anything{a="b"} > 1'],
    ['a bare histogram name', 'http_request_duration_seconds > 1'],
    ['a quantile of something unknown', 'histogram_quantile(0.9, sum by (le) (rate(x_bucket[5m]))) > 1'],
    [
      'buckets joined with a name',
      'histogram_quantile(0.9, sum by (le, a) (rate(x_bucket[5m])) * on (a) group_left b) > 1',
    ],
    ['a grouping by an unknown label', 'sum by (whatever) (x) > 1'],
    ['a join that may match', 'sum by (a) (x) / on (a) y > 1'],
    ['a rate of what may be negative', 'rate(x[5m]) < 0'],
    ['a short range', 'rate(x[1s]) > 1'],
  ])('%s is no finding', (_, expr) => {
    expect(found(alerting(expr), open)).toEqual([]);
  });

  test.each<[string, string, string]>([
    ['two sides that differ', 'sum by (a) (x) / sum by (b) (y{b="c"}) > 1', 'error join/never-matches 5:11 A'],
    ['a count that is never zero', 'count by (a) (x) == 0', 'error expr/never-returns 5:11 A'],
    ['matchers that exclude each other', 'x{a="b", a="c"} > 1', 'error expr/never-returns 5:11 A'],
    ['a quantile without le', 'histogram_quantile(0.9, sum by (a) (x)) > 1', 'error histogram/no-buckets 5:35 A'],
    ['a syntax error', 'sum(x', 'error expr/syntax 5:14 A'],
    ['a type error', 'rate(x) > 1', 'error expr/syntax 5:16 A'],
    ['a macro of Grafana', 'rate(x[$__rate_interval]) > 1', 'error expr/syntax 5:18 A'],
  ])('%s is', (_, expr, expected) => {
    expect(found(alerting(expr), open)).toEqual([expected]);
  });
});

describe('in a closed world the catalog speaks', () => {
  test.each<[string, string, string[]]>([
    ['known and right', 'rate(shop_orders_total{status="failed"}[5m]) > 1', []],
    ['an unknown metric', 'rate(shop_order_total[5m]) > 1', ['error metric/unknown 5:16 A']],
    ['an unknown value', 'rate(shop_orders_total{status="no"}[5m]) > 1', ['error label/value-unknown 5:34 A']],
    ['a range that is too short', 'rate(shop_orders_total[20s]) > 1', ['error range/too-short 5:16 A']],
  ])('%s', (_, expr, expected) => {
    expect(found(alerting(expr), closed)).toEqual(expected);
  });
});

describe('a finding points into the file', () => {
  test.each<[string, string, string]>([
    ['plain', 'sum(x) / second', '5:20'],
    ['in quotes', `'sum(up{job=''a''}) / second'`, '5:33'],
    ['in double quotes', String.raw`"sum(up{job=\"a\"}) / second"`, '5:33'],
    ['in a block', '|\n      sum(up)\n        / second', '7:11'],
    ['in a folded block', '>-\n      sum(up)\n      / second', '7:9'],
  ])('%s', (_, expr, position) => {
    expect(found(alerting(expr), closed)).toContain(`error metric/unknown ${position} A`);
  });

  test('and to the label or annotation', () => {
    const rest = `    labels: {severity: x}\n    annotations:\n      summary: >\n        is {{ $labels.b }}\n`;
    expect(found(alerting('sum by (a) (shop_orders_total) > 0', rest), open)).toEqual(['error alert/template 9:9 A']);
  });
});

describe('templates', () => {
  test.each<[string, string, boolean]>([
    ['a lost label', '{{ $labels.b }}', true],
    ['a kept one', '{{ $labels.a }}', false],
    ['one that the rule sets', '{{ $labels.team }}', false],
    ['text after a value', '{{ $value }', true],
    ['an unknown function', '{{ $value | humanise }}', true],
    ['all labels', '{{ $labels }}', false],
    ['the name of the metric', '{{ $labels.__name__ }}', false],
    ['a query', `{{ with query "x" }}{{ . | first | value }}{{ end }}`, false],
    ['a variable', '{{ $x := $value }}{{ $x }}', false],
    ['a word in quotes', '{{ printf "range %s" $labels.b }}', true],
  ])('%s', (_, template, wrong) => {
    const rest = `    labels: {team: t}\n    annotations:\n      summary: ${JSON.stringify(template)}\n`;
    expect(found(alerting('sum by (a) (x) > 0', rest), open)).toEqual(wrong ? ['error alert/template 8:17 A'] : []);
  });
});

test('rules that are there twice are found across files', () => {
  const files = ['a', 'b'].map(path => ({ path, text: 'groups:\n- name: g\n  rules:\n  - {record: a, expr: b}\n' }));
  const { findings, rules } = checkFiles(files, open);
  expect(findings.map(f => `${f.id} ${f.place.file}:${f.place.line}`)).toEqual(['rule/duplicate b:4']);
  expect(rules).toBe(2);
});
