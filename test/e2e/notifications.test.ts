import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import site from '../../catalog/site.js';
import {
  type Alerting,
  alertmanagerFiles,
  always,
  notNow,
  type PaceName,
  patience,
  quick,
  startAlerting,
  webhooks,
} from './alerting.js';
import type { Alertmanager, Labels } from './alertmanager.js';
import { eventually } from './server.js';
import { type Sink, startSink } from './webhook.js';

/**
 * Routing, grouping and inhibition on a real Alertmanager, with the project's own routing for a site whose receivers
 * are webhooks and whose paces are short. Each scenario has a job of its own.
 */

const priorities: Readonly<Record<string, string>> = { critical: 'P0', warning: 'P1', info: 'P3' };

function alert(alertname: string, severity: string, more: Labels = {}): Labels {
  return { alertname, severity, priority: priorities[severity] as string, ...site.externalLabels, ...more };
}

/** Of another installation that sends to the same Alertmanager. */
const elsewhere = Object.fromEntries(Object.keys(site.externalLabels).map(label => [label, 'elsewhere']));

const watchdog = alert('CoordinatorWatchdog', 'info');
const coordinators = ['Chat', 'Tool', 'Session', 'Config', 'Prompt', 'Mode', 'Metrics'];

/** What arrived for a job: each notification as `receiver status: name×count, …`, sorted. */
function arrivedFor(sink: Sink, job: string): string[] {
  return sink
    .notifications()
    .filter(({ groupLabels }) => groupLabels.job === job)
    .map(({ receiver, status, alerts }) => {
      const names = alerts.map(({ labels }) => labels.alertname as string);
      const counted = [...new Set(names)].sort().map(name => `${name}×${names.filter(n => n === name).length}`);
      return `${receiver} ${status}: ${counted.join(', ')}`;
    })
    .sort();
}

/** The scenarios: what fires together in one job, and every notification that has to come of it, and no other. */
const scenarios: [what: string, firing: Labels[], arrives: string[]][] = [
  [
    'many series of an alert are one notification',
    coordinators.map(coordinator => alert('CoordinatorCriticalErrors', 'critical', { coordinator })),
    [`page firing: CoordinatorCriticalErrors×${coordinators.length}`],
  ],
  [
    'two alerts are two',
    [
      alert('CoordinatorMemoryOverhead', 'critical'),
      alert('CoordinatorToolLatencyOverhead', 'critical'),
      alert('CoordinatorFeatureParityDrop', 'warning', { feature_category: 'tools' }),
    ],
    [
      'page firing: CoordinatorMemoryOverhead×1',
      'page firing: CoordinatorToolLatencyOverhead×1',
      'team firing: CoordinatorFeatureParityDrop×1',
    ],
  ],
  [
    'a critical hides its own warning',
    [alert('CoordinatorMemoryOverhead', 'critical'), alert('CoordinatorMemoryOverhead', 'warning')],
    ['page firing: CoordinatorMemoryOverhead×1'],
  ],
  [
    'and no other warning: neither of another alert, nor of another coordinator or instance',
    [
      alert('CoordinatorErrors', 'critical', { coordinator: 'Chat' }),
      alert('CoordinatorErrors', 'warning', { coordinator: 'Chat' }),
      alert('CoordinatorErrors', 'warning', { coordinator: 'Tool' }),
      alert('CoordinatorInitializationSlow', 'critical', { instance: 'a:1' }),
      alert('CoordinatorInitializationSlow', 'warning', { instance: 'a:1' }),
      alert('CoordinatorInitializationSlow', 'warning', { instance: 'b:1' }),
      alert('CoordinatorChatLatencyOverhead', 'warning'),
    ],
    [
      'page firing: CoordinatorErrors×1',
      'page firing: CoordinatorInitializationSlow×1',
      'team firing: CoordinatorChatLatencyOverhead×1',
      'team firing: CoordinatorErrors×1',
      'team firing: CoordinatorInitializationSlow×1',
    ],
  ],
  [
    'many errors of a coordinator are also the steady rate of its job',
    [alert('CoordinatorErrors', 'critical', { coordinator: 'Chat' }), alert('CoordinatorErrorRateElevated', 'warning')],
    ['page firing: CoordinatorErrors×1'],
  ],
  [
    'a few errors are not',
    [alert('CoordinatorErrors', 'warning', { coordinator: 'Chat' }), alert('CoordinatorErrorRateElevated', 'warning')],
    ['team firing: CoordinatorErrorRateElevated×1', 'team firing: CoordinatorErrors×1'],
  ],
  [
    'a process that is down hides all that its job says, but not what another process says itself',
    [
      alert('CoordinatorDown', 'critical', { instance: 'a:1' }),
      alert('CoordinatorCriticalErrors', 'critical', { coordinator: 'Chat' }),
      alert('CoordinatorFeatureParityDrop', 'warning', { feature_category: 'tools' }),
      alert('CoordinatorBaselineMissing', 'info', { measure: 'chat' }),
      alert('CoordinatorMetricsMissing', 'warning', { instance: 'a:1' }),
      alert('CoordinatorSessionCorruption', 'critical', { instance: 'a:1' }),
      alert('CoordinatorSessionCorruption', 'critical', { instance: 'b:1' }),
    ],
    ['page firing: CoordinatorDown×1', 'page firing: CoordinatorSessionCorruption×1'],
  ],
  [
    'two processes that are down are one notification',
    ['a:1', 'b:1'].map(instance => alert('CoordinatorDown', 'critical', { instance })),
    ['page firing: CoordinatorDown×2'],
  ],
  [
    'a job without a target hides everything else of it',
    [
      alert('CoordinatorAbsent', 'critical'),
      alert('CoordinatorDown', 'critical', { instance: 'a:1' }),
      alert('CoordinatorSessionCorruption', 'critical', { instance: 'b:1' }),
      alert('CoordinatorTestCoverageNotReported', 'warning', { report: 'none' }),
      alert('CoordinatorMemoryTrend', 'info', { instance: 'a:1', orchestrator_type: 'coordinator' }),
    ],
    ['page firing: CoordinatorAbsent×1'],
  ],
  [
    'and nothing of another job',
    [alert('CoordinatorErrors', 'warning', { coordinator: 'Chat' }), alert('CoordinatorMemoryOverhead', 'critical')],
    ['page firing: CoordinatorMemoryOverhead×1', 'team firing: CoordinatorErrors×1'],
  ],
  [
    'two installations are never one incident',
    [alert('CoordinatorMemoryOverhead', 'critical'), alert('CoordinatorMemoryOverhead', 'critical', elsewhere)],
    ['page firing: CoordinatorMemoryOverhead×1', 'page firing: CoordinatorMemoryOverhead×1'],
  ],
  [
    'and neither hides anything of the other',
    [
      alert('CoordinatorMemoryOverhead', 'critical'),
      alert('CoordinatorMemoryOverhead', 'warning', elsewhere),
      alert('CoordinatorDown', 'critical', { instance: 'a:1' }),
      alert('CoordinatorErrors', 'warning', { coordinator: 'Chat', ...elsewhere }),
    ],
    ['page firing: CoordinatorDown×1', 'team firing: CoordinatorErrors×1', 'team firing: CoordinatorMemoryOverhead×1'],
  ],
  [
    'what can wait is one digest for a job',
    [
      alert('CoordinatorMemoryTrend', 'info', { instance: 'a:1', orchestrator_type: 'coordinator' }),
      alert('CoordinatorInteractionsSpike', 'info'),
      alert('CoordinatorUsagePatternChanged', 'info', { change: 'drop' }),
    ],
    ['digest firing: CoordinatorInteractionsSpike×1, CoordinatorMemoryTrend×1, CoordinatorUsagePatternChanged×1'],
  ],
  [
    'what another rule file calls otherwise still reaches somebody',
    [{ alertname: 'DiskFull', severity: 'page' }],
    ['unrouted firing: DiskFull×1'],
  ],
];

describe('while people are at work', () => {
  let sink: Sink;
  let alertmanager: Alertmanager;
  beforeAll(async () => {
    sink = await startSink();
    const files = alertmanagerFiles({ reach: webhooks(sink.url), pace: quick, hours: always });
    alertmanager = await startAlerting(files);
    const firing = scenarios.flatMap(([, labelled], i) => labelled.map(labels => ({ ...labels, job: `job${i}` })));
    await alertmanager.post(...[watchdog, ...firing].map(labels => ({ labels })));
    const expected = scenarios.flatMap(([, , arrives]) => arrives).length;
    const arrived = async () => sink.notifications().filter(({ receiver }) => receiver !== 'heartbeat').length;
    // Which one is missing is for its scenario to say.
    await eventually(arrived, count => count >= expected).catch(() => undefined);
    await new Promise(resolve => setTimeout(resolve, patience));
  });
  afterAll(() => Promise.all([alertmanager?.stop(), sink?.stop()]));

  test.each(scenarios.map(([what, , arrives], i) => [what, `job${i}`, arrives] as const))('%s', (_, job, arrives) => {
    expect(arrivedFor(sink, job)).toEqual([...arrives].sort());
  });

  test('the heartbeat beats, whatever else fires', async () => {
    const beats = await eventually(
      async () => sink.notifications('heartbeat'),
      beaten => beaten.length > 1,
    );
    expect(new Set(beats.flatMap(({ alerts }) => alerts.map(({ labels }) => labels.alertname)))).toEqual(
      new Set(['CoordinatorWatchdog']),
    );
  });

  test('the end of an incident is told once, and lets through what it hid', async () => {
    const job = `job${scenarios.findIndex(([what]) => what.startsWith('a job without'))}`;
    const labels = alert('CoordinatorAbsent', 'critical', { job });
    await alertmanager.post({ labels, endsAt: new Date() });
    const ended = await eventually(
      async () => arrivedFor(sink, job),
      arrived => arrived.includes('page resolved: CoordinatorAbsent×1') && arrived.length >= 4,
    );
    // The process that is down goes on hiding what is its own and its job's.
    expect(ended).toEqual([
      'page firing: CoordinatorAbsent×1',
      'page firing: CoordinatorDown×1',
      'page firing: CoordinatorSessionCorruption×1',
      'page resolved: CoordinatorAbsent×1',
    ]);
  });

  test('the heartbeat does not say that it is over: that would be a beat', async () => {
    await alertmanager.post({ labels: watchdog, endsAt: new Date() });
    await eventually(
      () => alertmanager.alerts(),
      alerts => !alerts.some(({ labels }) => labels.alertname === watchdog.alertname),
    );
    await new Promise(resolve => setTimeout(resolve, patience));
    expect(sink.notifications('heartbeat').filter(({ status }) => status === 'resolved')).toEqual([]);
  });
});

describe('while nobody is at work', () => {
  const job = 'night';
  const digest = alert('CoordinatorMemoryTrend', 'info', { job, instance: 'a:1' });
  const page = alert('CoordinatorMemoryOverhead', 'critical', { job });
  const pagesSoFar = () => sink.notifications('page').map(({ status }) => status);
  let sink: Sink;
  let alertmanager: Alerting;
  beforeAll(async () => {
    sink = await startSink();
    const pace = (name: PaceName) => ({ ...quick(name), repeatInterval: quick('heartbeat').repeatInterval });
    alertmanager = await startAlerting(alertmanagerFiles({ reach: webhooks(sink.url), pace, hours: notNow }));
    const warning = alert('CoordinatorErrors', 'warning', { job, coordinator: 'Chat' });
    await alertmanager.post(...[watchdog, digest, warning, page].map(labels => ({ labels })));
  });
  afterAll(() => Promise.all([alertmanager?.stop(), sink?.stop()]));

  test('only what can wait is held back', async () => {
    await eventually(
      async () => new Set(sink.notifications('page', 'team', 'heartbeat').map(({ receiver }) => receiver)).size,
      receivers => receivers === 3,
    );
    await new Promise(resolve => setTimeout(resolve, patience));
    expect(sink.notifications('digest')).toEqual([]);
    const held = (await alertmanager.alerts()).find(({ labels }) => labels.alertname === digest.alertname);
    expect(held?.receivers).toEqual([{ name: 'digest' }]);
  });

  test('a page comes again and again until it is over, and then once more to say so', async () => {
    await eventually(
      async () => pagesSoFar(),
      pages => pages.length >= 3,
    );
    await alertmanager.post({ labels: page, endsAt: new Date() });
    await eventually(
      async () => pagesSoFar(),
      pages => pages.includes('resolved'),
    );
    await new Promise(resolve => setTimeout(resolve, patience));
    const told = pagesSoFar();
    expect(told).toEqual([...told.slice(1).map(() => 'firing'), 'resolved']);
  });

  test('what was held back comes when people are there', async () => {
    const files = alertmanagerFiles({ reach: webhooks(sink.url), pace: quick, hours: always });
    await alertmanager.reload(files);
    const [told] = await eventually(
      async () => sink.notifications('digest'),
      digests => digests.length > 0,
    );
    expect(told?.alerts.map(({ labels }) => labels)).toEqual([digest]);
  });
});
