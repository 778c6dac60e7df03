import {
  activeSessions,
  chatLatency,
  processCpu,
  processMemory,
  processStart,
  toolExecution,
} from '../catalog/metrics.js';
import { flow, level, type Motion, type Now, observations, zeros } from '../src/index.js';
import type { Conditions } from './conditions.js';

const toolsPerRequest = 1.5;
const failedTools = 0.02;

/** How busy it is, as a share of the busiest hour of a working day. */
export function busy(now: Now<Conditions>): number {
  const day = new Date(now.time * 1000).getUTCDay();
  const share = day === 0 || day === 6 ? now.is.weekend : 1;
  return share * now.daily(now.is.night) * (1 + 0.05 * now.wobble('requests', 1800));
}

/** Memory of a process in bytes: it fills, breathes, and collects garbage that it frees at once. */
export function heap(now: Now<Conditions>, bytes: number): number {
  const { warmUp, garbage } = now.is;
  const cold = now.uptime < warmUp ? 0.4 * (1 - now.uptime / warmUp) : 0;
  return bytes * (1 - cold) + 2e6 * now.wobble('memory', 600) + garbage * ((now.uptime % 3600) / 3600);
}

interface Work extends Pick<Conditions, 'models' | 'tools'> {
  readonly type: 'coordinator' | 'legacy';
  /** Chat requests per second. */
  readonly requests: number;
  /** Mean chat latency as a ratio to that of legacy. */
  readonly slower: number;
  /** Mean tool latency likewise. */
  readonly slowerTools: number;
}

/** The series that a process of either architecture has from its start. */
export function startWork(now: Now<Conditions>, type: Work['type']): Motion[] {
  return [
    ...now.is.models.flatMap(({ provider, model }) => zeros(chatLatency, { orchestrator_type: type, provider, model })),
    ...now.is.tools.flatMap(({ tool_name }) => zeros(toolExecution, { tool_name })),
    ...zeros(processCpu),
    level(processStart, {}, now.time),
  ];
}

/** Chats and the tools that they call. */
export function work({ type, models, tools, requests, slower, slowerTools }: Work): Motion[] {
  const called = requests * toolsPerRequest;
  return [
    ...models.map(({ provider, model, share, mean }) =>
      observations(chatLatency, { orchestrator_type: type, provider, model }, requests * share, {
        mean: mean * slower,
        tail: 2.2,
      }),
    ),
    ...tools.flatMap(({ tool_name, share, mean }) =>
      (['success', 'failure'] as const).map(status =>
        observations(
          toolExecution,
          { tool_name, coordinator: 'ToolCoordinator', status },
          called * share * (status === 'failure' ? failedTools : 1 - failedTools),
          { mean: mean * slowerTools, tail: 1.8 },
        ),
      ),
    ),
  ];
}

/** What the process costs: `bytes` is the memory that it reports itself; the operating system counts more. */
export function load(now: Now, requests: number, bytes: number): Motion[] {
  return [
    flow(processCpu, {}, 0.08 + requests * 0.2 * (1 + 0.05 * now.wobble('cpu', 900))),
    level(processMemory, {}, Math.round(bytes + 40e6)),
    level(activeSessions, {}, Math.round(2 + requests * 8 + now.wobble('sessions', 1200))),
  ];
}
