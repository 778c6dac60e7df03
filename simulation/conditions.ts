import type { coordinators } from '../catalog/vocabulary.js';
import type { Scenario } from '../src/index.js';
import { minutes } from '../src/index.js';

type Coordinator = (typeof coordinators)[number];

/** Errors that one coordinator reports. */
export interface ErrorSource {
  readonly coordinator: Coordinator;
  readonly type: string;
  readonly severity: 'critical' | 'warning' | 'info';
  /** Without a rate there is one, when the scenario begins. */
  readonly perSecond?: number;
}

/** What scenarios change. */
export interface Conditions {
  /** Mean chat latency of the coordinator orchestrator as a ratio to legacy. */
  readonly chatOverhead: number;
  /** Chat requests per second that legacy serves at the busiest hour. */
  readonly legacyRequests: number;
  /** Bytes per second by which the coordinator process grows. */
  readonly leak: number;
  readonly errors: readonly ErrorSource[];
  /** The coordinator that does not initialise. */
  readonly failing?: Coordinator;
  /** By feature category. */
  readonly parity: Readonly<Record<'chat' | 'tools' | 'sessions' | 'analytics', number>>;
  /** Test coverage of the tool coordinator, in per cent. */
  readonly toolCoverage: number;
}

/** Every value inside every limit of the catalog. */
export const normal: Conditions = {
  chatOverhead: 1.04,
  legacyRequests: 0.8,
  leak: 0,
  errors: [],
  parity: { chat: 1, tools: 0.98, sessions: 1, analytics: 0.97 },
  toolCoverage: 90,
};

/** One fault each, well past its limits. */
export const scenarios = {
  'memory-leak': {
    what: 'The coordinator process grows by 30 MB in 10 minutes, without end.',
    conditions: { leak: 50e3 },
  },
  'slow-chat': {
    what: 'Chat takes a quarter longer with coordinators than with legacy.',
    conditions: { chatOverhead: 1.25 },
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
  },
  'legacy-off': {
    what: 'The migration is done: legacy processes still run, and serve nothing.',
    conditions: { legacyRequests: 0 },
  },
  'parity-drop': {
    what: 'The last CI run found that 12 % of the tool features do not work, and that fewer of them are tested.',
    conditions: { parity: { ...normal.parity, tools: 0.88 }, toolCoverage: 72 },
  },
  'init-failure': {
    what: 'The coordinator process restarts every few minutes, and one coordinator does not initialise.',
    conditions: { failing: 'ProviderCoordinator' },
    restarts: { coordinator: minutes(4) },
  },
  down: {
    what: 'The coordinator process does not answer.',
    down: ['coordinator'],
  },
} as const satisfies Readonly<Record<string, Scenario<Conditions>>>;
