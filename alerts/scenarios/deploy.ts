import { coordinatorErrors, initialization } from '../../catalog/metrics.js';
import site from '../../catalog/site.js';
import {
  type Duration,
  gone,
  grows,
  holds,
  hours,
  type Input,
  input,
  jumps,
  minutes,
  raises,
  restarts,
  scenario,
  serves,
  servesAnew,
  servesNothing,
  times,
  within,
} from '../../src/index.js';
import {
  alive,
  busy,
  chats,
  ci,
  memoryOf,
  running,
  started,
  target,
  tools,
  usualChat,
  usualTool,
} from './installation.js';

const { burst } = coordinatorErrors.limits;
const errors = Math.floor((burst.levels.warning.value + burst.levels.critical.value) / 2);

/** A process that is replaced at a time: away for a minute, then with counters at 0, a small heap, and errors forgotten. */
function replaced(name: string, at: Duration, coordinator: 'ProviderCoordinator' | 'ChatCoordinator'): Input[] {
  const back = minutes(at.ms / 60_000 + 1);
  const away = minutes(1);
  const anew = (each: typeof usualChat) => [serves(busy(each), at), servesNothing(away), servesAnew(busy(each))];
  return [
    ...running(name, 'coordinator', holds(1, at), holds(0, away), holds(1)),
    started(name, holds(0, at), gone(away), holds(back)),
    memoryOf(
      name,
      'coordinator',
      holds(site.baselines.memory, at),
      gone(away),
      holds(times(0.8, site.baselines.memory), minutes(1)),
      grows(times(0.2, site.baselines.memory), minutes(20), minutes(20)),
      holds(site.baselines.memory),
    ),
    ...chats(name, 'coordinator', ...anew(usualChat)),
    ...tools(name, ...anew(usualTool)),
    input(
      coordinatorErrors,
      { ...target(name), coordinator, error_type: 'timeout', severity: 'warning' },
      holds(0, hours(1)),
      jumps(errors, minutes(at.ms / 60_000 - 60)),
      gone(away),
      restarts(0, minutes(1)),
    ),
    input(
      initialization.sum,
      { ...target(name), coordinator: 'ChatCoordinator', status: 'success' },
      gone(at),
      gone(away),
      holds(within(initialization.limits.total)),
    ),
  ];
}

/** A deploy is no incident. Source: guide, Critical Alerts; rulings R8, R9, R13, R15. */
export default scenario('deploy', {
  story:
    'A new version is rolled out: one process after the other is away for a minute and comes back with empty counters and a heap that warms up. The errors of an hour before are not counted again, and no restart looks like a leak, an outage or a drop of traffic.',
  lasts: hours(5),
  inputs: [
    replaced('victor', hours(2), 'ProviderCoordinator'),
    replaced('victor-2', minutes(150), 'ChatCoordinator'),
    ci(),
  ],
  raises: [alive, raises('CoordinatorErrors', 'warning', { from: hours(1), until: minutes(65) })],
});
