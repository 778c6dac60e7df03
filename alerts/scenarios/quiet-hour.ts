import { hours, minutes, scenario, serves } from '../../src/index.js';
import { alive, busy, ci, usualChat, usualTool, wellProcess } from './installation.js';

const silent = { perMinute: 0, each: 0 };

/** Traffic with an hour of silence in each of two nights. */
const nights = (each: typeof usualChat) => [
  serves(busy(each), hours(3)),
  serves(silent, hours(1)),
  serves(busy(each), hours(23)),
  serves(silent, hours(1)),
  serves(busy(each)),
];

/** Nobody is there, as every night. Source: rulings R5, R20. */
export default scenario('quiet-hour', {
  story:
    'Every night there is an hour in which nobody asks anything. No traffic is no latency: nothing divides by it. And since the night before was like this one, it is no change of usage either.',
  lasts: hours(30),
  every: minutes(5),
  inputs: [wellProcess('victor', { chats: nights(usualChat), tools: nights(usualTool) }), ci()],
  raises: [alive],
});
