import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { client } from '../../../src/remote/client.js';
import { backtest } from '../../../src/review/backtest/backtest.js';
import { readRules } from '../../../src/review/backtest/rules.js';
import { readSide } from '../../../src/review/side/files.js';
import type { Prometheus } from '../../e2e/prometheus.js';
import { prometheusWith } from './past.js';

/**
 * A day of queues of two instances, and what recording rules would have written of them, each worked out here: so what is
 * computed in the query can be held against what is read. In seconds.
 */
const to = Math.floor(Date.now() / 600_000) * 600 - 600;
const from = to - 86_400;
const queues = ['mail', 'reports'] as const;
const depth = (queue: string, instance: number, time: number): number =>
  Math.round(100 + 60 * Math.sin((time - from) / (queue === 'mail' ? 2000 : 3100) + instance) + ((time / 60) % 7));
const longest = (queue: string, time: number): number => Math.max(depth(queue, 0, time), depth(queue, 1, time));
/** The mean of what was recorded each minute in the ten minutes before. */
const mean = (queue: string, time: number): number => {
  const times = Array.from({ length: 10 }, (_, i) => time - i * 60).filter(t => t >= from);
  return times.reduce((sum, t) => sum + longest(queue, t), 0) / times.length;
};

let prometheus: Prometheus;
beforeAll(async () => {
  const series = queues.flatMap(queue => [
    ...[0, 1].map(n => ({
      ...{ name: 'queue_depth', labels: { queue, instance: `i${n}` } },
      value: (time: number) => depth(queue, n, time),
    })),
    { name: 'stored:max', labels: { queue, team: 'ops' }, value: (time: number) => longest(queue, time) },
    // A group that is evaluated every two minutes.
    {
      ...{ name: 'stored:mean', labels: { queue, team: 'ops' } },
      value: (time: number) => (time % 120 === 0 ? mean(queue, time) : undefined),
    },
  ]);
  prometheus = await prometheusWith(series, { from, to, every: 60 });
});
afterAll(() => prometheus?.stop());

const rules = (expr: string) => `
groups:
  - name: fast
    interval: 1m
    rules:
      - record: queue:max
        expr: max by (queue) (queue_depth)
        labels: {team: ops}
      - {alert: Long, expr: '${expr}', for: 3m, keep_firing_for: 2m}
  - name: slow
    interval: 2m
    rules:
      - {record: 'queue:mean', expr: 'avg_over_time(queue:max[9m30s])'}`;

/** What fired within the day, from when the windows are full. */
async function episodes(expr: string, inline: 'missing' | 'none') {
  const set = readRules(readSide([{ path: 'r.yaml', shown: 'r.yaml', text: rules(expr) }]).groups, 60_000);
  const { head } = await backtest(set, {
    ...{ from: (from + 7200) * 1000, to: to * 1000, parallel: 4, maxPoints: 11_000, inline },
    client: client({ url: prometheus.url, headers: {}, timeout: 30_000, retries: 0 }),
  });
  const [report] = head.alerts;
  return { of: report?.history.episodes ?? [], inlined: report?.inlined, troubles: report?.history.troubles };
}

describe('what is computed in the query is what a rule would have recorded', () => {
  it.each([
    ['as it is', 'R > 140'],
    ['with a label that the rule sets', 'R{team="ops",queue!="mail"} > 140'],
    ['before', 'R offset 7m > 140'],
    ['at a time', `R @ ${from + 40_000} > 120`],
    ['over a range', 'max_over_time(R[29m30s]) > 150'],
    ['over a range before', 'min_over_time(R[9m30s] offset 11m) > 130'],
    ['in a subquery', 'max_over_time((R > 120)[29m30s:3m] offset 4m) > 150'],
    ['in a subquery of a window', 'max_over_time(deriv(R[9m30s])[20m:2m]) > 0.02'],
    ['aggregated', 'sum without (queue) (R) > 260'],
    ['joined', 'queue_depth > on (queue) group_left (team) 0.99 * R'],
    ['from a rule of another interval, that reads another recorded series', 'M > 140'],
    ['from such a one before', 'M offset 5m > 140'],
    ['from such a one over a range', 'max_over_time(M[29m30s]) > 150'],
    ['absent', 'absent(R{queue="none"})'],
    ['not absent', 'absent(R)'],
  ])('%s: %s', async (_, expr) => {
    const computed = await episodes(expr.replace('R', 'queue:max').replace('M', 'queue:mean'), 'missing');
    const stored = await episodes(expr.replace('R', 'stored:max').replace('M', 'stored:mean'), 'none');
    expect(computed.troubles).toEqual([]);
    expect(computed.inlined).toContain(expr.includes('M') ? 'queue:mean' : 'queue:max');
    expect(computed.of.map(rounded)).toEqual(stored.of.map(rounded));
    if (expr !== 'absent(R)') expect(stored.of.length).toBeGreaterThan(0);
  });
});

/** Means are worked out in another order here. */
const rounded = <E extends { readonly peak: number }>(episode: E) => ({
  ...episode,
  peak: episode.peak.toPrecision(9),
});
