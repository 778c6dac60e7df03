import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { client } from '../../../src/remote/client.js';
import { type Backtest, backtest, tryLimits } from '../../../src/review/backtest/backtest.js';
import { compareBacktests } from '../../../src/review/backtest/compare.js';
import { readRules } from '../../../src/review/backtest/rules.js';
import { readSide } from '../../../src/review/side/files.js';
import type { Prometheus } from '../../e2e/prometheus.js';
import { seed } from '../../infer/seed.js';
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

/** Incidents of two more queues, as chance would have it: far enough apart to be told apart. */
const many = ['blue', 'green'].flatMap(queue => {
  const found: { queue: string; begin: number; end: number; depth: number }[] = [];
  const random = drawing(seed + queue.length);
  for (let begin = 200; ; ) {
    const end = begin + 1 + Math.floor(random() * 60);
    if (end > 20_000) return found;
    found.push({ queue, begin, end, depth: 85 + Math.floor(random() * 90) });
    begin = end + 30 + Math.floor(random() * 500);
  }
});

/** The queue that is silent for a while. */
const silence = { begin: 12_000, end: 12_060 };

/** Numbers from 0 to 1, the same for the same seed. */
function drawing(of: number): () => number {
  let state = of >>> 0;
  return () => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return state / 2 ** 32;
  };
}

let prometheus: Prometheus;
beforeAll(async () => {
  prometheus = await prometheusWith(
    ['mail', 'reports', 'slow', 'blue', 'green'].map(queue => ({
      name: queue === 'blue' || queue === 'green' ? 'queue_load' : 'queue_depth',
      labels: { queue },
      value: time => {
        const minute = (time - from) / 60;
        const load = many.find(i => i.queue === queue && minute >= i.begin && minute < i.end);
        if (load) return load.depth;
        if (queue === 'slow' && minute >= silence.begin && minute < silence.end) return undefined;
        return incidents.find(i => i.queue === queue && minute >= i.begin && minute < i.end)?.depth ?? 40;
      },
    })),
    { from, to, every: 60 },
  );
});
afterAll(() => prometheus?.stop());

const rules = (text: string) => readRules(readSide([{ path: 'rules.yaml', shown: 'rules.yaml', text }]).groups, 60_000);
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
    const { alerts } = (await backtest(rules(queueLong(100)), options())).head;
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
    const { head: whole } = await backtest(rules(queueLong(100, '10m', 'keep_firing_for: 7m')), options());
    const told: (readonly [number, number])[] = [];
    const { head: pieces } = await backtest(
      rules(queueLong(100, '10m', 'keep_firing_for: 7m')),
      options({ maxPoints: 997, progress: (done, of) => told.push([done, of]) }),
    );
    expect(pieces).toEqual(whole);
    const queries = Math.ceil((14 * 1440 + 18) / 997);
    expect(told).toEqual(Array.from({ length: queries + 1 }, (_, i) => [i, queries]));
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
    const { alerts } = (await backtest(rules(text), options())).head;
    // The last sample is seen for five minutes.
    expect(alerts[0]?.history.episodes).toMatchObject([
      { start: at(silence.begin - 1 + 5 + 2) + 30_000, end: at(silence.end) },
    ]);
  });

  it('lists exactly the incidents that a change of the threshold makes and unmakes', async () => {
    const { head, base } = await backtest(rules(queueLong(140)), options(), rules(queueLong(100)));
    const [{ title, incidents: found } = { title: '', incidents: [] }] = compareBacktests(base as Backtest, head);
    expect(title).toBe('QueueLong (warning)');
    expect(found.map(({ change, labels, old }) => [change, labels.queue, old[0]?.start])).toEqual([
      ['same', 'mail', at(1010)],
      ['gone', 'mail', at(1115)],
      ['gone', 'reports', at(9010)],
      ['same', 'mail', at(19_010)],
    ]);
    const back = await backtest(rules(queueLong(100)), options(), rules(queueLong(140)));
    const mirrored = compareBacktests(back.base as Backtest, back.head)[0]?.incidents;
    expect(mirrored?.map(i => i.change)).toEqual(['same', 'new', 'new', 'same']);
  });

  it('says how much sooner and longer a shorter hold makes it fire', async () => {
    const { head, base } = await backtest(rules(queueLong(100, '5m')), options(), rules(queueLong(100, '10m')));
    const [{ incidents: found } = { incidents: [] }] = compareBacktests(base as Backtest, head);
    const minutes = (ms = Number.NaN) => ms / 60_000;
    expect(found.map(i => [i.change, minutes(i.startsLater), minutes(i.lastsLonger)])).toEqual([
      ['changed', -5, 5],
      ['changed', -5, 5],
      ['new', Number.NaN, 4],
      ['changed', -5, 5],
      ['changed', -5, 5],
    ]);
  });
});

describe('two weeks of incidents as chance would have it', () => {
  const text = (limit: number, hold: number) =>
    queueLong(limit, `${hold}m`, 'keep_firing_for: 7m')
      .replace('queue_depth', 'queue_load')
      .replace('- name: queue', '- name: queue\n    interval: 30s');
  /** Those that fire, by when they begin to. */
  const raised = (limit: number, hold: number) =>
    many
      .filter(({ begin, end, depth }) => depth > limit && end - begin > hold)
      .map(i => ({
        labels: { queue: i.queue, severity: 'warning' },
        start: at(i.begin + hold),
        end: at(i.end + 7),
        peak: i.depth,
      }))
      .sort((a, b) => a.start - b.start || (a.labels.queue < b.labels.queue ? -1 : 1));

  it.each([
    [100, 0],
    [100, 20],
    [150, 5],
  ])('each of them is found, and nothing else: limit %d, for %dm', async (limit, hold) => {
    const { history } = (await backtest(rules(text(limit, hold)), options())).head.alerts[0] ?? {};
    const found = history?.episodes.map(({ labels, start, end, peak }) => ({ labels, start, end, peak }));
    expect(found).toEqual(raised(limit, hold));
    expect(found?.length).toBeGreaterThan(20);
    const pending = many.filter(({ begin, end, depth }) => depth > limit && end - begin <= hold);
    expect(history?.nearMisses).toHaveLength(pending.length);
  });

  it('a change of the limit lists those that appear or disappear, and no others', async () => {
    for (const [old, now] of [
      [100, 140],
      [140, 100],
    ] as const) {
      const { head, base } = await backtest(rules(text(now, 10)), options(), rules(text(old, 10)));
      const changed = compareBacktests(base as Backtest, head).flatMap(({ incidents: all }) =>
        all.filter(({ change }) => change !== 'same').map(i => [i.change, (i.old[0] ?? i.new[0])?.start]),
      );
      const between = raised(100, 10).filter(({ peak }) => peak <= 140);
      expect(changed).toEqual(between.map(({ start }) => [now > old ? 'gone' : 'new', start]));
      expect(changed.length).toBeGreaterThan(20);
    }
  });
});

describe('recorded series that the history does not have', () => {
  const recording = (expr: string, alert = 'queue:queue_depth:max > 100', interval = '1m') => `
groups:
  - name: queue
    interval: ${interval}
    rules:
      - record: queue:queue_depth:max
        expr: ${expr}
        labels: {team: ops}
      - alert: QueueLong
        expr: ${alert}
        for: 10m
        labels: {severity: warning}`;

  it.each([
    ['as it is', 'queue:queue_depth:max > 100'],
    ['by a label', 'queue:queue_depth:max{queue=~"mail|reports", team="ops", queue!="slow"} > 100'],
    ['over a range', 'last_over_time(queue:queue_depth:max[1m]) > 100 and queue:queue_depth:max > 0'],
  ])('are computed in the query: %s', async (_, alert) => {
    const { head } = await backtest(rules(recording('max by (queue) (queue_depth)', alert)), options());
    const { history, inlined } = head.alerts[0] as (typeof head.alerts)[0];
    expect(inlined).toEqual(['queue:queue_depth:max']);
    expect(history.troubles).toEqual([]);
    expect(history.episodes.map(({ start }) => start)).toEqual([1010, 1115, 9010, 19_010].map(at));
    expect(history.episodes[0]?.labels).toMatchObject({ queue: 'mail', team: 'ops' });
  });

  it('are not what a matcher keeps away', async () => {
    const { head } = await backtest(
      rules(recording('max by (queue) (queue_depth)', 'queue:queue_depth:max{queue="reports"} > 100')),
      options(),
    );
    expect(head.alerts[0]?.history.episodes.map(({ start }) => start)).toEqual([at(9010)]);
  });

  it('are named where they cannot be computed', async () => {
    const own = 'queue_depth or last_over_time(queue:queue_depth:max[1h])';
    const { head } = await backtest(rules(recording(own)), options());
    expect(head.alerts[0]?.history.troubles).toEqual([
      { kind: 'unknown', message: 'queue:queue_depth:max is computed from its own past' },
    ]);
  });
});

describe('what if the limit were another', () => {
  const what = async (text: string, values: number[], which?: string) => {
    const set = rules(text);
    const tried = { values, ...(which !== undefined && { which }) };
    return tryLimits(set.alerts[0] as (typeof set.alerts)[0], set, tried, options());
  };

  it('one query answers for all limits what a back-test of each would', async () => {
    const limits = [30, 101, 140, 500];
    const { rungs } = await what(queueLong(100), limits);
    expect(rungs.map(({ limit, current }) => [limit, current])).toEqual([
      [30, false],
      [100, true],
      [101, false],
      [140, false],
      [500, false],
    ]);
    for (const { limit, history } of rungs) {
      const { head } = await backtest(rules(queueLong(limit)), options());
      expect(history, `${limit}`).toEqual(head.alerts[0]?.history);
    }
  });

  it('a ladder goes from what the value mostly is to the most that it was', async () => {
    const { rungs } = await what(queueLong(100), []);
    expect(rungs[0]?.limit).toBe(40);
    expect(rungs.at(-1)).toMatchObject({ limit: 500, history: { episodes: [] } });
    const counts = rungs.map(({ history }) => history.firing);
    expect(counts).toEqual([...counts].sort((a, b) => b - a));
  });

  it.each([
    ['under and', 'queue_depth > 100 and on () vector(1) == 1', undefined],
    ['under or', 'queue_depth > 100 or queue_depth < 5', '100'],
    ['under a product', '(queue_depth > 100) * on () group_left () vector(2)', undefined],
    ['of bool', '(queue_depth > bool 100) == 1', undefined],
    ['in an aggregation', 'count(queue_depth > 100) > 0', '#2'],
    ['a factor', 'queue_depth > on () group_left () 100 * vector(1)', undefined],
  ])('wherever the limit is: %s', async (_, expr, which) => {
    const text = (limit: number) => queueLong(100).replace('queue_depth > 100', expr.replace('100', `${limit}`));
    const { rungs, limit } = await what(text(100), [140], which);
    expect([limit.value, ...rungs.map(rung => rung.limit)]).toEqual([100, 100, 140]);
    for (const { limit: value, history } of rungs) {
      const { head } = await backtest(rules(text(value)), options());
      expect(history, `${value}`).toEqual(head.alerts[0]?.history);
    }
    expect(rungs[0]?.history.episodes).not.toEqual(rungs[1]?.history.episodes);
  });

  it('a ladder follows from what is compared, wherever that is', async () => {
    const { rungs } = await what(queueLong(100).replace('> 100', '> 100 and on () vector(1)'), []);
    expect(rungs.map(rung => rung.limit)).toEqual(expect.arrayContaining([40, 100, 500]));
    const counts = rungs.map(({ history }) => history.firing);
    expect(counts).toEqual([...counts].sort((a, b) => b - a));
  });

  it('has to have a limit', async () => {
    const text = queueLong(100).replace('queue_depth > 100', 'absent(queue_depth)');
    await expect(what(text, [1])).rejects.toThrow('QueueLong has no limit');
  });
});
