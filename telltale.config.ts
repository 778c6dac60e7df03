import alerts from './alerts/index.js';
import waivers from './alerts/mutants.js';
import routing from './alerts/routing.js';
import runbooks from './alerts/runbooks/index.js';
import scenarios from './alerts/scenarios/index.js';
import * as metrics from './catalog/metrics.js';
import * as recorded from './catalog/recorded.js';
import site from './catalog/site.js';
import dashboards from './dashboards/index.js';
import logs from './logs/index.js';
import simulation from './simulation/index.js';
import { project, world } from './src/index.js';

/** The monitoring of Victor's coordinator orchestrator. */
export default project({
  world: world(metrics, recorded),
  site,
  groups: alerts,
  dashboards,
  scenarios,
  waivers,
  routing,
  runbooks,
  simulation,
  logs,
});
