import { describe, expect, test } from 'vitest';
import groups from '../../alerts/index.js';
import type { AlertingRule } from '../../src/index.js';

/** The inventory: what the guide asks for is there, as ruled. */

const alerts = groups.flatMap(g => g.rules).filter((r): r is AlertingRule => r.kind === 'alert');

type Row = readonly [source: string, name: string, rungs: readonly string[]];

/** The tables of the guide (Alert Rules), the thresholds of its metric sections (R23), and the rulings. */
const inventory: readonly Row[] = [
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
];

const rung = ({ severity, condition }: AlertingRule) => `${severity} ${condition?.op ?? ''}`.trim();

/** How rules differ from the inventory: rungs that it lists and nothing raises, and those that it does not list. */
function differences(rules: readonly AlertingRule[]): string[] {
  const listed = inventory.flatMap(([source, name, rungs]) => {
    const left = rules.filter(rule => rule.name === name).map(rung);
    const missing = rungs.filter(one => {
      const i = left.indexOf(one);
      if (i >= 0) left.splice(i, 1);
      return i < 0;
    });
    return [
      ...missing.map(one => `${source}: no rule raises ${name} (${one})`),
      ...left.map(one => `${name} (${one}) is not in the inventory`),
    ];
  });
  const names = inventory.map(([, name]) => name);
  return [
    ...listed,
    ...rules.filter(rule => !names.includes(rule.name)).map(({ name }) => `${name} is not in the inventory`),
  ];
}

describe('the inventory', () => {
  test('is what the rules raise', () => {
    expect(differences(alerts)).toEqual([]);
  });

  test.each(alerts.map((rule, i) => [`${rule.name} (${rung(rule)})`, i] as const))(
    'says what is missing without %s',
    (what, i) => {
      const [said, ...more] = differences(alerts.toSpliced(i, 1));
      expect(said).toContain(`no rule raises ${what}`);
      expect(more).toEqual([]);
    },
  );

  test('says what it does not list', () => {
    const [first] = alerts as [AlertingRule];
    expect(differences([...alerts, { ...first, name: 'CoordinatorNew' }])).toEqual([
      'CoordinatorNew is not in the inventory',
    ]);
    expect(differences([...alerts, first])).toEqual([`${first.name} (${rung(first)}) is not in the inventory`]);
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
