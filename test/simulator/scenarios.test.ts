import { describe, expect, it } from 'vitest';
import * as metrics from '../../catalog/metrics.js';
import type { Model } from '../../src/simulator/index.js';
import { means, model, pass, simulation, total } from './victor.js';

const memory = { orchestrator_type: 'coordinator', component: 'total' };
const critical = { severity: 'critical' };
const { chatLatency, coordinatorErrors, memory: memoryMetric, initialization, featureParity } = metrics;
const { toolExecution, testCoverage } = metrics;

/** Runs an hour of normal, enters the scenario, and returns the model at that moment. */
function entered(scenario: string): Model {
  const running = model();
  pass(running, 60);
  running.enter(scenario);
  return running;
}

/** Coordinator over legacy, of the mean in the next hours: each request differs, so it takes many to know the mean. */
function overhead(of: Model, histogram: string, hours: number): number {
  const [coordinator, legacy] = means(of, histogram, hours * 60, 'coordinator', 'legacy') as [number, number];
  return coordinator / legacy;
}

describe.each([1, 2, 3])('normal, seed %i', seed => {
  const running = model({ seed });
  pass(running, 30);

  it('keeps chat latency inside its limits', () => {
    const ratio = overhead(running, 'chat_latency_seconds', 6);
    expect(ratio).toBeGreaterThan(1);
    expect(ratio).toBeLessThan(chatLatency.limits.overhead.levels.warning.value - 0.02);
  });

  it('keeps tool latency inside its limits', () => {
    expect(overhead(running, 'tool_execution_seconds', 6)).toBeLessThan(
      toolExecution.limits.overhead.levels.warning.value,
    );
  });

  it('has no errors of any kind', () => {
    for (const name of [
      'coordinator_errors_total',
      'backward_compatibility_failures_total',
      'session_corruption_total',
    ])
      expect(total(running, 'coordinator', name)).toBe(0);
  });

  it('starts fast', () => {
    const seconds = total(running, 'coordinator', 'coordinator_initialization_seconds_sum');
    expect(seconds).toBeGreaterThan(0);
    expect(seconds).toBeLessThan(initialization.limits.total.levels.warning.value);
    expect(total(running, 'coordinator', 'coordinator_initialization_seconds_count', { status: 'success' })).toBe(15);
  });

  it('keeps memory inside its limits', () => {
    const [ours, theirs] = [
      total(running, 'coordinator', 'coordinator_memory_bytes', memory),
      total(running, 'legacy', 'coordinator_memory_bytes', { component: 'total' }),
    ];
    expect(ours - theirs).toBeLessThan(memoryMetric.limits.overhead.levels.warning.value);
    expect(ours).toBeLessThan(memoryMetric.limits.total.levels.info.value);
  });

  it('has memory that breathes, and no trend to be seen in twenty minutes of it', () => {
    const samples = Array.from({ length: 41 }, () => {
      running.step(30);
      return total(running, 'coordinator', 'coordinator_memory_bytes', memory);
    });
    const middle = (samples.length - 1) / 2;
    const slope =
      samples.reduce((sum, v, i) => sum + (i - middle) * v, 0) /
      samples.reduce((sum, _, i) => sum + (i - middle) ** 2, 0);
    const tomorrow = (samples.at(-1) as number) + slope * (86_400 / 30);
    expect(new Set(samples).size).toBeGreaterThan(30);
    expect(tomorrow).toBeLessThan(memoryMetric.limits.total.levels.info.value);
  });

  it('keeps parity and coverage inside their limits', () => {
    const samples = (running.read('pushgateway') ?? []).flatMap(f => f.samples);
    const of = (name: string) => samples.filter(s => s.name === name).map(s => s.value);
    expect(of('feature_parity_score')).toHaveLength(4);
    expect(Math.min(...of('feature_parity_score'))).toBeGreaterThanOrEqual(
      featureParity.limits.score.levels.warning.value,
    );
    expect(of('coordinator_test_coverage_percent')).toHaveLength(16);
    expect(Math.min(...of('coordinator_test_coverage_percent'))).toBeGreaterThanOrEqual(
      testCoverage.limits.coverage.levels.warning.value,
    );
  });

  it('moves: chats, tools, calls between coordinators, CPU', () => {
    const moving: [string, string][] = [
      ['coordinator', 'chat_latency_seconds_count'],
      ['legacy', 'chat_latency_seconds_count'],
      ['coordinator', 'tool_execution_seconds_count'],
      ['coordinator', 'coordinator_interactions_total'],
      ['coordinator', 'process_cpu_seconds_total'],
    ];
    const before = moving.map(([process, name]) => total(running, process, name));
    pass(running, 1);
    moving.forEach(([process, name], i) => {
      expect(total(running, process, name), name).toBeGreaterThan(before[i] as number);
    });
  });
});

describe('scenario', () => {
  it('memory-leak: more than 10 MB in 10 minutes, in each of the next hours', () => {
    const running = entered('memory-leak');
    for (let i = 0; i < 12; i++) {
      const before = total(running, 'coordinator', 'coordinator_memory_bytes', memory);
      pass(running, 10);
      const growth = total(running, 'coordinator', 'coordinator_memory_bytes', memory) - before;
      expect(growth).toBeGreaterThan(memoryMetric.limits.growth.levels.critical.value);
    }
  });

  it('slow-chat: slower than legacy, and critical', () => {
    const ratio = overhead(entered('slow-chat'), 'chat_latency_seconds', 1);
    expect(ratio).toBeGreaterThan(chatLatency.limits.overhead.levels.critical.value);
    expect(ratio).toBeLessThan(chatLatency.limits.overhead.levels.critical.value + 0.5);
  });

  it('error-burst: more than 10 errors of one coordinator in 5 minutes, critical ones among them', () => {
    const running = entered('error-burst');
    pass(running, 5);
    const of = (labels: Record<string, string>) => total(running, 'coordinator', 'coordinator_errors_total', labels);
    const { burst, rate } = coordinatorErrors.limits;
    expect(of({ coordinator: 'ToolCoordinator' })).toBeGreaterThan(burst.levels.critical.value);
    expect(of(critical)).toBeGreaterThan(0);
    expect(of({}) / 300).toBeGreaterThan(rate.levels.warning.value);
  });

  it('error-burst: a new type of error is born at 1 and stays there', () => {
    const running = entered('error-burst');
    const label = { error_type: 'rate_limited' };
    const born = () => total(running, 'coordinator', 'coordinator_errors_total', label);
    expect(born).toThrow('has no');
    pass(running, 5);
    expect(born()).toBe(1);
  });

  it('legacy-off: legacy is there and serves nothing, coordinators serve on', () => {
    const running = entered('legacy-off');
    const chats = (process: string) => total(running, process, 'chat_latency_seconds_count');
    const [legacy, coordinator] = [chats('legacy'), chats('coordinator')];
    pass(running, 10);
    expect(chats('legacy')).toBe(legacy);
    expect(chats('coordinator')).toBeGreaterThan(coordinator);
    expect(means(running, 'chat_latency_seconds', 5, 'legacy')).toEqual([Number.NaN]);
  });

  it('parity-drop: one category, and the tests of one coordinator, are critical', () => {
    const running = entered('parity-drop');
    pass(running, 1);
    const score = (feature_category: string) =>
      total(running, 'pushgateway', 'feature_parity_score', { feature_category });
    expect(score('tools')).toBeLessThan(featureParity.limits.score.levels.critical.value);
    expect(score('chat')).toBe(1);
    expect(
      total(running, 'pushgateway', 'coordinator_test_coverage_percent', { coordinator: 'ToolCoordinator' }),
    ).toBeLessThan(testCoverage.limits.coverage.levels.critical.value);
  });

  it('init-failure: restarts at once and again, and counts a failed initialisation', () => {
    const running = entered('init-failure');
    const started = total(running, 'coordinator', 'process_start_time_seconds');
    expect(started).toBe(running.time);
    const init = (status: string) =>
      total(running, 'coordinator', 'coordinator_initialization_seconds_count', { status });
    expect([init('success'), init('failure')]).toEqual([14, 1]);
    expect(total(running, 'coordinator', 'chat_latency_seconds_count')).toBe(0);
    pass(running, 5);
    expect(total(running, 'coordinator', 'process_start_time_seconds')).toBe(started + 240);
  });

  it('down: the coordinator process does not answer, legacy does', () => {
    const running = entered('down');
    expect(running.read('coordinator')).toBeUndefined();
    expect(running.read('legacy')).toBeDefined();
  });

  it('normal brings errors to a halt', () => {
    const running = entered('error-burst');
    pass(running, 5);
    running.enter('normal');
    const errors = total(running, 'coordinator', 'coordinator_errors_total');
    pass(running, 5);
    expect(total(running, 'coordinator', 'coordinator_errors_total')).toBe(errors);
  });
});

it('the issue names these scenarios', () => {
  expect(Object.keys(simulation.scenarios).sort()).toEqual(
    ['normal', 'memory-leak', 'slow-chat', 'error-burst', 'legacy-off', 'parity-drop', 'init-failure', 'down'].sort(),
  );
});
