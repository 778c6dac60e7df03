import {
  activeSessions,
  chatLatency,
  processCpu,
  processMemory,
  processStart,
  toolExecution,
} from '../catalog/metrics.js';
import { flow, level, type Motion, type Now, observations, zeros } from '../src/index.js';

/** Which model serves which share of the requests, and how long it takes in legacy, in seconds; 2.5 in the mean. */
const models = [
  { provider: 'anthropic', model: 'claude-sonnet-4-5', share: 0.5, mean: 2.4 },
  { provider: 'openai', model: 'gpt-5', share: 0.3, mean: 2.2 },
  { provider: 'ollama', model: 'qwen3-coder:30b', share: 0.2, mean: 3.2 },
];

/** Which tool is which share of the calls, and how long it takes, in seconds; 0.8 in the mean. */
const tools = [
  { tool_name: 'read_file', share: 0.35, mean: 0.05 },
  { tool_name: 'write_file', share: 0.15, mean: 0.08 },
  { tool_name: 'shell', share: 0.25, mean: 2.08 },
  { tool_name: 'code_search', share: 0.15, mean: 0.6 },
  { tool_name: 'web_fetch', share: 0.1, mean: 1.6 },
];

const toolsPerRequest = 1.5;
const failedTools = 0.02;

interface Work {
  readonly type: 'coordinator' | 'legacy';
  /** Chat requests per second. */
  readonly requests: number;
  /** Mean chat latency as a ratio to that of legacy. */
  readonly slower: number;
  /** Mean tool latency likewise. */
  readonly slowerTools: number;
}

/** The series that a process of either architecture has from its start. */
export function startWork(now: Now, type: Work['type']): Motion[] {
  return [
    ...models.flatMap(({ provider, model }) => zeros(chatLatency, { orchestrator_type: type, provider, model })),
    ...zeros(toolExecution),
    ...zeros(processCpu),
    level(processStart, {}, now.time),
  ];
}

/** Chats and the tools that they call. */
export function work({ type, requests, slower, slowerTools }: Work): Motion[] {
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
