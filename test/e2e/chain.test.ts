import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import site from '../../catalog/site.js';
import simulation from '../../simulation/index.js';
import { type AlertingRule, type AlertSeverity, milliseconds, minutes, type Pace } from '../../src/index.js';
import {
  type Alerting,
  alertmanagerFiles,
  always,
  type PaceName,
  patience,
  quick,
  startAlerting,
  webhooks,
} from './alerting.js';
import type { Labels } from './alertmanager.js';
import { hastened } from './haste.js';
import { type Installation, install } from './installation.js';
import { eventually } from './server.js';
import { type Sink, startSink } from './webhook.js';

/**
 * From a fault to whoever is told of it: the simulator in a scenario, Prometheus with the rules of the project,
 * Alertmanager with its routing, and a webhook for each receiver.
 */

/** What arrives in each scenario, as `receiver alertname severity`; what a critical explains is held back. */
const arrives: Readonly<Record<string, readonly string[]>> = {
  normal: [],
  'memory-leak': [
    'page CoordinatorMemoryLeak critical',
    'page CoordinatorMemoryOverhead critical',
    'digest CoordinatorMemoryAboveTarget info',
    'digest CoordinatorMemoryTrend info',
  ],
  'slow-chat': ['page CoordinatorChatLatencyOverhead critical', 'team CoordinatorChatLatencyOverheadByModel warning'],
  // The warning is of the coordinator whose only error is the first of its type: a series that is born at 1 (ruling R8).
  'error-burst': [
    'page CoordinatorErrors critical',
    'page CoordinatorCriticalErrors critical',
    'team CoordinatorErrors warning',
  ],
  'legacy-off': [],
  'parity-drop': ['page CoordinatorFeatureParityDrop critical', 'page CoordinatorTestCoverageDrop critical'],
  'init-failure': ['page CoordinatorInitializationFailed critical'],
  down: ['page CoordinatorDown critical'],
};

/** Whoever hears of what something else may explain waits longer than an evaluation for it, as where it is provisioned. */
function pace(name: PaceName): Pace {
  const waits = name === 'P0' || name === 'heartbeat' ? quick(name).groupWait : milliseconds(1500);
  return { ...quick(name), groupWait: waits };
}

const watchdog = 'CoordinatorWatchdog';
const heartbeat = `heartbeat ${watchdog} info`;

/** Before the fault all was well for more than the longest window of the rules but those of earlier days. */
const before = minutes(6 * 60 + 10);

/** An alert that a receiver was told of, for the first time. */
interface Told {
  readonly receiver: string;
  readonly labels: Labels;
  /** Milliseconds since the epoch. */
  readonly at: number;
}

/** A scenario as it was lived through. */
interface Lived {
  readonly installation: Installation;
  readonly sink: Sink;
  /** The labels of every alert that fired. */
  readonly fired: readonly Labels[];
  readonly told: readonly Told[];
  /** Since when an alert was true, and could be told; by its labels. */
  readonly since: ReadonlyMap<string, number>;
}

const key = (labels: Labels) =>
  Object.entries(labels)
    .filter(([name]) => !(name in site.externalLabels))
    .map(pair => pair.join('='))
    .sort()
    .join();
const rung = ({ alertname, severity }: Labels) => `${alertname} ${severity}`;
const names = (of: readonly string[]) => [...new Set(of)].sort();

function toldBy(sink: Sink): Told[] {
  const first = new Map<string, Told>();
  for (const { at, body } of sink.arrived) {
    const { receiver, alerts } = body as { receiver: string; alerts: { status: string; labels: Labels }[] };
    for (const { status, labels } of alerts) {
      const id = `${receiver} ${key(labels)}`;
      if (status === 'firing' && !first.has(id)) first.set(id, { receiver, labels, at });
    }
  }
  return [...first.values()];
}

const ends: (() => Promise<unknown>)[] = [];

/** Lives through a scenario until all that it raises has been told, and nothing is left that could still fire. */
async function live(scenario: string): Promise<Lived> {
  const sink = await startSink();
  ends.unshift(sink.stop);
  const alerting: Alerting = await startAlerting(alertmanagerFiles({ reach: webhooks(sink.url), pace, hours: always }));
  ends.unshift(alerting.stop);
  const { lasts = minutes(0) } = simulation.scenarios[scenario] ?? {};
  const past = {
    minutes: (before.ms + lasts.ms) / 60_000,
    since: { scenario, minutes: lasts.ms / 60_000 },
  };
  const installation = await install(past, [alerting.target]);
  ends.unshift(installation.stop);
  const ready = Date.now();

  const since = new Map<string, number>();
  const fired = new Map<string, Labels>();
  const expected = names([heartbeat, ...(arrives[scenario] ?? [])]);
  const raised = (simulation.scenarios[scenario]?.raises ?? []).map(({ alert, severity }) => `${alert} ${severity}`);
  await eventually(
    async () => {
      const alerts = await installation.alerts();
      for (const { labels, state, activeAt } of alerts) {
        // Nothing can be told before Prometheus knows its Alertmanagers, some seconds after it started.
        since.set(key(labels), Math.max(activeAt, ready - ruleOf(labels).waits));
        if (state === 'firing') fired.set(key(labels), labels);
      }
      return {
        told: names(toldBy(sink).map(({ receiver, labels }) => `${receiver} ${rung(labels)}`)),
        firing: names([...fired.values()].map(rung)),
        pending: names(alerts.filter(({ state }) => state === 'pending').map(({ labels }) => rung(labels))),
      };
    },
    ({ told, firing, pending }) =>
      expected.every(what => told.includes(what)) &&
      raised.every(what => firing.includes(what)) &&
      pending.length === 0,
    120,
  );
  // What is held back would have come by then.
  await new Promise(resolve => setTimeout(resolve, patience + pace('P1').groupWait.ms));
  return { installation, sink, fired: [...fired.values()], told: toldBy(sink), since };
}

let lived: Record<string, PromiseSettledResult<Lived>> = {};

/** What happened. @throws what went wrong. */
function outcome(scenario: string): Lived {
  const result = lived[scenario];
  if (result?.status === 'fulfilled') return result.value;
  throw result?.reason ?? new Error(`nothing is known of ${scenario}`);
}

beforeAll(async () => {
  const scenarios = Object.keys(arrives);
  const results = await Promise.allSettled(scenarios.map(live));
  lived = Object.fromEntries(scenarios.map((scenario, i) => [scenario, results[i] as PromiseSettledResult<Lived>]));
}, 180_000);
afterAll(async () => {
  await Promise.allSettled(ends.map(end => end()));
});

it('is tried with every scenario of the simulation', () => {
  expect(Object.keys(arrives).sort()).toEqual(Object.keys(simulation.scenarios).sort());
});

describe.each(Object.keys(arrives))('%s', scenario => {
  it('fires what it is to raise, and nothing else', () => {
    const raises = (simulation.scenarios[scenario]?.raises ?? []).map(({ alert, severity }) => `${alert} ${severity}`);
    expect(names(outcome(scenario).fired.map(rung))).toEqual(names([...raises, `${watchdog} info`]));
  });

  it('tells each receiver what it is to hear, and nothing else', () => {
    const { told } = outcome(scenario);
    const heard = told.map(({ receiver, labels }) => `${receiver} ${rung(labels)}`);
    expect(names(heard)).toEqual(names([heartbeat, ...(arrives[scenario] ?? [])]));
  });

  it('tells it in time: within the wait of the alert and two evaluations, and what Alertmanager gathers', () => {
    const { told, since } = outcome(scenario);
    const late = told
      .map(({ labels, at }) => {
        const { waits, every } = ruleOf(labels);
        const { groupWait, groupInterval } = pace(labels.priority as PaceName);
        const took = at - (since.get(key(labels)) ?? Number.NaN);
        return { what: rung(labels), took, most: waits + 2 * every + groupWait.ms + groupInterval.ms };
      })
      .filter(({ took, most }) => !(took <= most));
    expect(late).toEqual([]);
  });
});

/** How long the rules of an alert wait, and how often they are evaluated, in milliseconds. */
function ruleOf({ alertname, severity }: Labels): { waits: number; every: number } {
  const found = hastened.flatMap(({ every, rules }) =>
    rules
      .filter((rule): rule is AlertingRule => rule.kind === 'alert')
      .filter(rule => rule.name === alertname && rule.severity === (severity as AlertSeverity))
      .map(rule => ({ waits: rule.for.ms, every: every.ms })),
  );
  const [first] = found;
  if (!first) throw new Error(`no rule raises ${alertname} (${severity})`);
  return first;
}

it('down: whoever was paged hears when it is over', async () => {
  const { installation, sink } = outcome('down');
  installation.enter('normal');
  await eventually(
    async () => sink.notifications('page').map(({ status, commonLabels }) => `${status} ${commonLabels.alertname}`),
    heard => heard.includes('resolved CoordinatorDown'),
  );
});

it('legacy-off: chat is still compared, with the constant of the site (ruling R20)', async () => {
  const { installation } = outcome('legacy-off');
  const inForce = await installation.query('job_link_measure:coordinator_baseline:in_force{measure="chat"}');
  expect(inForce.map(series => series.metric.link)).toEqual(['pinned']);
  const [overhead] = await installation.query('job:chat_latency_seconds:overhead_ratio');
  expect(overhead?.value).toBeCloseTo(1.04, 1);
});
