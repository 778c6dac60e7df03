import { chatLatency, featureParity, memory, testCoverage, toolExecution } from '../catalog/metrics.js';
import site from '../catalog/site.js';
import type { coordinators } from '../catalog/vocabulary.js';
import { hours } from '../src/index.js';

type Coordinator = (typeof coordinators)[number];

/** Errors that one coordinator reports. */
export interface ErrorSource {
  readonly coordinator: Coordinator;
  readonly type: string;
  readonly severity: 'critical' | 'warning' | 'info';
  /** Without a rate there is one, when the scenario begins. */
  readonly perSecond?: number;
}

/** What takes some share of the requests or calls, and how long it takes in legacy, in seconds in the mean. */
interface Served {
  readonly share: number;
  readonly mean: number;
}

/** What scenarios change. */
export interface Conditions {
  /** Which model serves which requests. */
  readonly models: readonly (Served & { readonly provider: string; readonly model: string })[];
  /** Which tools are called. */
  readonly tools: readonly (Served & { readonly tool_name: string })[];
  /** Chat requests per second that one coordinator process serves at the busiest hour. */
  readonly requests: number;
  /** Traffic in the small hours, as a share of that of the busiest. */
  readonly night: number;
  /** Traffic on Saturday and Sunday, as a share of that of a working day. */
  readonly weekend: number;
  /** Mean chat latency of the coordinator orchestrator as a ratio to legacy. */
  readonly chatOverhead: number;
  /** Mean tool latency likewise. */
  readonly toolOverhead: number;
  /** Chat requests per second that legacy serves at the busiest hour. */
  readonly legacyRequests: number;
  /** The share of legacy's requests that it still serves, by seconds since the epoch. The coordinators serve the others. */
  readonly unmigrated: (time: number) => number;
  /** What a coordinator process runs that started then, in seconds since the epoch. */
  readonly release: (started: number) => string;
  /** Bytes that a coordinator process holds when it is warm. */
  readonly memory: number;
  /** Seconds that a process takes until it has all of its memory. */
  readonly warmUp: number;
  /** Bytes that a process collects, and frees once an hour. */
  readonly garbage: number;
  /** Bytes per second by which the coordinator process grows. */
  readonly leak: number;
  readonly errors: readonly ErrorSource[];
  /** The coordinator that does not initialise. */
  readonly failing?: Coordinator;
  /** By feature category. */
  readonly parity: Readonly<Record<'chat' | 'tools' | 'sessions' | 'analytics', number>>;
  /** Test coverage of the tool coordinator, in per cent. */
  readonly toolCoverage: number;
  /** When CI last pushed, by the time now; both in seconds since the epoch. */
  readonly lastPush: (time: number) => number;
}

const ciEvery = hours(4).ms / 1000;

/** So much of the way from what would be best to where somebody is told. */
const towards = (best: number, limit: { readonly value: number }, share: number): number =>
  best + share * (limit.value - best);

const mostWorks = featureParity.limits.score.levels.warning;

/** Every value inside every limit of the catalog, wherever that is. */
export const normal: Conditions = {
  // 2.5 s in the mean, like the site's baseline.
  models: [
    { provider: 'anthropic', model: 'claude-sonnet-4-5', share: 0.5, mean: 2.4 },
    { provider: 'openai', model: 'gpt-5', share: 0.3, mean: 2.2 },
    { provider: 'ollama', model: 'qwen3-coder:30b', share: 0.2, mean: 3.2 },
  ],
  // 0.8 s in the mean, like the site's baseline.
  tools: [
    { tool_name: 'read_file', share: 0.35, mean: 0.05 },
    { tool_name: 'write_file', share: 0.15, mean: 0.08 },
    { tool_name: 'shell', share: 0.25, mean: 2.08 },
    { tool_name: 'code_search', share: 0.15, mean: 0.6 },
    { tool_name: 'web_fetch', share: 0.1, mean: 1.6 },
  ],
  requests: 1.6,
  night: 0.6,
  weekend: 1,
  chatOverhead: towards(1, chatLatency.limits.overhead.levels.warning, 0.4),
  toolOverhead: towards(1, toolExecution.limits.overhead.levels.warning, 0.2),
  legacyRequests: 0.8,
  unmigrated: () => 1,
  release: () => '1.5.0',
  memory: site.baselines.memory.value + towards(0, memory.limits.overhead.levels.warning, 0.42),
  warmUp: 0,
  garbage: 0,
  leak: 0,
  errors: [],
  parity: { chat: 1, tools: towards(1, mostWorks, 0.4), sessions: 1, analytics: towards(1, mostWorks, 0.6) },
  toolCoverage: towards(100, testCoverage.limits.coverage.levels.warning, 2 / 3),
  lastPush: time => Math.floor(time / ciEvery) * ciEvery,
};
