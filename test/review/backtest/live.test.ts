import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { toYaml } from '../../../src/core/yaml.js';
import { type Client, client } from '../../../src/remote/client.js';
import { backtest } from '../../../src/review/backtest/backtest.js';
import { readRules } from '../../../src/review/backtest/rules.js';
import { readSide } from '../../../src/review/side/files.js';
import { type Prometheus, startPrometheus } from '../../e2e/prometheus.js';
import { eventually } from '../../e2e/server.js';

/** Milliseconds between evaluations, by how many at most they begin too late, and how many evaluations are compared. */
const interval = 250;
const late = 50;
const evaluations = 32;

const alert = (name: string, expr: string, more: Record<string, unknown> = {}) => ({ alert: name, expr, ...more });
const text = toYaml({
  groups: [
    {
      name: 'live',
      interval: `${interval}ms`,
      rules: [
        { record: 'tick', expr: 'vector(1)' },
        // Series that come and go with the time of day, each at its own pace.
        { record: 'wave', expr: 'vector(time() % 2) > 0.4', labels: { i: 'a' } },
        { record: 'wave', expr: 'vector(time() % 3) > 1.9', labels: { i: 'b' } },
        alert('Plain', 'wave > 0'),
        alert('Held', 'wave > 0', { for: '500ms', labels: { severity: 'warning' } }),
        alert('Kept', 'wave > 0.9', { for: '250ms', keep_firing_for: '500ms' }),
        alert('Templated', 'wave', { labels: { level: '{{ if gt $value 1.2 }}high{{ else }}low{{ end }}' } }),
        // Both series come to the same labels: the rule fails whenever both are there.
        alert('Colliding', 'wave > 0.5', { labels: { i: 'x' }, for: '250ms' }),
      ],
    },
  ],
});

let prometheus: Prometheus;
const folder = mkdtempSync(join(tmpdir(), 'telltale-live-'));
beforeAll(async () => {
  writeFileSync(join(folder, 'rules.yaml'), text);
  writeFileSync(join(folder, 'prometheus.yml'), toYaml({ rule_files: ['rules.yaml'] }));
  prometheus = await startPrometheus(folder);
});
afterAll(async () => {
  await prometheus?.stop();
  rmSync(folder, { recursive: true, force: true });
});

interface Raw {
  readonly metric: Readonly<Record<string, string>>;
  readonly values: readonly (readonly [number, string])[];
}

/** The samples themselves, with the times at which they were written. */
async function raw(selector: string): Promise<Raw[]> {
  const response = await fetch(`${prometheus.url}/api/v1/query?${new URLSearchParams({ query: `${selector}[1h]` })}`);
  const { data } = (await response.json()) as { data: { result: Raw[] } };
  return data.result;
}

/** What a replay says of an alert, as the series ALERTS has it. */
const shown = (labels: Readonly<Record<string, string>>, alertname: string, alertstate: string) =>
  JSON.stringify(Object.entries({ ...labels, alertname, alertstate }).sort());

/** The longest stretch of evaluations that follow each other. */
function longest(times: readonly number[]): number[] {
  let [best, now]: [number[], number[]] = [[], []];
  for (const time of times) {
    now = now.at(-1) === time - interval ? [...now, time] : [time];
    if (now.length > best.length) best = now;
  }
  return best;
}

/** A client that waits for an evaluation that began in time: a group as fast as ours is late by a good part of its interval. */
const punctual = (of: Client, evaluatedAt: number): Client => ({
  ...of,
  alertGroups: () =>
    eventually(
      () => of.alertGroups(),
      ([group]) => ((group?.evaluatedAt ?? Number.NaN) - evaluatedAt) % interval < late,
    ),
});

it('a Prometheus that evaluated the rules wrote what the replay says', async () => {
  // A machine under load leaves evaluations out: compared is a stretch without such gaps.
  const times = await eventually(
    async () => longest(((await raw('tick'))[0]?.values ?? []).map(([time]) => Math.round(time * 1000))),
    stretch => stretch.length >= evaluations,
  );
  const from = times[0] as number;

  const live = new Map<number, string[]>(times.map(time => [time, []]));
  for (const { metric, values } of await raw('ALERTS')) {
    const { __name__, alertname = '', alertstate = '', ...labels } = metric;
    for (const [time] of values) live.get(Math.round(time * 1000))?.push(shown(labels, alertname, alertstate));
  }
  const rules = readRules(readSide([{ path: 'rules.yaml', shown: 'rules.yaml', text }]).groups, interval);
  const { head } = await backtest(rules, {
    ...{ from, to: (times.at(-1) as number) + interval - 1, parallel: 2, maxPoints: 11_000 },
    client: punctual(client({ url: prometheus.url, headers: {}, timeout: 10_000, retries: 0 }), from),
    inline: 'none',
  });
  // The server says when it began to evaluate, which is a little after the time that it evaluated at.
  const at = (time: number) => from + Math.floor((time - from) / interval) * interval;
  const replayed = new Map<number, string[]>(times.map(time => [time, []]));
  for (const { alert: of, history } of head.alerts) {
    for (const [time, states] of replayed) {
      // Where a rule fails, Prometheus writes nothing.
      if (history.troubles.some(t => t.kind === 'failed' && at(t.from ?? 0) <= time && time <= at(t.to ?? 0))) continue;
      for (const { labels, activeAt, start, end = Infinity } of history.episodes) {
        if (at(activeAt) <= time && time < at(start)) states.push(shown(labels, of.name, 'pending'));
        if (at(start) <= time && time < at(end)) states.push(shown(labels, of.name, 'firing'));
      }
      for (const { labels, start, end } of history.nearMisses)
        if (at(start) <= time && time < at(end)) states.push(shown(labels, of.name, 'pending'));
      for (const { labels, start } of history.stillPending)
        if (at(start) <= time) states.push(shown(labels, of.name, 'pending'));
    }
  }
  // Prometheus writes no ALERTS before it has restored what fired when it ended, after its second evaluation; and what
  // was evaluated before the stretch is not known.
  const sorted = (of: Map<number, string[]>) => [...of].slice(8).map(([time, states]) => [time - from, states.sort()]);
  expect(sorted(replayed)).toEqual(sorted(live));
  const starts = head.alerts.flatMap(({ history }) => history.episodes.map(({ start }) => start));
  expect(Math.max(...starts.map(start => (start - from) % interval))).toBeLessThan(late);
  const all = [...live.values()].flat();
  for (const name of ['Plain', 'Held', 'Kept', 'Templated', 'Colliding'])
    expect(all.filter(state => state.includes(`"${name}"`)).length, name).toBeGreaterThan(2);
});
