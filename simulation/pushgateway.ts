import { featureParity, pushTime, testCoverage } from '../catalog/metrics.js';
import { coordinators } from '../catalog/vocabulary.js';
import { level, type Process } from '../src/index.js';
import type { Conditions } from './conditions.js';

/** Per cent: so much of the way from too little to all. */
function covered(share: number): number {
  const { value } = testCoverage.limits.coverage.levels.warning;
  return value + share * (100 - value);
}

const categories = ['chat', 'tools', 'sessions', 'analytics'] as const;

/** What CI runs have pushed (ruling R22). */
export const pushgateway: Process<Conditions> = {
  start: () => [],
  run: now => [
    level(pushTime, {}, now.is.lastPush(now.time)),
    ...categories.map(feature_category => level(featureParity, { feature_category }, now.is.parity[feature_category])),
    ...coordinators.map((coordinator, i) =>
      level(
        testCoverage,
        { coordinator },
        coordinator === 'ToolCoordinator' ? now.is.toolCoverage : covered(0.15 + ((i * 5) % 11) / 15),
      ),
    ),
    level(testCoverage, { coordinator: 'all' }, covered(0.4)),
  ],
};
