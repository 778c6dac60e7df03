import { fileURLToPath } from 'node:url';
import { describe, expect, test } from 'vitest';
import groups from '../../alerts/index.js';
import routing from '../../alerts/routing.js';
import * as metrics from '../../catalog/metrics.js';
import * as recorded from '../../catalog/recorded.js';
import site from '../../catalog/site.js';
import { destinations, inhibitedPairs } from '../../src/alertmanager/decide.js';
import type { AlertLabels, Routing } from '../../src/alertmanager/model.js';
import { type AlertingRule, minutes, type Project, project, world } from '../../src/index.js';
import { alertLabelsOf } from '../../src/lint/alert-labels.js';
import { lint } from '../../src/lint/index.js';
import { applyWaivers } from '../../src/lint/waivers.js';
import { contentWaivers } from '../../src/lint/waivers-in-content.js';
import { amtool, exactly, receiverOf } from '../alertmanager/amtool.js';

const config = fileURLToPath(new URL('../../out/alertmanager/alertmanager.yml', import.meta.url));
const subject = { world: world(metrics, recorded), site, groups, dashboards: [] };
const rules = groups.flatMap(group => group.rules).filter((r): r is AlertingRule => r.kind === 'alert');
const alerts = alertLabelsOf(subject);
const external = Object.keys(site.externalLabels);

/** One alert that a rule can raise: its labels with one value each. */
function oneOf(alert: AlertLabels): Record<string, string> {
  const examples: Readonly<Record<string, string>> = { job: Object.keys(site.jobs)[0] as string };
  return Object.fromEntries(
    [...alert.labels].map(([label, { values }]) => [label, values?.[0] ?? examples[label] ?? `some ${label}`]),
  );
}

test('amtool takes what is generated', async () => {
  expect(await amtool('check-config', config)).toMatch(/SUCCESS[\s\S]*1 templates/);
});

/** Who gets what, severity by severity: every alert of the project. */
const receivers: readonly (readonly [name: string, to: Readonly<Record<string, string>>])[] = [
  ['CoordinatorAbsent', { critical: 'page' }],
  ['CoordinatorBackwardCompatibilityBroken', { critical: 'page' }],
  ['CoordinatorBaselineMissing', { info: 'digest' }],
  ['CoordinatorChatLatencyHigh', { warning: 'team' }],
  ['CoordinatorChatLatencyOverhead', { critical: 'page', warning: 'team' }],
  ['CoordinatorChatLatencyOverheadByModel', { warning: 'team' }],
  ['CoordinatorCriticalErrors', { critical: 'page' }],
  ['CoordinatorDown', { critical: 'page' }],
  ['CoordinatorErrorRateElevated', { warning: 'team' }],
  ['CoordinatorErrors', { critical: 'page', warning: 'team' }],
  ['CoordinatorFeatureParityDrop', { critical: 'page', warning: 'team' }],
  ['CoordinatorFeatureParityNotReported', { warning: 'team' }],
  ['CoordinatorInitializationFailed', { critical: 'page' }],
  ['CoordinatorInitializationSlow', { critical: 'page', warning: 'team' }],
  ['CoordinatorInteractionsSpike', { info: 'digest' }],
  ['CoordinatorMemoryAboveTarget', { info: 'digest' }],
  ['CoordinatorMemoryLeak', { critical: 'page' }],
  ['CoordinatorMemoryOverhead', { critical: 'page', warning: 'team' }],
  ['CoordinatorMemoryTrend', { info: 'digest' }],
  ['CoordinatorMetricsMissing', { warning: 'team' }],
  ['CoordinatorSessionCorruption', { critical: 'page' }],
  ['CoordinatorTestCoverageDrop', { critical: 'page', warning: 'team' }],
  ['CoordinatorTestCoverageNotReported', { warning: 'team' }],
  ['CoordinatorToolLatencyOverhead', { critical: 'page', warning: 'team' }],
  ['CoordinatorUsagePatternChanged', { info: 'digest' }],
  ['CoordinatorWatchdog', { info: 'heartbeat' }],
];

describe('every alert has its receiver', () => {
  test('the table has every alert and no other', () => {
    const inTable = receivers.flatMap(([name, to]) => Object.keys(to).map(severity => `${name} ${severity}`));
    expect(inTable).toEqual([...new Set(rules.map(({ name, severity }) => `${name} ${severity}`))].sort());
  });

  test.each(receivers)('%s', async (name, to) => {
    for (const [i, rule] of rules.entries()) {
      if (rule.name !== name) continue;
      const labels = oneOf(alerts[i] as AlertLabels);
      expect(await receiverOf(config, labels), JSON.stringify(labels)).toBe(to[rule.severity]);
      // What the checks believe is what Alertmanager does.
      expect(destinations(routing, exactly(labels)).map(route => route.to.name)).toEqual([to[rule.severity]]);
    }
  });

  test('and P1 comes by another route than P2, repeated sooner', () => {
    const paceOf = (name: string) => routing.routes.find(route => route.name === name)?.pace.repeatInterval.ms ?? 0;
    expect(paceOf('soon')).toBeLessThan(paceOf('today'));
    const [felt, unfelt] = (['P1', 'P2'] as const).map(priority => {
      const at = rules.findIndex(rule => rule.priority === priority);
      return destinations(routing, alerts[at] as AlertLabels).map(({ name }) => name);
    });
    expect([felt, unfelt]).toEqual([['soon'], ['today']]);
  });
});

/** What can hide what, by name, in this order. */
function hidden(of: Routing): string[] {
  const pairs = of.inhibitions.flatMap(inhibition => [...inhibitedPairs(inhibition, alerts, external)]);
  return [...new Set(pairs.map(({ source, target }) => `${source.name} hides ${target.name}`))].sort();
}

const names = [...new Set(rules.map(({ name }) => name))];
const allBut = (...others: readonly string[]) => names.filter(name => !others.includes(name));
const mustHide = [
  ...receivers.filter(([, to]) => to.critical && to.warning).map(([name]) => `${name} hides ${name}`),
  'CoordinatorErrors hides CoordinatorErrorRateElevated',
  ...allBut('CoordinatorAbsent', 'CoordinatorWatchdog').map(name => `CoordinatorAbsent hides ${name}`),
  ...allBut('CoordinatorAbsent', 'CoordinatorDown', 'CoordinatorWatchdog').map(name => `CoordinatorDown hides ${name}`),
].sort();

test('what is down hides all of its job, a critical its warning, errors their rate; nothing else is hidden', () => {
  expect(hidden(routing)).toEqual(mustHide);
});

describe('the latency budget (rulings R21, R24)', () => {
  const paceFor = (severity: string) =>
    routing.routes.filter(({ when }) => when.some(({ values }) => values.includes(severity))).map(r => r.pace);

  test('a page leaves within a minute of firing', () => {
    expect(paceFor('critical')).toHaveLength(1);
    for (const { groupWait } of paceFor('critical')) expect(groupWait.ms).toBeLessThan(minutes(1).ms);
  });

  test('it is there within 15 minutes of being due even when it is not delivered at first, and comes again before', () => {
    const critical = groups.filter(({ rules }) => rules.some(r => r.kind === 'alert' && r.severity === 'critical'));
    expect(critical.length).toBeGreaterThan(1);
    for (const { groupWait, groupInterval, repeatInterval } of paceFor('critical')) {
      for (const { name, every } of critical)
        expect(every.ms + groupWait.ms + groupInterval.ms, name).toBeLessThan(minutes(15).ms);
      expect(repeatInterval.ms + groupInterval.ms).toBeLessThan(minutes(15).ms);
    }
  });

  test('what users feel is told within minutes', () => {
    for (const { groupWait, groupInterval } of [...paceFor('P1'), ...paceFor('P2')])
      expect(groupWait.ms + groupInterval.ms).toBeLessThan(minutes(10).ms);
  });

  test('every business day has time for a digest', () => {
    const { from, to } = site.notifications.businessHours;
    const length = (Number.parseInt(to, 10) - Number.parseInt(from, 10)) * minutes(60).ms;
    const [pace] = paceFor('info');
    expect(pace?.groupInterval.ms).toBeLessThan(length);
    expect((pace?.repeatInterval.ms ?? 0) + (pace?.groupInterval.ms ?? 0)).toBeLessThanOrEqual(minutes(60 * 24).ms);
  });
});

/** What is missing when one part of the routing is gone: the findings, or rows of the tables above that no longer hold. */
function missingIn(changed: Routing): string[] {
  const checked: Project = project({ ...subject, routing: changed });
  const unrouted = rules.flatMap(({ name, severity }, i) => {
    const to = receivers.find(([alertname]) => alertname === name)?.[1][severity];
    const ends = destinations(changed, alerts[i] as AlertLabels).map(route => route.to.name);
    return ends.length === 1 && ends[0] === to ? [] : [`${name} ${severity} goes to ${ends.join(' or ')}, not ${to}`];
  });
  const shown = mustHide.filter(pair => !hidden(changed).includes(pair)).map(pair => `no longer ${pair}`);
  const found = applyWaivers(lint(checked), contentWaivers(checked)).filter(({ waived }) => waived === undefined);
  return [...found.map(({ id, message }) => `${id}: ${message}`), ...unrouted, ...shown];
}

describe('nothing of it can be deleted unnoticed', () => {
  test('as it is, nothing is missing', () => {
    expect(missingIn(routing)).toEqual([]);
  });

  test.each(routing.routes.map(({ name }) => name))('the route %s', name => {
    const missing = missingIn({ ...routing, routes: routing.routes.filter(route => route.name !== name) });
    expect(missing.length).toBeGreaterThan(0);
    expect(missing.join('\n')).toMatch(/Coordinator\w+ \w+ goes to|routing\/unrouted/);
  });

  test.each(routing.inhibitions.map(({ name }) => name))('the inhibition %s', name => {
    const inhibitions = routing.inhibitions.filter(inhibition => inhibition.name !== name);
    const missing = missingIn({ ...routing, inhibitions });
    expect(missing.length).toBeGreaterThan(0);
    for (const line of missing) expect(line).toMatch(/^no longer Coordinator\w+ hides Coordinator\w+$/);
  });
});
