import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { positions } from '../../src/foreign/lines.js';
import { readRuleFile } from '../../src/foreign/rule-files.js';

/** What a file has wrong, as `line:column message`. */
function faults(text: string): string[] {
  const at = positions(text);
  return readRuleFile(text).faults.map(f => `${at(f.at).line}:${at(f.at).column} ${f.message}`);
}

/** The rules of a file as `group/kind name`. */
const names = (text: string): string[] =>
  readRuleFile(text).groups.flatMap(g => g.rules.map(r => `${g.name.value}/${r.kind} ${r.name.value}`));

const rules = `
- name: g
  interval: 30s
  rules:
  - record: a:b
    expr: sum(a)
    labels: {x: "1"}
  - alert: B
    expr: >
      b
        > 1
    for: 5m
    keep_firing_for: 10m
    labels:
      severity: page
    annotations:
      summary: 'it''s b'
`;
const indent = (by: number): string => rules.replaceAll('\n', `\n${' '.repeat(by)}`);

describe('what rule files look like', () => {
  test.each([
    ['plain', `groups:${rules}`],
    ['of mimirtool', `namespace: n\ngroups:${rules}`],
    ['a PrometheusRule', `apiVersion: monitoring.coreos.com/v1\nkind: PrometheusRule\nspec:\n  groups:${indent(2)}`],
    [
      'a List of them, beside something else',
      `kind: List\nitems:\n- kind: ConfigMap\n  data: {}\n- kind: PrometheusRule\n  spec:\n    groups:${indent(4)}`,
    ],
    ['several documents', `---\nkind: Service\n---\ngroups:${rules}`],
    ['with anchors', `x: &labels\n---\ngroups:${rules}`.replace('x: &labels\n', 'kind: Other\n')],
  ])('%s', (_, text) => {
    expect(faults(text)).toEqual([]);
    expect(names(text)).toEqual(['g/record a:b', 'g/alert B']);
    const [record, alert] = readRuleFile(text).groups[0]?.rules ?? [];
    expect(record?.labels.get('x')?.value).toBe('1');
    expect(alert?.expr.value).toBe('b\n  > 1\n');
    expect(alert?.for?.value).toBe('5m');
    expect(alert?.keepFiringFor?.value).toBe('10m');
    expect(alert?.labels.get('severity')?.value).toBe('page');
    expect(alert?.annotations.get('summary')?.value).toBe("it's b");
  });

  test('merged and aliased labels are read through', () => {
    const text = `groups:
- name: g
  rules:
  - {alert: A, expr: a, labels: &l {severity: page, team: x}}
  - {alert: B, expr: b, labels: {<<: *l, team: y}}
  - {alert: C, expr: c, labels: *l}
`;
    const labels = readRuleFile(text).groups[0]?.rules.map(r =>
      [...r.labels].map(([k, v]) => `${k}=${v.value}`).sort(),
    );
    expect(labels).toEqual([
      ['severity=page', 'team=x'],
      ['severity=page', 'team=y'],
      ['severity=page', 'team=x'],
    ]);
  });
});

test.each<[string, string[]]>([
  ['', []],
  ['groups:', []],
  ['groups: []', []],
  ['- a', ['1:1 this is no rule file']],
  ['a: [', ['1:5 this is no YAML: unexpected end of the stream within a flow collection']],
  ['group: []', ['1:1 there is no field "group" here']],
  ['groups: 1', ['1:9 groups is no list']],
  ['groups:\n- rules: []', ['2:3 this group has no name']],
  ['groups:\n- name: a\n- name: a', ['3:9 two groups are called "a"']],
  ['groups:\n- name: a\n  rules:\n  - expr: b', ['4:5 this rule is neither an alert nor a recording rule']],
  ['groups:\n- name: a\n  rules:\n  - alert: A', ['4:5 A has no expression']],
  ['groups:\n- name: a\n  rules:\n  - alert: A\n    expr: ""', ['4:5 A has no expression']],
  [
    'groups:\n- name: a\n  rules:\n  - {alert: A, record: b, expr: c}',
    ['4:24 a rule cannot have both "alert:" and "record:"'],
  ],
  ['groups:\n- name: a\n  rules:\n  - {record: b, expr: c, for: 5m}', ['4:31 a recording rule has no "for"']],
  ['groups:\n- name: a\n  rules:\n  - {alert: A, expr: c, exrp: d}', ['4:25 there is no field "exrp" here']],
  ['groups:\n- name: a\n  rules:\n  - {alert: A, expr: c, expr: d}', ['4:25 "expr" is there twice']],
  ['groups:\n- name: a\n  rules:\n  - {alert: A, expr: [c]}', ['4:22 expr is a list', '4:5 A has no expression']],
  ['groups:\n- name: a\n  rules:\n  - {alert: A, expr: c, labels: x}', ['4:33 labels is no mapping of names to texts']],
  ['groups:\n- name: a\n  rules: [1]', ['3:11 this is no rule']],
  ['groups:\n- name: a\n  rules:\n  - {alert: A, expr: c, for: 5x}', ['4:30 "5x" is no duration']],
  ['groups:\n- name: a\n  rules:\n  - {alert: A, expr: c, labels: {a-b: x}}', ['4:39 "a-b" is no label name']],
  ['groups:\n- name: a\n  rules:\n  - {record: a-b, expr: c}', ['4:14 "a-b" is no metric name']],
  ['kind: PrometheusRule', ['1:1 this PrometheusRule has no spec']],
])('%j', (text, expected) => {
  expect(faults(text)).toEqual(expected);
});

test("this project's own files have no fault", () => {
  const text = readFileSync(new URL('../../out/prometheus/rules/coordinator-errors.yaml', import.meta.url), 'utf8');
  expect(faults(text)).toEqual([]);
  expect(names(text).length).toBeGreaterThan(5);
});
