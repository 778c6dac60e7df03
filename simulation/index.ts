import site from '../catalog/site.js';
import { simulation } from '../src/index.js';
import { normal } from './conditions.js';
import { coordinatorProcess } from './coordinator.js';
import { legacyProcess } from './legacy.js';
import { pushgateway } from './pushgateway.js';
import { scenarios } from './scenarios.js';

const [job] = Object.keys(site.jobs) as [string];

/** A small installation in the middle of its migration: one process of either architecture, and a Pushgateway. */
export default simulation({
  normal,
  pushedAs: job,
  processes: { coordinator: coordinatorProcess, legacy: legacyProcess, pushgateway },
  scenarios,
});
