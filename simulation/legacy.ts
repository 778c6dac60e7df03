import { memory, orchestratorEnabled } from '../catalog/metrics.js';
import site from '../catalog/site.js';
import { level, type Process } from '../src/index.js';
import type { Conditions } from './conditions.js';
import { busy, heap, load, startWork, work } from './traffic.js';

const type = 'legacy';

/** A Victor that runs the legacy orchestrator: no coordinators, so nothing that is counted by coordinator. */
export const legacyProcess: Process<Conditions> = {
  start: now => startWork(now, type),
  run(now) {
    const requests = now.is.legacyRequests * now.is.unmigrated(now.time) * busy(now);
    const total = Math.round(heap(now, site.baselines.memory.value));
    return [
      level(orchestratorEnabled, { source: 'environment_variable', version: '1.4.0' }, 0),
      ...work({ ...now.is, type, requests, slower: 1 + 0.005 * now.wobble('chat', 1200), slowerTools: 1 }),
      level(memory, { orchestrator_type: type, component: 'total' }, total),
      ...load(now, requests, total),
    ];
  },
};
