import { activeSessions, chatLatency, memory, processCpu, processMemory } from '../catalog/metrics.js';
import { memoryBaseline, memoryOverhead } from '../catalog/recorded.js';
import {
  dashboard,
  days,
  deriv,
  div,
  gt,
  hours,
  max,
  minutes,
  mul,
  oneOf,
  predictLinear,
  range,
  rate,
  rateInterval,
  row,
  select,
  series,
  stat,
  sum,
  timeseries,
} from '../src/index.js';
import annotations from './annotations.js';
import { tiers } from './tiers.js';

const job = ['job'] as const;
const process = ['instance', 'orchestrator_type'] as const;

const total = select(memory, { component: 'total' });
const cpu = rate(select(processCpu), rateInterval);

/** What does Victor cost in memory and CPU, and will it last? Source: guide, Dashboard Views 4. */
export default dashboard('resources', {
  title: 'Coordinator / Resources',
  description: 'What does Victor cost in memory and CPU, and will it last?',
  tags: ['coordinator', 'victor'],
  refresh: tiers.performance,
  annotations,
  rows: [
    row(
      'Memory',
      stat('Largest process', {
        why: 'The process that runs out of memory first. Blue is past the target for typical use: see whether it still grows.',
        series: [series('{{job}}', max(total, { by: job }))],
        limit: memory.limits.total,
        sparkline: true,
        whenEmpty: 'Not reported',
        height: 8,
      }),
      timeseries('Memory usage breakdown', {
        why: 'What coordinators hold, and what running them costs on top, over all processes. It does not include the rest of the process. One area that only grows is the leak.',
        series: [
          series(
            '{{component}}',
            sum(select(memory, { component: oneOf('coordinators', 'overhead') }), { by: ['component'] }),
          ),
        ],
        stacked: true,
        min: 0,
        whenEmpty: 'Not reported',
        width: 10,
      }),
      timeseries('Total memory by process', {
        why: 'Each process as Victor counts it, and as the operating system does (resident). Resident far above total: memory that Victor does not account for. The line is the target for typical use.',
        series: [
          series('{{orchestrator_type}} {{instance}}', max(total, { by: process })),
          series('resident {{instance}}', max(select(processMemory), { by: ['instance'] })),
        ],
        limit: memory.limits.total,
        min: 0,
        whenEmpty: 'Not reported',
        width: 10,
      }),
      timeseries('Memory Overhead', {
        why: 'Largest coordinator process above the legacy baseline. Past the first line profile memory, past the second restart and prepare to roll back.',
        series: [series('{{job}}', select(memoryOverhead))],
        limit: memory.limits.overhead,
        whenEmpty: 'No coordinator process to compare',
        width: 8,
      }),
      timeseries('Memory growth in 10 minutes', {
        why: 'Trend of the last half hour. Sustained past the line is a leak: restart before the process is killed, then look for what grows in the breakdown. A short peak is a warm-up or a large session.',
        series: [
          series(
            '{{orchestrator_type}} {{instance}}',
            mul(max(deriv(total, minutes(30)), { by: process }), minutes(10)),
          ),
        ],
        limit: memory.limits.growth,
        whenEmpty: 'Not reported',
        width: 8,
      }),
      timeseries('Memory in a day', {
        why: 'Where the trend of the last six hours leads. Past the line, plan capacity or a restart now; nothing has happened yet. Compare with the total: a fall is no promise.',
        series: [
          series(
            '{{orchestrator_type}} {{instance}}',
            max(predictLinear(range(total, hours(6)), days(1)), { by: process }),
          ),
        ],
        limit: memory.limits.total,
        whenEmpty: 'Not reported',
        width: 8,
      }),
    ),
    row(
      'CPU and efficiency',
      timeseries('CPU usage', {
        why: '100 % is one core, busy all the time. A process at its quota answers slowly whatever coordinators do: give it more, or run more of them.',
        series: [series('{{instance}}', sum(cpu, { by: ['instance'] }))],
        min: 0,
        whenEmpty: 'Not reported',
      }),
      timeseries('Requests per CPU-second', {
        why: 'How many chat requests a second of CPU time serves. A drop at a release means that each request became more expensive, whatever the traffic.',
        series: [
          series(
            '{{job}}',
            div(sum(rate(select(chatLatency.count), rateInterval), { by: job }), gt(sum(cpu, { by: job }), 0)),
          ),
        ],
        unit: 'reqps',
        min: 0,
        whenEmpty: 'No CPU time used',
      }),
      timeseries('Memory by active session', {
        why: 'How much memory an open session costs. Rising with level sessions: sessions grow or are not freed.',
        series: [series('{{job}}', div(sum(total, { by: job }), gt(sum(select(activeSessions), { by: job }), 0)))],
        min: 0,
        whenEmpty: 'No session open',
      }),
      timeseries('Memory baseline', {
        why: 'What overhead is measured against: legacy now, legacy when it last ran, or the constant of the site. A step here moves the overhead although no process changed.',
        series: [series('{{job}}', select(memoryBaseline))],
        min: 0,
        whenEmpty: 'No baseline',
      }),
    ),
  ],
});
