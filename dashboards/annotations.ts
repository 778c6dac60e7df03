import { orchestratorEnabled, processStart } from '../catalog/metrics.js';
import { annotation, changes, gt, minutes, offset, or, select, unless } from '../src/index.js';

/** How far back an event is still new; twice the step at which annotations are looked for. */
const window = minutes(2);

const flag = select(orchestratorEnabled);

/** What happened on purpose, marked on every graph: most incidents begin at one of these. Source: guide, Monitoring Strategy. */
export default [
  annotation('Restart', {
    expr: gt(changes(select(processStart), window), 0),
    text: '{{instance}} ({{job}}) restarted',
    color: 'blue',
  }),
  // A new version or another source of the flag is a new series: its value did not change, it was not there.
  annotation('Feature flag or version', {
    expr: or(gt(changes(flag, window), 0), unless(flag, offset(flag, window))),
    text: '{{instance}} ({{job}}): version {{version}}, flag from {{source}}',
    color: 'purple',
  }),
] as const;
