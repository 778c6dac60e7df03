import { readFileSync } from 'node:fs';
import { Ajv } from 'ajv';
import { describe, expect, test } from 'vitest';
import * as metrics from '../../catalog/metrics.js';
import * as recorded from '../../catalog/recorded.js';
import site from '../../catalog/site.js';
import { openWorld, world } from '../../src/catalog/world.js';
import { sarif } from '../../src/cli/formats/sarif.js';
import type { Finding } from '../../src/core/findings.js';
import { checkIds } from '../../src/lint/check-ids.js';
import { checkFiles } from '../../src/lint/files.js';
import { checkPage } from '../../src/project/check-pages.js';

/** Schema of the standard; its formats are looked at too, though Ajv has none built in. */
const ajv = new Ajv({ strict: false, allErrors: true, unicodeRegExp: false });
ajv.addFormat('uri', text => URL.canParse(text));
ajv.addFormat(
  'uri-reference',
  text => /^[\w\-.~:/?#[\]@!$&'()*+,;=%]*$/.test(text) && URL.canParse(text, 'file:///root/'),
);
ajv.addFormat('date-time', text => !Number.isNaN(Date.parse(text)));
const validate = ajv.compile(JSON.parse(readFileSync(new URL('sarif-2.1.0.schema.json', import.meta.url), 'utf8')));

/** The log of these findings, which the schema has nothing against. */
function logOf(findings: readonly Finding[]) {
  const log = JSON.parse(sarif(findings, '1.2.3', checkPage));
  expect(validate(log) ? [] : validate.errors).toEqual([]);
  return log.runs[0];
}

const finding: Finding = { id: 'rate/on-gauge', severity: 'error', place: { file: 'a.yaml' }, message: 'm' };
const locationOf = (place: Finding['place']) => logOf([{ ...finding, place }]).results[0].locations[0];

test('the schema is one that refuses', () => {
  const log = JSON.parse(sarif([finding], '1.2.3', checkPage));
  for (const wrong of [
    { level: 'fatal' },
    { colour: 1 },
    { message: {} },
    { ruleIndex: -2 },
    { suppressions: [{ kind: 'x' }] },
  ]) {
    const results = [{ ...log.runs[0].results[0], ...wrong }];
    expect(validate({ ...log, runs: [{ ...log.runs[0], results }] })).toBe(false);
  }
});

test('nothing found is a log too', () => {
  expect(logOf([])).toMatchObject({ results: [], tool: { driver: { rules: [] } } });
});

describe('a place', () => {
  test.each<[string, string, object]>([
    ['relative', 'rules/a.yaml', { uri: 'rules/a.yaml', uriBaseId: '%SRCROOT%' }],
    ['with what a URI has to encode', 'a b/ü#?%.yaml', { uri: 'a%20b/%C3%BC%23%3F%25.yaml' }],
    ['of Windows', 'rules\\x y.yaml', { uri: 'rules/x%20y.yaml', uriBaseId: '%SRCROOT%' }],
    ['absolute', '/etc/rules/a b.yaml', { uri: 'file:///etc/rules/a%20b.yaml' }],
    ['absolute, of Windows', 'C:\\rules\\a.yaml', { uri: 'file:///C:/rules/a.yaml' }],
    ['of the standard input', '-', { uri: '-' }],
  ])('%s', (_, file, artifactLocation) => {
    expect(locationOf({ file }).physicalLocation).toMatchObject({ artifactLocation, region: { startLine: 1 } });
  });

  test('with line, column and item', () => {
    expect(locationOf({ file: 'a', line: 3, column: 7, item: 'Row › Panel › A' })).toMatchObject({
      physicalLocation: { region: { startLine: 3, startColumn: 7 } },
      logicalLocations: [{ fullyQualifiedName: 'Row › Panel › A' }],
    });
  });
});

test('every check is a rule with its page, in the words that code scanning shows', () => {
  const { results, tool } = logOf(checkIds.map(id => ({ ...finding, id })));
  for (const { ruleId, ruleIndex } of results) {
    const rule = tool.driver.rules[ruleIndex];
    expect(rule.id).toBe(ruleId);
    for (const text of [rule.shortDescription.text, rule.fullDescription.text, rule.help.text, rule.help.markdown])
      expect(text, ruleId).toMatch(/\S/);
  }
});

test('what is waived is suppressed, with the reason and where it is', () => {
  const waived = { because: 'it “is” a test', place: { file: 'a b.yaml', line: 2, column: 3 } };
  const { results } = logOf([{ ...finding, waived }, finding]);
  expect(results[0].suppressions).toMatchObject([
    {
      kind: 'inSource',
      justification: waived.because,
      location: { physicalLocation: { artifactLocation: { uri: 'a%20b.yaml' }, region: { startLine: 2 } } },
    },
  ]);
  expect(results[1]).not.toHaveProperty('suppressions');
});

describe('fingerprints', () => {
  const rule = (expr: string) => `  - record: a:b\n    expr: ${expr}\n`;
  const prints = (before: string, ...exprs: string[]) => {
    const text = `${before}groups:\n- name: g\n  rules:\n${exprs.map(rule).join('')}`;
    const { findings } = checkFiles([{ path: 'a.yaml', text }], { world: openWorld() });
    return logOf(findings).results.map((r: { partialFingerprints: object }) => JSON.stringify(r.partialFingerprints));
  };
  const [one, two] = ['x{a="b", a="c"}', 'y{a="b", a="c"}'];
  test('stay when lines move', () => {
    expect(prints('# a\n\n# b\n', one)).toEqual(prints('', one));
  });
  test('differ where findings differ', () => {
    const all = prints('', one, two);
    expect(new Set(all).size).toBe(all.length);
    expect(all.length).toBeGreaterThan(1);
  });
  test('differ where they are alike', () => {
    const all = prints('', one, one);
    expect(new Set(all).size).toBe(all.length);
    expect(all.length).toBeGreaterThan(1);
  });
});

test('a log of all kinds of findings in rules and a dashboard', () => {
  const rules = `# telltale: allow rate/on-gauge — “waived”
# telltale: allow nothing
groups:
- name: "g 😀"
  rules:
  - alert: "Ä😀"
    expr: |
      label_replace(rate(coordinator_memory_bytes[5m]), "a", "😀", "", "") > second
    annotations: {summary: "{{ $labels.x }} {{"}
  - {record: x, expr: 'sum('}
  - {record: y}
  - {alert: B, expr: 'up == 0', labels: {severity: '{{ $value }}'}}
`;
  const board = JSON.stringify({
    panels: [1, 1].map(id => ({
      id,
      type: 'graph',
      title: 'Ü',
      gridPos: { x: 0, y: 0, w: 12, h: 8 },
      datasource: { type: 'prometheus' },
      targets: [{ refId: 'A', expr: 'rate(coordinator_errors_total[5m]) + $x', legendFormat: '{{nowhere}}' }],
    })),
  });
  const { findings } = checkFiles(
    [
      { path: 'sub folder\\rules.yaml', text: rules },
      { path: 'board.json', text: board },
    ],
    { world: world(metrics, recorded), site },
  );
  const { results } = logOf(findings);
  expect(results).toHaveLength(findings.length);
  expect(new Set(findings.map(f => f.id)).size).toBeGreaterThan(9);
  expect(new Set(results.map((r: { level: string }) => r.level))).toEqual(new Set(['error', 'warning']));
});
