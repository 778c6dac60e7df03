import { compatibilityFailures } from '../../catalog/metrics.js';
import { grows, holds, hours, input, minutes, raises, scenario, stays } from '../../src/index.js';
import { alive, ci, target, wellProcess } from './installation.js';

const of = (api_version: string) => ({ ...target('victor'), api_version, failure_type: 'removed_endpoint' });

/** One API version no longer works. Source: guide, Critical: Backward compatibility failure. */
export default scenario('broken-release', {
  story:
    'A release removes an endpoint that clients of v1 still call: they fail, three a minute, until the release is taken back after twenty minutes. Clients of v2 notice nothing.',
  lasts: hours(3),
  inputs: [
    wellProcess('victor'),
    input(compatibilityFailures, of('v1'), holds(0, hours(2)), grows(3, minutes(1), minutes(20)), stays()),
    input(compatibilityFailures, of('v2'), holds(0)),
    ci(),
  ],
  raises: [
    alive,
    raises('CoordinatorBackwardCompatibilityBroken', 'critical', {
      from: hours(2),
      until: minutes(140),
      give: minutes(10),
      labels: { api_version: 'v1' },
    }),
  ],
});
