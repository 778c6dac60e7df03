import { chatLatency, coordinatorErrors, featureParity, memory, testCoverage } from '../catalog/metrics.js';
import site from '../catalog/site.js';
import { minutes, type Raised, type Scenario, seconds } from '../src/index.js';
import { type Conditions, normal } from './conditions.js';

const critical = (alert: string): Raised => ({ alert, severity: 'critical' });
const warning = (alert: string): Raised => ({ alert, severity: 'warning' });
const info = (alert: string): Raised => ({ alert, severity: 'info' });
const both = (alert: string): Raised[] => [critical(alert), warning(alert)];

const { growth, overhead, total } = memory.limits;
const { burst, rate } = coordinatorErrors.limits;

/** Bytes per second. */
const leak = ((3 * growth.levels.critical.value) / minutes(10).ms) * 1000;

/** Until a leak is past every limit of memory. */
const leaksFor = seconds(
  Math.ceil(
    (1.15 *
      (Math.max(site.baselines.memory.value + overhead.levels.critical.value, total.levels.info.value) -
        normal.memory)) /
      leak,
  ),
);

/** Errors of one coordinator per second, as a multiple of what is critical and a share of what is too many for all. */
const errorsPerSecond = (multiple: number, share: number): number =>
  Math.max((multiple * burst.levels.critical.value) / (minutes(5).ms / 1000), share * rate.levels.warning.value);

/** One fault each, well past its limits, wherever they are. */
export const scenarios = {
  'memory-leak': {
    what: 'The coordinator process grows without end, three times as fast as is critical.',
    conditions: { leak },
    lasts: leaksFor,
    raises: [
      critical('CoordinatorMemoryLeak'),
      ...both('CoordinatorMemoryOverhead'),
      info('CoordinatorMemoryAboveTarget'),
      info('CoordinatorMemoryTrend'),
    ],
  },
  'slow-chat': {
    what: 'Chat takes much longer with coordinators than with legacy.',
    conditions: { chatOverhead: chatLatency.limits.overhead.levels.critical.value + 0.35 },
    lasts: minutes(61),
    raises: [...both('CoordinatorChatLatencyOverhead'), warning('CoordinatorChatLatencyOverheadByModel')],
  },
  'error-burst': {
    what: 'Two coordinators report errors all the time, critical ones among them; a third reports an error of a new type, once.',
    conditions: {
      errors: [
        { coordinator: 'ToolCoordinator', type: 'timeout', severity: 'warning', perSecond: errorsPerSecond(2.4, 0.8) },
        {
          coordinator: 'ChatCoordinator',
          type: 'internal',
          severity: 'critical',
          perSecond: errorsPerSecond(1.5, 0.5),
        },
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
    lasts: minutes(61),
    raises: [],
  },
  'parity-drop': {
    what: 'The last CI run found that many of the tool features do not work, and that fewer of them are tested.',
    conditions: {
      parity: { ...normal.parity, tools: featureParity.limits.score.levels.critical.value - 0.02 },
      toolCoverage: testCoverage.limits.coverage.levels.critical.value - 3,
    },
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
