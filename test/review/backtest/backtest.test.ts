import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { backtest } from '../../../src/review/backtest/backtest.js';
import { client } from '../../../src/review/backtest/client.js';
import { readRules } from '../../../src/review/backtest/rules.js';
import type { Prometheus } from '../../e2e/prometheus.js';
import { prometheusWith } from './past.js';

/** Two weeks of three queues, a sample a minute, with incidents at known times. In seconds. */
const to = Math.floor(Date.now() / 60_000) * 60 - 60;
const from = to - 14 * 86_400;
const at = (minutes: number) => (from + minutes * 60) * 1000;

/** What is wrong: from minute `begin` until minute `end`, the last one not included, the depth is this. */
const incidents = [
  { queue: 'mail', begin: 1000, end: 1100, depth: 150 },
  { queue: 'mail', begin: 1105, end: 1140, depth: 130 },
  { queue: 'reports', begin: 7000, end: 7009, depth: 500 },
  { queue: 'reports', begin: 9000, end: 10_500, depth: 101 },
  { queue: 'mail', begin: 19_000, end: 19_011, depth: 220 },
] as const;

/** The queue that is silent for a while. */
const silence = { begin: 12_000, end: 12_060 };

let prometheus: Prometheus;
beforeAll(async () => {
  prometheus = await prometheusWith(
    ['mail', 'reports', 'slow'].map(queue => ({
      name: 'queue_depth',
      labels: { queue },
      value: time => {
        const minute = (time - from) / 60;
        if (queue === 'slow' && minute >= silence.begin && minute < silence.end) return undefined;
        return incidents.find(i => i.queue === queue && minute >= i.begin && minute < i.end)?.depth ?? 40;
      },
    })),
    { from, to, every: 60 },
  );
});
afterAll(() => prometheus?.stop());

const rules = (text: string) => readRules([{ path: 'rules.yaml', text }], 60_000);
const queueLong = (limit: number, hold = '10m', more = '') => `
groups:
  - name: queue
    rules:
      - alert: QueueLong
        expr: queue_depth > ${limit}
        for: ${hold}
        ${more}
        labels: {severity: warning}`;

const options = (more: Partial<Parameters<typeof backtest>[1]> = {}) => ({
  from: from * 1000,
  to: to * 1000,
  client: client({ url: prometheus.url, headers: {}, timeout: 30_000, retries: 0 }),
  parallel: 4,
  maxPoints: 11_000,
  ...more,
});

describe('two weeks in a real Prometheus', () => {
  it('shows each incident to the evaluation, and nothing else', async () => {
    const { alerts } = await backtest(rules(queueLong(100)), options());
    const [{ episodes, nearMisses, flaps, troubles }] = alerts.map(a => a.history) as [(typeof alerts)[0]['history']];
    const raised = incidents.filter(i => i.end - i.begin > 10);
    expect(episodes.map(({ labels, start, end, peak }) => ({ labels, start, end, peak }))).toEqual(
      raised.map(({ queue, begin, end, depth }) => ({
        labels: { queue, severity: 'warning' },
        start: at(begin + 10),
        end: at(end),
        peak: depth,
      })),
    );
    expect(nearMisses.map(({ start, end }) => [start, end])).toEqual([[at(7000), at(7009)]]);
    // The mail queue was long again five minutes after the first time, and fired ten minutes later.
    expect(flaps).toBe(1);
    expect(troubles).toEqual([]);
  });

  it('is the same whatever the answers are cut into', async () => {
    const whole = await backtest(rules(queueLong(100, '10m', 'keep_firing_for: 7m')), options());
    const pieces = await backtest(rules(queueLong(100, '10m', 'keep_firing_for: 7m')), options({ maxPoints: 997 }));
    expect(pieces).toEqual(whole);
    expect(whole.alerts[0]?.history.episodes).toHaveLength(3);
  });

  it('finds what is silent', async () => {
    const text = `
groups:
  - name: silence
    interval: 30s
    rules:
      - alert: SlowQueueSilent
        expr: absent(queue_depth{queue="slow"})
        for: 2m`;
    const { alerts } = await backtest(rules(text), options());
    // The last sample is seen for five minutes.
    expect(alerts[0]?.history.episodes).toMatchObject([
      { start: at(silence.begin - 1 + 5 + 2) + 30_000, end: at(silence.end) },
    ]);
  });
});
