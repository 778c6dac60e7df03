import fc from 'fast-check';
import { expect, test } from 'vitest';
import { columns, placeRows } from '../../src/grafana/layout.js';

const panel = fc.record({ width: fc.integer({ min: 1, max: 24 }), height: fc.integer({ min: 1, max: 20 }) });
const rows = fc.array(fc.record({ panels: fc.array(panel, { minLength: 1, maxLength: 12 }) }), {
  minLength: 1,
  maxLength: 6,
});

test('panels never overlap and never leave the grid', () => {
  fc.assert(
    fc.property(rows, given => {
      const places = placeRows(given).flatMap(r => [r.heading, ...r.panels]);
      for (const [i, a] of places.entries()) {
        expect(a.x).toBeGreaterThanOrEqual(0);
        expect(a.x + a.w).toBeLessThanOrEqual(columns);
        for (const b of places.slice(i + 1)) {
          expect(a.x < b.x + b.w && b.x < a.x + a.w && a.y < b.y + b.h && b.y < a.y + a.h).toBe(false);
        }
      }
    }),
  );
});

test('panels keep their order and their size', () => {
  fc.assert(
    fc.property(rows, given => {
      const sizes = placeRows(given).flatMap(r => r.panels.map(({ w, h }) => ({ width: w, height: h })));
      expect(sizes).toEqual(given.flatMap(r => r.panels));
    }),
  );
});

test('panels stand side by side while they fit, then below the highest of the line', () => {
  const sizes = [
    [12, 4],
    [12, 8],
    [8, 3],
  ] as const;
  const [first, second] = placeRows([
    { panels: sizes.map(([width, height]) => ({ width, height })) },
    { panels: [{ width: 24, height: 1 }] },
  ]);
  expect(first?.panels.map(({ x, y }) => [x, y])).toEqual([
    [0, 1],
    [12, 1],
    [0, 9],
  ]);
  expect(second?.heading).toEqual({ x: 0, y: 12, w: 24, h: 1 });
});
