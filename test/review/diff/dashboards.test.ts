import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { diff } from '../../../src/review/diff/diff.js';
import { boardFormattings, boardMutations, boardSide, exampleBoard, mutated } from './boards.js';
import { entriesOf, mirroredEntriesOf, sideOf } from './sides.js';

const example = boardSide(exampleBoard());

describe('a dashboard with', () => {
  test.each(boardMutations)('$what is one entry: $expected', ({ mutate, expected }) => {
    const found = diff(example, mutated({ mutate }));
    const told = found.entries.map(({ subject, change, part, before, after }) => {
      const parts = [subject, change, part].filter(x => x !== undefined).join(' ');
      return before === undefined && after === undefined ? parts : `${parts} ${before ?? ''} → ${after ?? ''}`;
    });
    expect(told).toEqual([expect.stringMatching(expected.replace(/[.*+?^${}()|[\]\\]/g, '\\$&'))]);
    expect(mirroredEntriesOf(diff(mutated({ mutate }), example))).toEqual(entriesOf(found));
  });
});

test.each(boardFormattings)('a dashboard %s is the same', (_, mutate) => {
  expect(diff(example, mutated({ mutate })).entries).toEqual([]);
});

test('several changes are told in either direction alike, and none without a change', () => {
  const some = fc.subarray([...boardMutations], { maxLength: 4 });
  // Each is for the example: after a panel has gone, others may be about what is not there.
  const made = (mutations: typeof boardMutations) => {
    try {
      return mutated(...mutations);
    } catch (error) {
      if (error instanceof TypeError) return undefined;
      throw error;
    }
  };
  fc.assert(
    fc.property(some, some, (first, second) => {
      const [base, head] = [made(first), made(second)];
      fc.pre(base !== undefined && head !== undefined);
      expect(mirroredEntriesOf(diff(head, base))).toEqual(entriesOf(diff(base, head)));
      expect(diff(base, made(first) as typeof base).entries).toEqual([]);
    }),
    { numRuns: 100 },
  );
});

test('the parts of a query that differ are named, and where the panel stands', () => {
  const head = exampleBoard();
  head.panels[2].targets[0].expr = head.panels[2].targets[0].expr.replace('5..', '4..');
  const [entry] = diff(example, boardSide(head)).entries;
  expect(entry?.parts).toEqual([
    {
      before: 'requests_total{code=~"5..",job=~"$job"}'.replace(',', ', '),
      after: 'requests_total{code=~"4..",job=~"$job"}'.replace(',', ', '),
    },
  ]);
  const lines = JSON.stringify(head, null, 2).split('\n');
  expect(lines[(entry?.head?.place.line ?? 0) - 1]).toContain('"Errors"');
  expect(entry?.head).toMatchObject({ home: 'Web', name: 'Errors' });
});

test('panels in rows, as Grafana wrote them before version 5, are read', () => {
  const old = (expr: string) => ({
    title: 'Old',
    rows: [{ title: 'Row', height: 200, panels: [{ title: 'P', type: 'graph', span: 6, targets: [{ expr }] }] }],
  });
  expect(diff(boardSide(old('up')), boardSide(old('up == 0'))).entries).toMatchObject([
    { subject: 'panel', part: 'query 1', before: 'up', after: 'up == 0' },
  ]);
});

test('dashboards of version 2 are compared by their elements', () => {
  const element = (title: string, expr: string, unit = 's') => ({
    kind: 'Panel',
    spec: {
      title,
      vizConfig: { kind: 'VizConfig', group: 'stat', spec: { fieldConfig: { defaults: { unit } } } },
      data: {
        spec: {
          queries: [{ spec: { refId: 'A', query: { kind: 'DataQuery', group: 'prometheus', spec: { expr } } } }],
        },
      },
    },
  });
  const board = (...[title, expr, unit]: Parameters<typeof element>) => ({
    apiVersion: 'dashboard.grafana.app/v2beta1',
    spec: {
      title: 'New',
      elements: { a: element(title, expr, unit) },
      layout: {
        kind: 'RowsLayout',
        spec: {
          rows: [
            {
              kind: 'RowsLayoutRow',
              spec: { title: 'Row', layout: { spec: { items: [{ spec: { element: { name: 'a' } } }] } } },
            },
          ],
        },
      },
      variables: [{ kind: 'QueryVariable', spec: { name: 'v', query: { spec: { query: 'label_values(up, job)' } } } }],
    },
  });
  const base = boardSide(board('P', 'sum(up)'));
  expect(diff(base, boardSide(board('P', 'sum((up))'))).entries).toEqual([]);
  const parts = (...of: Parameters<typeof element>) =>
    diff(base, boardSide(board(...of))).entries.map(({ change, part }) => part ?? change);
  expect(parts('P', 'max(up)')).toEqual(['query A']);
  expect(parts('P', 'sum(up)', 'ms')).toEqual(['unit']);
  expect(parts('Q', 'sum(up)')).toEqual(['renamed']);
});

test('dashboards that come and go are told whole', () => {
  const other = { 'other.json': JSON.stringify({ title: 'Other', panels: [] }) };
  const both = sideOf({ 'web.json': JSON.stringify(exampleBoard()), ...other });
  expect(diff(example, both).entries).toMatchObject([{ subject: 'dashboard', change: 'added' }]);
  expect(diff(both, example).entries).toMatchObject([{ subject: 'dashboard', change: 'removed' }]);
});
