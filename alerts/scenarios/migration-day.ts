import { chatLatency, toolExecution } from '../../catalog/metrics.js';
import site from '../../catalog/site.js';
import { beyond, holds, hours, minutes, raises, scenario, serves, times } from '../../src/index.js';
import {
  alive,
  chats,
  ci,
  job,
  legacyChat,
  memoryOf,
  running,
  tools,
  usualChat,
  usualTool,
  wellProcess,
} from './installation.js';

const slowChat = times(beyond(chatLatency.limits.overhead, 'warning').value, legacyChat);
const slowTool = times(beyond(toolExecution.limits.overhead, 'warning').value, site.baselines.toolLatency);
/** So many that hardly anything of what they differ in can be chance. */
const perMinute = (n: number, each: typeof legacyChat) => ({ perMinute: 100 * n, each });

/** Legacy fades to nothing, and goes on being the measure. Source: rulings R5, R20. */
export default scenario('migration-day', {
  story:
    'Requests move from legacy to the coordinator orchestrator, a third every hour; after three hours legacy serves none and after four its process is gone. Its last figures are carried on: when chats and tools of the coordinator orchestrator become slower than they may be two hours later, that is seen against a legacy that is no longer there.',
  lasts: hours(9),
  every: minutes(5),
  inputs: [
    wellProcess('victor', {
      chats: [
        serves(perMinute(20, usualChat), hours(1)),
        serves(perMinute(40, usualChat), hours(1)),
        serves(perMinute(60, usualChat), hours(4)),
        serves(perMinute(60, slowChat), hours(2)),
        serves(perMinute(60, usualChat)),
      ],
      tools: [
        serves(perMinute(60, usualTool), hours(6)),
        serves(perMinute(60, slowTool), hours(2)),
        serves(perMinute(60, usualTool)),
      ],
    }),
    running('legacy', 'legacy', holds(1, hours(4))),
    memoryOf('legacy', 'legacy', holds(site.baselines.memory, hours(4))),
    chats(
      'legacy',
      'legacy',
      serves(perMinute(40, legacyChat), hours(1)),
      serves(perMinute(20, legacyChat), hours(1)),
      serves(perMinute(0, legacyChat), hours(2)),
    ),
    tools(
      'legacy',
      serves(perMinute(60, site.baselines.toolLatency), hours(2)),
      serves(perMinute(0, legacyChat), hours(2)),
    ),
    ci(),
  ],
  raises: [
    alive,
    raises('CoordinatorChatLatencyOverhead', 'warning', {
      from: hours(6),
      until: hours(8),
      give: minutes(70),
      labels: { job },
    }),
    raises('CoordinatorChatLatencyOverheadByModel', 'warning', { from: hours(6), until: hours(8), give: minutes(70) }),
    raises('CoordinatorToolLatencyOverhead', 'warning', {
      from: hours(6),
      until: hours(8),
      give: minutes(70),
      labels: { job },
    }),
  ],
});
