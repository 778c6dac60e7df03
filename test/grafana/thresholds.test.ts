import { expect, test } from 'vitest';
import { unit } from '../../src/core/units.js';
import { thresholdSteps, thresholdStyle } from '../../src/grafana/thresholds.js';
import { above, below, count, megabytes, percent } from '../../src/index.js';

test.each([
  [
    'above',
    above({ warning: 1.1, critical: 1.15 }),
    [
      [null, 'green'],
      [1.1, 'orange'],
      [1.15, 'red'],
    ],
  ],
  [
    'below',
    below({ warning: percent(85), critical: percent(75) }),
    [
      [null, 'red'],
      [75, 'orange'],
      [85, 'green'],
    ],
  ],
  [
    'a target only',
    above({ target: megabytes(500) }),
    [
      [null, 'green'],
      [5e8, 'yellow'],
    ],
  ],
  [
    'none is good',
    above({ critical: count(0) }),
    [
      [null, 'green'],
      [1e-9, 'red'],
    ],
  ],
  [
    'every level',
    below({ target: 1, info: 0.99, warning: 0.95, critical: 0.9 }),
    [
      [null, 'red'],
      [0.9, 'orange'],
      [0.95, 'blue'],
      [0.99, 'yellow'],
      [1, 'green'],
    ],
  ],
] as const)('steps: %s', (_, limit, expected) => {
  expect(thresholdSteps([limit]).map(s => [s.value, s.color])).toEqual(expected);
});

test('steps of two limits are green between them', () => {
  expect(thresholdSteps([below({ info: 0.5 }), above({ info: 1.5, warning: 2 })])).toEqual([
    { value: null, color: 'blue' },
    { value: 0.5, color: 'green' },
    { value: 1.5, color: 'blue' },
    { value: 2, color: 'orange' },
  ]);
});

test('without a limit all is green, and nothing is drawn', () => {
  expect(thresholdSteps([])).toEqual([{ value: null, color: 'green' }]);
  expect(thresholdStyle([])).toBe('off');
});

test('steps are in the scale of the panel', () => {
  expect(thresholdSteps([above({ warning: percent(85) })], unit('ratio'))[1]?.value).toBe(0.85);
});

test.each([
  ['what alerts is an area', above({ info: 1, warning: 2 }), 'line+area'],
  ['what is aimed at is a dashed line', above({ target: 1, info: 2 }), 'dashed'],
] as const)('%s', (_, limit, style) => {
  expect(thresholdStyle([limit])).toBe(style);
});
