import { describe, expect, test } from 'vitest';
import groups from '../../alerts/index.js';
import type { AlertingRule } from '../../src/index.js';

/** The inventory: what the guide asks for is there, as ruled. */

const alerts = groups.flatMap(g => g.rules).filter((r): r is AlertingRule => r.kind === 'alert');
const rungs = (name: string) =>
  alerts.filter(a => a.name === name).map(a => `${a.severity} ${a.condition?.op ?? ''}`.trim());

describe('the tables of the guide (Alert Rules)', () => {
  test.each([
    ['Coordinator initialization failure', 'CoordinatorInitializationFailed', ['critical >']],
    ['Coordinator initialization failure (R11)', 'CoordinatorCriticalErrors', ['critical >']],
    ['Complete service failure', 'CoordinatorDown', ['critical']],
    ['Complete service failure (R12)', 'CoordinatorAbsent', ['critical']],
    ['Memory leak', 'CoordinatorMemoryLeak', ['critical >']],
    ['Backward compatibility failure', 'CoordinatorBackwardCompatibilityBroken', ['critical >']],
    ['Data corruption', 'CoordinatorSessionCorruption', ['critical >']],
    ['Performance degradation', 'CoordinatorChatLatencyOverhead', ['critical >', 'warning >']],
    ['Performance degradation (R5)', 'CoordinatorChatLatencyOverheadByModel', ['warning >']],
    ['Elevated error rate', 'CoordinatorErrorRateElevated', ['warning >']],
    ['Memory overhead high', 'CoordinatorMemoryOverhead', ['critical >', 'warning >']],
    ['Feature parity drop', 'CoordinatorFeatureParityDrop', ['critical <', 'warning <']],
    ['Test coverage drop', 'CoordinatorTestCoverageDrop', ['critical <', 'warning <']],
    ['Coordinator interactions spike', 'CoordinatorInteractionsSpike', ['info >']],
    ['Resource usage trend', 'CoordinatorMemoryTrend', ['info >']],
    ['Usage pattern change', 'CoordinatorUsagePatternChanged', ['info >', 'info <']],
  ])('%s → %s', (_, name, expected) => {
    expect(rungs(name)).toEqual(expected);
  });
});

describe('thresholds of the metric sections (R23) and the rulings', () => {
  test.each([
    ['Key Metrics 2', 'CoordinatorInitializationSlow', ['critical >', 'warning >']],
    ['Key Metrics 3', 'CoordinatorChatLatencyHigh', ['warning >']],
    ['Key Metrics 4', 'CoordinatorToolLatencyOverhead', ['critical >', 'warning >']],
    ['Key Metrics 5', 'CoordinatorErrors', ['critical >', 'warning >']],
    ['Key Metrics 6', 'CoordinatorMemoryAboveTarget', ['info >']],
    ['R22', 'CoordinatorFeatureParityNotReported', ['warning >', 'warning']],
    ['R22', 'CoordinatorTestCoverageNotReported', ['warning >', 'warning']],
    ['R20', 'CoordinatorBaselineMissing', ['info', 'info', 'info']],
    ['R12', 'CoordinatorMetricsMissing', ['warning']],
    ['meta', 'CoordinatorWatchdog', ['info']],
  ])('%s → %s', (_, name, expected) => {
    expect(rungs(name)).toEqual(expected);
  });
});

describe('every alert', () => {
  test('takes its threshold from the rung of its limit', () => {
    const measured = alerts.flatMap(({ condition: c }) =>
      c?.limit && c.level ? [{ ...c, levels: c.limit.levels as Record<string, unknown>, level: c.level }] : [],
    );
    expect(measured.length).toBeGreaterThan(15);
    for (const { threshold, levels, level } of measured) expect(threshold).toBe(levels[level]);
  });

  test('shares one first word with the others', () => {
    expect(alerts.filter(a => !a.name.startsWith('Coordinator'))).toEqual([]);
  });

  test('waits, unless data is being lost (R15)', () => {
    expect(alerts.filter(a => a.for.ms === 0).map(a => a.name)).toEqual(['CoordinatorSessionCorruption']);
  });

  test('has the priority of its severity (R24)', () => {
    const pairs = new Set(alerts.map(a => `${a.severity} ${a.priority}`));
    expect([...pairs].sort()).toEqual(['critical P0', 'info P3', 'warning P1', 'warning P2']);
    const felt = alerts.filter(a => a.priority === 'P1').map(a => a.name);
    expect(felt).toEqual(
      expect.arrayContaining(['CoordinatorErrors', 'CoordinatorChatLatencyOverhead', 'CoordinatorFeatureParityDrop']),
    );
  });

  test('has a summary that stands still, and says who watches when it cannot', () => {
    expect(alerts.filter(a => a.summary.includes('{{') || a.whenMissing.because.length < 10)).toEqual([]);
  });

  test('shares its summary, runbook and wait with the other rungs of its ladder', () => {
    for (const a of alerts) {
      const same = alerts.filter(b => b.name === a.name);
      expect(new Set(same.map(b => b.runbook)), a.name).toHaveLength(1);
    }
  });

  test('has a runbook page of its own', () => {
    const pages = new Map(alerts.map(a => [a.runbook, a.name]));
    expect(pages.size).toBe(new Set(alerts.map(a => a.name)).size);
  });
});
