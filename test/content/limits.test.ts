import { afterEach, describe, expect, test, vi } from 'vitest';
import { memory } from '../../catalog/metrics.js';
import site from '../../catalog/site.js';
import { type Limit, quantity, type RuleGroup } from '../../src/index.js';
import type { AlertScenario } from '../../src/prometheus/scenario/model.js';

/** Whatever somebody makes of the limits of the catalog: rules, proofs and scenarios follow, and nothing else is touched. */

/** A limit moved by a factor; where nothing can be better than the best, its distance from that. */
function moved(of: Limit, best: number | undefined, factor: number): Limit {
  const levels = Object.entries(of.levels as Limit<'warning'>['levels']).map(([level, { value, unit }]) => {
    const away = best === undefined ? value * factor : best - (best - value) * factor;
    return [level, quantity(Number(away.toPrecision(12)), unit)];
  });
  return { ...of, levels: Object.fromEntries(levels) };
}

type Definition = { limits?: Record<string, Limit>; range?: readonly [number, number]; kind?: string };

/** The catalog's metrics with all limits moved. */
function catalog(metrics: Record<string, unknown>, factor: number): Record<string, unknown> {
  const entries = Object.entries(metrics).map(([name, value]) => {
    const metric = value as Definition;
    if (metric?.kind !== 'metric' || !metric.limits) return [name, value];
    const limits = Object.entries(metric.limits).map(([id, limit]) => {
      const best = limit.direction === 'below' && Number.isFinite(metric.range?.[1]) ? metric.range?.[1] : undefined;
      return [id, moved(limit, best, factor)];
    });
    return [name, { ...metric, limits: Object.fromEntries(limits) }];
  });
  return Object.fromEntries(entries);
}

afterEach(() => {
  vi.doUnmock('../../catalog/metrics.js');
  vi.resetModules();
});

describe.each([0.9, 1.1])('with every limit times %d', factor => {
  test('every alert is proven, and every scenario ends as it says', async () => {
    vi.resetModules();
    vi.doMock('../../catalog/metrics.js', async original => catalog(await original(), factor));
    const groups: readonly RuleGroup[] = (await import('../../alerts/index.js')).default;
    const scenarios: readonly AlertScenario[] = (await import('../../alerts/scenarios/index.js')).default;
    const metrics = await import('../../catalog/metrics.js');
    const recorded = await import('../../catalog/recorded.js');
    const { world } = await import('../../src/index.js');
    const { renderRuleTests } = await import('../../src/prometheus/proof/render.js');
    const { plays } = await import('../../src/prometheus/scenario/plays.js');
    const { renderPlay } = await import('../../src/prometheus/scenario/render.js');
    const leak = groups.flatMap(g => g.rules).find(r => r.kind === 'alert' && r.name === 'CoordinatorMemoryLeak');
    const threshold = leak?.kind === 'alert' ? leak.condition?.threshold.value : undefined;
    expect(threshold).toBe(memory.limits.growth.levels.critical.value * factor);
    const { findings } = renderRuleTests(groups, world(metrics, recorded), site);
    const ends = plays(scenarios, groups, site).flatMap(play => renderPlay(play).findings);
    expect([...findings, ...ends].map(f => `${f.place.item}: ${f.message}`)).toEqual([]);
  });
});
