import {
  compatibilityFailures,
  coordinatorErrors,
  initialization,
  interactions,
  memory,
  orchestratorEnabled,
  sessionCorruption,
} from '../catalog/metrics.js';
import { coordinators } from '../catalog/vocabulary.js';
import { event, flow, level, type Motion, type Now, observation, type Process, zeros } from '../src/index.js';
import type { Conditions, ErrorSource } from './conditions.js';
import { busy, heap, load, startWork, work } from './traffic.js';

const type = 'coordinator';

/** Who calls whom, for what, and how often in one chat request. */
const calls = [
  ['ChatCoordinator', 'ContextCoordinator', 'load_context', 1],
  ['ChatCoordinator', 'PromptBuilderCoordinator', 'build_prompt', 1],
  ['PromptBuilderCoordinator', 'PromptCoordinator', 'build_prompt', 1],
  ['ChatCoordinator', 'ToolSelectionCoordinator', 'select_tools', 1],
  ['ChatCoordinator', 'ProviderCoordinator', 'complete', 2.5],
  ['ChatCoordinator', 'ToolCoordinator', 'execute_tool', 1.5],
  ['ChatCoordinator', 'SessionCoordinator', 'save', 1],
  ['SessionCoordinator', 'CheckpointCoordinator', 'checkpoint', 0.2],
  ['ChatCoordinator', 'MetricsCoordinator', 'record', 1],
  ['MetricsCoordinator', 'AnalyticsCoordinator', 'record', 0.3],
  ['WorkflowCoordinator', 'ChatCoordinator', 'run_step', 0.15],
  ['EvaluationCoordinator', 'ChatCoordinator', 'run_step', 0.03],
  ['ModeCoordinator', 'ConfigCoordinator', 'read', 0.1],
] as const;

/** Seconds; all of them together take three fifths of what is too long. */
const meanInitialization = (0.6 * initialization.limits.total.levels.warning.value) / coordinators.length;

/** A Victor that runs the coordinator orchestrator. */
export const coordinatorProcess: Process<Conditions> = {
  start: now => [
    ...startWork(now, type),
    ...zeros(coordinatorErrors),
    ...zeros(compatibilityFailures),
    ...zeros(sessionCorruption),
    ...calls.flatMap(([source_coordinator, target_coordinator, operation]) =>
      zeros(interactions, { source_coordinator, target_coordinator, operation }),
    ),
    ...zeros(initialization),
    ...coordinators.map((coordinator, i) =>
      observation(
        initialization,
        { coordinator, status: now.is.failing === coordinator ? 'failure' : 'success' },
        meanInitialization * (0.6 + (0.8 * i) / (coordinators.length - 1)),
      ),
    ),
  ],
  run(now) {
    const requests = (now.is.requests + migrated(now)) * busy(now);
    const total = memoryOf(now);
    return [
      level(orchestratorEnabled, { source: 'settings_file', version: now.is.release(now.time - now.uptime) }, 1),
      ...work({
        ...now.is,
        type,
        requests,
        slower: now.is.chatOverhead * (1 + 0.01 * now.wobble('chat', 1200)),
        slowerTools: now.is.toolOverhead * (1 + 0.005 * now.wobble('tools', 1200)),
      }),
      ...calls.map(([source_coordinator, target_coordinator, operation, often]) =>
        flow(interactions, { source_coordinator, target_coordinator, operation }, requests * often),
      ),
      ...now.is.errors.flatMap(source => errorsOf(source, now.entered)),
      level(memory, { orchestrator_type: type, component: 'total' }, total),
      level(memory, { orchestrator_type: type, component: 'coordinators' }, Math.round(total * 0.13)),
      level(memory, { orchestrator_type: type, component: 'overhead' }, Math.round(total * 0.04)),
      ...load(now, requests, total),
    ];
  },
};

/** What one of two coordinator processes has taken over from legacy, in requests per second at the busiest hour. */
const migrated = ({ is, time }: Now<Conditions>): number => (is.legacyRequests * (1 - is.unmigrated(time))) / 2;

/** A leak grows from the moment at which it began, or the process did. */
function memoryOf(now: Now<Conditions>): number {
  const leaked = now.is.leak * Math.min(now.since, now.uptime);
  return Math.round(heap(now, now.is.memory) + leaked);
}

function errorsOf({ coordinator, type: error_type, severity, perSecond }: ErrorSource, entered: boolean): Motion[] {
  const labels = { coordinator, error_type, severity };
  if (perSecond !== undefined) return [flow(coordinatorErrors, labels, perSecond)];
  return entered ? [event(coordinatorErrors, labels)] : [];
}
