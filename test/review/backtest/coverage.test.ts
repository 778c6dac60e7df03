import { afterAll, beforeAll, expect, it } from 'vitest';
import { client } from '../../../src/remote/client.js';
import { backtest } from '../../../src/review/backtest/backtest.js';
import { coverageOf } from '../../../src/review/backtest/coverage.js';
import { readRules } from '../../../src/review/backtest/rules.js';
import { readSide } from '../../../src/review/side/files.js';
import type { Prometheus } from '../../e2e/prometheus.js';
import { prometheusWith } from './past.js';

/** Two days; one metric is there from the beginning, one since yesterday. In seconds. */
const to = Math.floor(Date.now() / 60_000) * 60 - 60;
const from = to - 2 * 86_400;
const born = from + 86_400;

let prometheus: Prometheus;
beforeAll(async () => {
  const series = [
    { name: 'old', labels: {}, value: () => 1 },
    { name: 'young', labels: {}, value: (time: number) => (time >= born ? 1 : undefined) },
  ];
  prometheus = await prometheusWith(series, { from, to, every: 60 });
});
afterAll(() => prometheus?.stop());

const server = () => client({ url: prometheus.url, headers: {}, timeout: 10_000, retries: 0 });
const week = 7 * 86_400_000;

it('tells since when there is what, and what there never was', async () => {
  const since = await coverageOf(['old', 'young', 'none'], from * 1000, to * 1000, server());
  expect(since.get('old')).toBe(from * 1000);
  expect(since.has('none')).toBe(false);
  const young = (since.get('young') ?? 0) / 1000;
  expect(young).toBeGreaterThanOrEqual(born);
  expect(young).toBeLessThan(born + (2 * 86_400) / 100);
});

const replay = async (text: string, begin: number, end = to * 1000) => {
  const rules = readRules(readSide([{ path: 'r.yaml', shown: 'r.yaml', text }]).groups, 60_000);
  return (await backtest(rules, { from: begin, to: end, client: server(), parallel: 2, maxPoints: 11_000 })).head;
};
const absent = (name: string) => `groups: [{name: g, rules: [{alert: Gone, expr: absent(${name})}]}]`;

it('absence before the history begins is no absence', async () => {
  const head = await replay(absent('old'), to * 1000 - week);
  expect(head.historyFrom / 1000).toBeGreaterThanOrEqual(from);
  expect(head.historyFrom / 1000).toBeLessThan(from + 120);
  expect(head.alerts[0]?.history.episodes).toEqual([]);
});

it('absence within the history is, and it is said that there are no samples', async () => {
  const { history } = (await replay(absent('old or none'), from * 1000)).alerts[0] ?? {};
  expect(history?.episodes).toEqual([]);
  expect(history?.troubles).toEqual([{ kind: 'note', message: 'the history has no samples of none' }]);
});

it('rules that read nothing need no history', async () => {
  const head = await replay('groups: [{name: g, rules: [{alert: Always, expr: vector(1)}]}]', to * 1000 - week);
  expect(head.historyFrom).toBe(to * 1000 - week);
  expect(head.alerts[0]?.history.episodes).toMatchObject([{ end: undefined, begunBefore: true }]);
});

it('a time of which there is nothing is refused', async () => {
  await expect(replay(absent('old'), to * 1000 - 4 * week, to * 1000 - 3 * week)).rejects.toThrow(
    /has no samples in that time of anything that the rules read: old/,
  );
});
