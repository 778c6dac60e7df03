import { coordinatorErrors } from '../../catalog/metrics.js';
import { beyond, holds, hours, input, jumps, minutes, raises, scenario } from '../../src/index.js';
import { alive, ci, target, wellProcess } from './installation.js';

const labels = { coordinator: 'ToolCoordinator' } as const;
const source = { ...target('victor'), ...labels, error_type: 'timeout', severity: 'warning' } as const;
const many = Math.ceil(beyond(coordinatorErrors.limits.burst, 'critical').value);

/** Many errors of one kind at once, and then no more. Source: guide, Key Metrics 5; ruling R14. */
export default scenario('error-burst', {
  story:
    'A tool server hangs for a minute: the tool coordinator times out again and again, and its errors are more than a coordinator may have in five minutes. No other coordinator has any, and so few are no steady rate.',
  lasts: hours(3),
  inputs: [
    wellProcess('victor'),
    input(coordinatorErrors, source, holds(0, hours(2)), jumps(many)),
    input(coordinatorErrors, { ...source, coordinator: 'ChatCoordinator', error_type: 'internal' }, holds(0)),
    ci(),
  ],
  raises: [
    alive,
    raises('CoordinatorErrors', 'critical', { from: hours(2), until: minutes(125), labels }),
    raises('CoordinatorErrors', 'warning', { from: hours(2), until: minutes(125), labels }),
  ],
});
