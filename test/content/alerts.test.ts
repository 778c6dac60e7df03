import { describe, expect, test } from 'vitest';
import groups from '../../alerts/index.js';
import type { AlertingRule } from '../../src/index.js';

/** The inventory: what the guide asks for is there, as ruled. */

const alerts = groups.flatMap(g => g.rules).filter((r): r is AlertingRule => r.kind === 'alert');
const rungs = (name: string) =>
  alerts
    .filter(a => a.name === name)
    .map(a => `${a.severity} ${a.condition?.op ?? ''}${a.condition?.threshold.value ?? ''}`);

describe('the tables of the guide (Alert Rules)', () => {
  test.each([
    ['Coordinator initialization failure', 'CoordinatorInitializationFailed', ['critical >0']],
    ['Coordinator initialization failure (R11)', 'CoordinatorCriticalErrors', ['critical >0']],
    ['Complete service failure', 'CoordinatorDown', ['critical ']],
    ['Complete service failure (R12)', 'CoordinatorAbsent', ['critical ']],
    ['Memory leak', 'CoordinatorMemoryLeak', ['critical >10000000']],
    ['Backward compatibility failure', 'CoordinatorBackwardCompatibilityBroken', ['critical >0']],
    ['Data corruption', 'CoordinatorSessionCorruption', ['critical >0']],
    ['Performance degradation', 'CoordinatorChatLatencyOverhead', ['critical >1.15', 'warning >1.1']],
    ['Performance degradation (R5)', 'CoordinatorChatLatencyOverheadByModel', ['warning >1.1']],
    ['Elevated error rate', 'CoordinatorErrorRateElevated', ['warning >0.1']],
    ['Memory overhead high', 'CoordinatorMemoryOverhead', ['critical >200000000', 'warning >100000000']],
    ['Feature parity drop', 'CoordinatorFeatureParityDrop', ['critical <0.9', 'warning <0.95']],
    ['Test coverage drop', 'CoordinatorTestCoverageDrop', ['critical <75', 'warning <85']],
    ['Coordinator interactions spike', 'CoordinatorInteractionsSpike', ['info >2']],
    ['Resource usage trend', 'CoordinatorMemoryTrend', ['info >500000000']],
    ['Usage pattern change', 'CoordinatorUsagePatternChanged', ['info >1.5', 'info <0.5']],
  ])('%s → %s', (_, name, expected) => {
    expect(rungs(name)).toEqual(expected);
  });
});

describe('thresholds of the metric sections (R23) and the rulings', () => {
  test.each([
    ['Key Metrics 2', 'CoordinatorInitializationSlow', ['critical >1', 'warning >0.5']],
    ['Key Metrics 3', 'CoordinatorChatLatencyHigh', ['warning >5']],
    ['Key Metrics 4', 'CoordinatorToolLatencyOverhead', ['critical >1.1', 'warning >1.05']],
    ['Key Metrics 5', 'CoordinatorErrors', ['critical >10', 'warning >0']],
    ['Key Metrics 6', 'CoordinatorMemoryAboveTarget', ['info >500000000']],
    ['R22', 'CoordinatorFeatureParityNotReported', ['warning >172800', 'warning ']],
    ['R22', 'CoordinatorTestCoverageNotReported', ['warning >172800', 'warning ']],
    ['R20', 'CoordinatorBaselineMissing', ['info ', 'info ', 'info ']],
    ['R12', 'CoordinatorMetricsMissing', ['warning ']],
    ['meta', 'CoordinatorWatchdog', ['info ']],
  ])('%s → %s', (_, name, expected) => {
    expect(rungs(name)).toEqual(expected);
  });

  test('and no alert that nobody asked for', () => {
    expect(new Set(alerts.map(a => a.name)).size).toBe(26);
  });
});

describe('every alert', () => {
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
    expect(pages.size).toBe(26);
  });
});
