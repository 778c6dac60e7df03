import { project, world } from '../../../src/index.js';
import alerts from './alerts/index.js';
import * as metrics from './catalog/metrics.js';
import site from './catalog/site.js';
import dashboards from './dashboards/index.js';

export default project({ world: world(metrics), site, groups: alerts, dashboards });
