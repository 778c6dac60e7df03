import { allow, assumed, group, ladder, max, minutes, newEvents, resolves, select } from '../../../../src/index.js';
import { depth, jobs } from '../catalog/metrics.js';

const source = assumed('a project outside of this repository');

export default [
  group(
    'queue-jobs',
    { every: minutes(1) },
    ...ladder('QueueJobsFail', {
      value: newEvents(jobs, ['job', 'queue'], { window: minutes(10), where: { outcome: 'failed' } }),
      limit: jobs.limits.failures,
      for: minutes(2),
      summary: 'Jobs of a queue fail',
      description: '{{ $value | humanize }} jobs of queue {{ $labels.queue }} failed in 10 minutes.',
      runbook: 'jobs-fail',
      dashboard: 'work',
      whenMissing: resolves('without a worker nothing fails'),
      allow: [allow('alert/blind-spot', 'another system watches over the worker')],
      source,
    }),
    ...ladder('QueueBacklog', {
      value: max(select(depth), { by: ['job', 'queue'] }),
      limit: depth.limits.backlog,
      for: minutes(10),
      summary: 'A queue does not get shorter',
      description: '{{ $value | humanize }} jobs wait in queue {{ $labels.queue }}.',
      runbook: 'backlog',
      dashboard: 'work',
      whenMissing: resolves('without a worker nobody knows how many wait'),
      source,
    }),
  ),
];
