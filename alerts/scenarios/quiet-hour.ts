import { hours, minutes, scenario, serves } from '../../src/index.js';
import { alive, busy, chats, ci, memoryOf, running, started, tools, usualChat, usualTool } from './installation.js';

const silent = { perMinute: 0, each: 0 };

/** Nobody is there, as every night. Source: rulings R5, R20. */
export default scenario('quiet-hour', {
  story:
    'Every night there is an hour in which nobody asks anything. No traffic is no latency: nothing divides by it. And since the night before was like this one, it is no change of usage either.',
  lasts: hours(30),
  every: minutes(5),
  inputs: [
    running('victor', 'coordinator'),
    started('victor'),
    memoryOf('victor', 'coordinator'),
    chats(
      'victor',
      'coordinator',
      serves(busy(usualChat), hours(3)),
      serves(silent, hours(1)),
      serves(busy(usualChat), hours(23)),
      serves(silent, hours(1)),
      serves(busy(usualChat)),
    ),
    tools(
      'victor',
      serves(busy(usualTool), hours(3)),
      serves(silent, hours(1)),
      serves(busy(usualTool), hours(23)),
      serves(silent, hours(1)),
      serves(busy(usualTool)),
    ),
    ci(),
  ],
  raises: [alive],
});
