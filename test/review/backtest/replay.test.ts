import * as fc from 'fast-check';
import { describe, expect, it, test } from 'vitest';
import { toYaml } from '../../../src/core/yaml.js';
import { vectorOf } from '../../../src/prometheus/engine/evaluate.js';
import { Storage } from '../../../src/prometheus/engine/storage.js';
import type { Grid, Observed, ReplayedAlert, Run } from '../../../src/review/backtest/model.js';
import { replay } from '../../../src/review/backtest/replay.js';
import { readRules } from '../../../src/review/backtest/rules.js';
import { readSide } from '../../../src/review/side/files.js';
import { seed } from '../../infer/seed.js';
import { parseExpr, parseSeries } from '../../prometheus/given.js';
import { promtool } from '../../prometheus/promtool.js';

const minute = 60_000;
const steps = 40;
const grid: Grid = { start: 0, step: minute, count: steps };
const nothing = { failed: new Set<number>(), unknown: [] };

/** One alert and the series that it looks at. M stands for the metric of the case. */
interface Case {
  readonly expr: string;
  readonly for: number;
  readonly keep: number;
  readonly labels: Readonly<Record<string, string>>;
  readonly series: readonly { readonly labels: string; readonly values: string }[];
}

/** A series that is above, below, away for shorter or longer than the lookback, or ended. */
const values = fc
  .array(
    fc.tuple(
      fc.constantFrom('9', '9', '9', '6', '2', '2', '_', 'stale', 'NaN'),
      fc.oneof({ weight: 3, arbitrary: fc.integer({ min: 1, max: 3 }) }, fc.integer({ min: 1, max: 9 })),
    ),
    { minLength: 3, maxLength: 12 },
  )
  .map(parts => parts.flatMap(([value, times]) => Array<string>(times).fill(value)).join(' '));

const seconds = (most: number) => fc.integer({ min: 0, max: most * 2 }).map(n => n * 30);

const one: fc.Arbitrary<Case> = fc.record({
  expr: fc.constantFrom(
    ...['M > 5', 'M > 5', 'M', 'M < 5', '5 < M', 'sum by (i) (M) > 10', 'absent(M)', 'M > 5 or M < 3'],
    ...[
      'count(M > 5) > 1',
      'changes(M[4m]) > 1',
      'scalar(max(M)) > bool 5',
      'M{i="a"} > on (j) group_left () M{i="b"}',
    ],
  ),
  for: seconds(5),
  keep: fc.oneof(fc.constant(0), seconds(6)),
  labels: fc.constantFrom<Case['labels'][]>(
    {},
    { severity: 'warning' },
    { level: '{{ if gt $value 7.0 }}high{{ else }}low{{ end }}' },
    { of: '{{ $labels.i }}-{{ $labels.j }}', severity: 'critical' },
    { value: '{{ $value }}' },
    { j: '' },
  ),
  series: fc
    .uniqueArray(fc.constantFrom('i="a", j="x"', 'i="b", j="x"', 'i="c", j="y"', 'i="d", j="z"'), {
      minLength: 1,
      maxLength: 4,
    })
    .chain(sets => fc.tuple(...sets.map(labels => values.map(of => ({ labels, values: of }))))),
});

describe('what is replayed is what Prometheus evaluates', () => {
  test('pending and firing at every evaluation, says promtool', async () => {
    let [pending, firing] = [0, 0];
    await fc.assert(
      fc.asyncProperty(fc.array(one, { minLength: 40, maxLength: 60 }), async cases => {
        const storage = new Storage();
        const inputs = cases.flatMap(({ series }, n) =>
          series.map(of => ({ series: `m${n}{${of.labels}}`, values: of.values })),
        );
        for (const input of inputs) storage.add(parseSeries(input, minute));
        const rules = toYaml({ groups: [{ name: 'all', rules: cases.map(ruleOf) }] });
        const { alerts } = readRules(
          readSide([{ path: 'rules.yaml', shown: 'rules.yaml', text: rules }]).groups,
          minute,
        );
        const expected = alerts.map(alert => {
          const { runs, collisions } = replay(alert, observe(alert, storage), grid, nothing);
          expect(collisions.size).toBe(0);
          return { alert, runs };
        });
        const tests = expected.flatMap(({ alert, runs }) =>
          Array.from({ length: steps }, (_, i) => {
            const samples = alertsAt(runs, i * minute, alert.name);
            pending += samples.filter(s => s.includes('pending')).length;
            firing += samples.filter(s => s.includes('firing')).length;
            return {
              expr: `ALERTS{alertname="${alert.name}"}`,
              eval_time: `${i}m`,
              exp_samples: samples.map(labels => ({ labels, value: 1 })),
            };
          }),
        );
        const document = {
          rule_files: ['rules.yaml'],
          evaluation_interval: '1m',
          tests: [{ interval: '1m', input_series: inputs, promql_expr_test: tests }],
        };
        const outcome = await promtool(
          [
            ['rules.yaml', rules],
            ['rules.test.yaml', toYaml(document)],
          ],
          ...['test', 'rules', 'rules.test.yaml'],
        );
        expect(outcome.output).toContain('SUCCESS');
      }),
      { numRuns: 4, seed, endOnFailure: true },
    );
    expect(Math.min(pending, firing)).toBeGreaterThan(1000);
  });
});

function ruleOf({ expr, labels, ...waits }: Case, n: number) {
  return {
    alert: `A${n}`,
    expr: expr.replaceAll('M', `m${n}`),
    ...(waits.for > 0 && { for: `${waits.for}s` }),
    ...(waits.keep > 0 && { keep_firing_for: `${waits.keep}s` }),
    labels,
  };
}

/** What the expression of an alert gives at each evaluation, by series: the answer of a range query. */
function observe(alert: ReplayedAlert, storage: Storage): Observed[] {
  const found = new Map<string, { labels: Observed['labels']; at: number[]; values: number[] }>();
  for (let i = 0; i < steps; i++) {
    for (const { labels, value } of vectorOf(alert.expr, { storage, time: i * minute, step: minute })) {
      const of = found.get(labels.key) ?? { labels: Object.fromEntries(labels.pairs), at: [], values: [] };
      found.set(labels.key, of);
      of.at.push(i);
      of.values.push(value);
    }
  }
  return [...found.values()];
}

/** The series ALERTS at a time. */
function alertsAt(runs: readonly Run[], time: number, alertname: string): string[] {
  return runs
    .filter(run => run.activeAt <= time && time < (run.endedAt ?? Infinity))
    .map(run => {
      const alertstate = run.firedAt !== undefined && run.firedAt <= time ? 'firing' : 'pending';
      const labels = Object.entries({ ...run.labels, alertname, alertstate });
      return `ALERTS{${labels.map(([name, value]) => `${name}=${JSON.stringify(value)}`).join(', ')}}`;
    });
}

describe('a run', () => {
  const alert = (more: Partial<ReplayedAlert> = {}): ReplayedAlert => ({
    kind: 'alert',
    name: 'A',
    group: 'g',
    interval: minute,
    expr: parseExpr('m > 5'),
    waits: { for: 2 * minute, keepFiringFor: 0 },
    labels: {},
    ...more,
  });
  const series = (at: number[], labels = {}, value = 9): Observed => ({ labels, at, values: at.map(() => value) });
  const from = (a: number, b: number) => Array.from({ length: b - a + 1 }, (_, i) => a + i);

  it('stays as it is where the rule fails', () => {
    const failed = new Set([13, 14]);
    const { runs } = replay(alert(), [series([...from(10, 12), ...from(15, 20)])], grid, { failed, unknown: [] });
    expect(runs).toMatchObject([{ activeAt: 10 * minute, firedAt: 12 * minute, endedAt: 21 * minute }]);
  });

  it('ends where nobody knows, and what comes after began at a time unknown', () => {
    const unknown = [{ from: 15, to: 20 }];
    const { runs } = replay(alert(), [series([...from(10, 14), ...from(21, 30)])], grid, {
      failed: new Set(),
      unknown,
    });
    expect(runs).toMatchObject([
      { activeAt: 10 * minute, endedAt: undefined, begunBefore: false },
      { activeAt: 21 * minute, endedAt: 31 * minute, begunBefore: true },
    ]);
  });

  it('is told apart from another whose labels it takes: the rule fails there', () => {
    const both = [series(from(10, 20), { i: 'a' }), series(from(15, 25), { i: 'b' })];
    const { runs, collisions } = replay(alert({ labels: { i: 'c' } }), both, grid, nothing);
    expect([...collisions]).toEqual(from(15, 20));
    expect(runs).toMatchObject([{ labels: { i: 'c' }, activeAt: 10 * minute, endedAt: 26 * minute }]);
  });

  it.each([
    ['m > 5', 12],
    ['m < 5', 7],
    ['5 > m', 7],
    ['absent(m)', 12],
  ])('of %s has the worst value', (expr, peak) => {
    const of: Observed = { labels: {}, at: [1, 2, 3], values: [9, 7, 12] };
    expect(replay(alert({ expr: parseExpr(expr) }), [of], grid, nothing).runs[0]?.peak).toBe(peak);
  });
});
