import { describe, expect, test } from 'vitest';
import { openWorld } from '../../src/catalog/world.js';
import { checkFiles } from '../../src/lint/files.js';
import { parse } from '../../src/promql/parse.js';
import { formatVersion, isAtLeast, parseVersion, type Version } from '../../src/promql/versions.js';

/** What is found in a group with one recording rule, where it is loaded by a version; any from 2.42 on by default. */
function found(expr: string, version?: string, fields: object = {}): string[] {
  const text = JSON.stringify({ groups: [{ name: 'g', ...fields, rules: [{ record: 'a', expr }] }] });
  const prometheus = version === undefined ? undefined : parseVersion(version);
  const { findings } = checkFiles([{ path: 'a', text }], { world: openWorld(), ...(prometheus && { prometheus }) });
  return findings.map(f => `${f.severity} ${f.id}`);
}

test.each<[string, [number, number] | undefined]>([
  ['2.42', [2, 42]],
  ['v3.5.1', [3, 5]],
  ['3', [3, 0]],
  ['', undefined],
  ['3.x', undefined],
  ['latest', undefined],
])('the version %s', (text, expected) => {
  const version = parseVersion(text);
  expect(version && [version.major, version.minor]).toEqual(expected);
  if (version) expect(parseVersion(formatVersion(version))).toEqual(version);
});

test.each<[string, string, boolean]>([
  ['3.0', '2.53', true],
  ['2.53', '2.53', true],
  ['2.9', '2.42', false],
  ['3.4', '3.5', false],
  ['2.99', '3.0', false],
])('%s has what %s has: %s', (version, since, expected) => {
  expect(isAtLeast(parseVersion(version) as Version, since)).toBe(expected);
});

describe('functions', () => {
  test.each<[string, string | undefined, string[]]>([
    ['histogram_avg(x)', undefined, ['error expr/syntax']],
    ['histogram_avg(x)', '2.50', ['error expr/syntax']],
    ['histogram_avg(x)', '2.51', []],
    ['mad_over_time(x[5m])', '2.49', ['warning version/experimental']],
    ['double_exponential_smoothing(x[5m], 0.5, 0.5)', '2.55', ['error expr/syntax']],
    ['double_exponential_smoothing(x[5m], 0.5, 0.5)', '3.0', ['warning version/experimental']],
    ['limitk(3, x)', undefined, ['error expr/syntax']],
    ['limitk(3, x)', '3.0', ['warning version/experimental']],
    ['limit_ratio(0.5, x)', '3.1', ['warning version/experimental']],
    ['limitk(3, x, y)', '3.0', ['error expr/syntax']],
    ['holt_winters(x[5m], 0.5, 0.5)', undefined, ['warning version/removed']],
    ['holt_winters(x[5m], 0.5, 0.5)', '2.55', []],
    ['holt_winters(x[5m], 0.5, 0.5)', '3.0', ['error version/removed']],
    ['rate(x[5m])', '3.5', []],
  ])('%s on %s', (expr, version, expected) => {
    expect(found(expr, version)).toEqual(expected);
  });

  test('what is refused says which version is to load it', () => {
    const version = parseVersion('2.50') as Version;
    expect(parse('histogram_avg(x)', { version })).toMatchObject({
      error: { message: 'the function "histogram_avg" needs Prometheus 2.51; rules must load on 2.50' },
    });
  });
});

describe('fields of a group', () => {
  test.each<[object, string | undefined, string[]]>([
    [{ query_offset: '1m' }, undefined, ['warning version/field']],
    [{ query_offset: '1m' }, '2.52', ['error version/field']],
    [{ query_offset: '1m' }, '2.53', []],
    [{ labels: { a: 'b' } }, '2.55', ['error version/field']],
    [{ labels: { a: 'b' } }, '3.0', []],
    [{ interval: '1m', limit: 3 }, undefined, []],
  ])('%o on %s', (fields, version, expected) => {
    expect(found('x', version, fields)).toEqual(expected);
  });
});
