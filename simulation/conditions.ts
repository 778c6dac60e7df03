import type { coordinators } from '../catalog/vocabulary.js';
import type { Raised, Scenario } from '../src/index.js';
import { hours, minutes } from '../src/index.js';

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
  /** Chat requests per second that legacy serves at the busiest hour. */
  readonly legacyRequests: number;
  /** The share of legacy's requests that it still serves, by seconds since the epoch. The coordinators serve the others. */
  readonly unmigrated: (time: number) => number;
  /** What a coordinator process runs that started then, in seconds since the epoch. */
  readonly release: (started: number) => string;
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

/** Every value inside every limit of the catalog. */
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
  chatOverhead: 1.04,
  legacyRequests: 0.8,
  unmigrated: () => 1,
  release: () => '1.5.0',
  warmUp: 0,
  garbage: 0,
  leak: 0,
  errors: [],
  parity: { chat: 1, tools: 0.98, sessions: 1, analytics: 0.97 },
  toolCoverage: 90,
  lastPush: time => Math.floor(time / ciEvery) * ciEvery,
};

const critical = (alert: string): Raised => ({ alert, severity: 'critical' });
const warning = (alert: string): Raised => ({ alert, severity: 'warning' });
const info = (alert: string): Raised => ({ alert, severity: 'info' });
const both = (alert: string): Raised[] => [critical(alert), warning(alert)];

/** One fault each, well past its limits. */
export const scenarios = {
  'memory-leak': {
    what: 'The coordinator process grows by 30 MB in 10 minutes, without end.',
    conditions: { leak: 50e3 },
    lasts: minutes(80),
    raises: [
      critical('CoordinatorMemoryLeak'),
      ...both('CoordinatorMemoryOverhead'),
      info('CoordinatorMemoryAboveTarget'),
      info('CoordinatorMemoryTrend'),
    ],
  },
  'slow-chat': {
    what: 'Chat takes a quarter longer with coordinators than with legacy.',
    conditions: { chatOverhead: 1.25 },
    lasts: minutes(16),
    raises: [...both('CoordinatorChatLatencyOverhead'), warning('CoordinatorChatLatencyOverheadByModel')],
  },
  'error-burst': {
    what: 'Two coordinators report errors all the time, critical ones among them; a third reports an error of a new type, once.',
    conditions: {
      errors: [
        { coordinator: 'ToolCoordinator', type: 'timeout', severity: 'warning', perSecond: 0.08 },
        { coordinator: 'ChatCoordinator', type: 'internal', severity: 'critical', perSecond: 0.05 },
        { coordinator: 'ProviderCoordinator', type: 'rate_limited', severity: 'warning' },
      ],
    },
    lasts: minutes(4),
    raises: [
      ...both('CoordinatorErrors'),
      critical('CoordinatorCriticalErrors'),
      warning('CoordinatorErrorRateElevated'),
    ],
  },
  'legacy-off': {
    what: 'The migration is done: legacy processes still run, and serve nothing.',
    conditions: { legacyRequests: 0 },
    lasts: minutes(16),
    raises: [],
  },
  'parity-drop': {
    what: 'The last CI run found that 12 % of the tool features do not work, and that fewer of them are tested.',
    conditions: { parity: { ...normal.parity, tools: 0.88 }, toolCoverage: 72 },
    raises: [...both('CoordinatorFeatureParityDrop'), ...both('CoordinatorTestCoverageDrop')],
  },
  'init-failure': {
    what: 'The coordinator process restarts every few minutes, and one coordinator does not initialise.',
    conditions: { failing: 'ProviderCoordinator' },
    restarts: { coordinator: minutes(4) },
    raises: [critical('CoordinatorInitializationFailed')],
  },
  down: {
    what: 'The coordinator process does not answer.',
    down: ['coordinator'],
    raises: [critical('CoordinatorDown')],
  },
} as const satisfies Readonly<Record<string, Scenario<Conditions>>>;
