import { above, assumed, closed, count, counter, gauge, histogram, seconds } from '../../../../src/index.js';

const source = assumed('a project outside of this repository');
const queue = closed('mail', 'reports');

/** Jobs that were taken from a queue and finished. */
export const jobs = counter('queue_jobs_total', {
  help: 'Finished jobs.',
  unit: 'count',
  labels: { queue, outcome: closed('done', 'failed') },
  limits: { failures: above({ warning: count(5), critical: count(20) }, 'failed jobs of a queue in 10 minutes') },
  source,
});

/** Jobs that wait. */
export const depth = gauge('queue_depth', {
  help: 'Jobs that wait.',
  unit: 'count',
  range: [0, Infinity],
  labels: { queue },
  limits: { backlog: above({ warning: count(1000) }) },
  source,
});

/** How long a job ran. Unit: seconds. */
export const duration = histogram('queue_job_duration_seconds', {
  help: 'How long a job ran.',
  unit: 'seconds',
  labels: { queue },
  buckets: [0.1, 0.5, 1, 5, 30, 60],
  limits: { slow: above({ warning: seconds(30) }, 'p95') },
  source,
});
