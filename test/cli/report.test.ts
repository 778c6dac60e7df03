import pc from 'picocolors';
import { describe, expect, test } from 'vitest';
import { renderError, renderFindings, summarize } from '../../src/cli/report.js';
import type { Finding } from '../../src/core/findings.js';

const colors = pc.createColors(false);
const finding: Finding = {
  id: 'metric/unknown',
  severity: 'error',
  place: { file: 'alerts/errors.ts', line: 12, column: 3, item: 'CoordinatorErrorRateElevated' },
  message: 'the catalog has no metric "second"',
  fix: 'compare with a number',
  source: 'sum by (job) (rate(errors_total[5m])) > 0.1 / second',
  span: { from: 46, to: 52 },
};
const render = (change: Partial<Finding>, width?: number) =>
  renderFindings([{ ...finding, ...change }], { colors, width }).split('\n');

describe('a finding', () => {
  test('names place and item, marks the part, says what to write', () => {
    expect(render({})).toEqual([
      'error metric/unknown  alerts/errors.ts:12 › CoordinatorErrorRateElevated',
      '  sum by (job) (rate(errors_total[5m])) > 0.1 / second',
      '                                                ^^^^^^ the catalog has no metric "second"',
      '  fix: compare with a number',
    ]);
  });

  test.for<[string, Partial<Finding>, string[]]>([
    [
      'without an expression',
      { source: undefined as never, span: undefined as never },
      ['  the catalog has no metric "second"', '  fix: compare with a number'],
    ],
    [
      'of a whole expression',
      { span: undefined as never, source: 'up' },
      ['  up', '  the catalog has no metric "second"', '  fix: compare with a number'],
    ],
    [
      'of nothing, at the end',
      { source: 'up ==', span: { from: 5, to: 5 }, message: 'an operand is missing' },
      ['  up ==', '       ^ an operand is missing', '  fix: compare with a number'],
    ],
    [
      'in one line of several',
      { source: 'a +\n  b', span: { from: 6, to: 7 }, message: 'm' },
      ['    b', '    ^ m', '  fix: compare with a number'],
    ],
    [
      'after characters of two code units',
      { source: '"😀😀" or b', span: { from: 10, to: 11 }, message: 'm' },
      ['  "😀😀" or b', '          ^ m', '  fix: compare with a number'],
    ],
    [
      'without a fix',
      { fix: undefined as never, source: 'b', span: { from: 0, to: 1 }, message: 'm' },
      ['  b', '  ^ m'],
    ],
  ])('%s', ([, change, lines]) => {
    expect(render(change).slice(1)).toEqual(lines);
  });

  test('in a long expression shows what lies around the mark', () => {
    const source = `${'a + '.repeat(100)}second + ${'b + '.repeat(100)}c`;
    const [, shown = '', mark = '', message] = render(
      { source, span: { from: 400, to: 406 }, message: 'm '.repeat(60) },
      80,
    );
    expect(shown.length).toBeLessThan(84);
    expect(shown).toMatch(/^ {2}….*….?$/);
    expect(shown.slice(mark.indexOf('^'), mark.lastIndexOf('^') + 1)).toBe('second');
    expect(message).toContain('m m');
  });

  test('without a line, and in a file only', () => {
    expect(render({ place: { file: 'out/x.json' } })[0]).toBe('error metric/unknown  out/x.json');
  });
});

test('findings are counted by severity', () => {
  const some = (['error', 'warning', 'warning', 'info'] as const).map(severity => ({ ...finding, severity }));
  expect(summarize(some)).toBe('1 error, 2 warnings, 1 note');
  expect(summarize([])).toBe('no findings');
});

test('an error without a place, and one in a file that cannot be read', () => {
  expect(renderError('it broke', 'mend it', undefined, '', colors)).toBe('error: it broke\n  fix: mend it');
  const site = { file: '/nowhere', line: 3, column: 4 };
  expect(renderError('it broke', undefined, site, 'nowhere', colors)).toBe('error  nowhere:3:4\n  it broke');
});
