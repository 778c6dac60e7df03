import {
  dashboard,
  minutes,
  quantile,
  rate,
  rateInterval,
  row,
  select,
  series,
  sum,
  timeseries,
} from '../../../../src/index.js';
import { duration, jobs } from '../catalog/metrics.js';

export default [
  dashboard('work', {
    title: 'Queue / Work',
    description: 'Is the work done?',
    refresh: minutes(1),
    rows: [
      row(
        'Jobs',
        timeseries('Finished', {
          why: 'What falls to nothing while jobs wait is a stuck worker: restart it.',
          series: [
            series('{{queue}} {{outcome}}', sum(rate(select(jobs), rateInterval), { by: ['queue', 'outcome'] })),
          ],
        }),
        timeseries('Duration, p95', {
          why: 'Above the line, jobs are slow: look at what they wait for.',
          limit: duration.limits.slow,
          series: [series('{{queue}}', quantile(0.95, duration, ['queue'], { window: rateInterval }))],
        }),
      ),
    ],
  }),
];
