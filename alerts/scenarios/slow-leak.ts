import { memory } from '../../catalog/metrics.js';
import site from '../../catalog/site.js';
import { grows, holds, hours, minutes, raises, scenario } from '../../src/index.js';
import { alive, ci, job, memoryOf, running, started, target } from './installation.js';

const { warning } = memory.limits.overhead.levels;

/** Too slow for the leak alert, and found all the same. Source: guide, Warning: Memory overhead high; rulings R9, R19. */
export default scenario('slow-leak', {
  story:
    'A process leaks so slowly that no quarter of an hour shows it. In five hours it has taken what it may have above the baseline; when there are six hours to judge by, the forecast says where that leads. At nine hours somebody restarts it.',
  lasts: hours(14),
  every: minutes(5),
  inputs: [
    running('victor', 'coordinator'),
    started('victor', holds(0, hours(9)), holds(hours(9))),
    memoryOf(
      'victor',
      'coordinator',
      holds(site.baselines.memory, minutes(1)),
      grows(warning, hours(5), hours(9)),
      holds(site.baselines.memory),
    ),
    ci(),
  ],
  raises: [
    alive,
    raises('CoordinatorMemoryOverhead', 'warning', {
      from: hours(5),
      until: hours(9),
      give: minutes(25),
      labels: { job },
    }),
    // The slope of six hours takes its time to turn.
    raises('CoordinatorMemoryTrend', 'info', {
      from: hours(7),
      until: hours(9),
      give: hours(3),
      labels: { instance: target('victor').instance },
    }),
  ],
});
