import { expect, it } from 'vitest';
import { counter, flow, gauge, level, type Motion, simulation, standard, world } from '../../src/index.js';
import { coverage } from '../../src/simulator/coverage.js';
import { simulation as ours, victor } from './victor.js';

const source = standard('a test');
const jobs = counter('jobs_total', { help: 'Jobs.', unit: 'count', source });
const heat = gauge('heat_ratio', { help: 'Heat.', unit: 'ratio', range: [0, 1], source });
const up = gauge('up', { help: 'Up.', unit: 'flag', source });

const plant = (run: (hot: boolean) => Motion[]) =>
  simulation<{ hot: boolean }>({
    normal: { hot: false },
    pushedAs: 'plant',
    processes: { plant: { start: () => [], run: now => run(now.is.hot) } },
    scenarios: { hot: { what: 'Hot.', conditions: { hot: true } } },
  });

it('finds nothing in the simulation of Victor: every metric of its catalog is exported, and nothing that it forbids', () => {
  expect(coverage(victor, ours)).toEqual([]);
});

it('finds a metric that nothing exports, but does not ask for what Prometheus writes', () => {
  expect(
    coverage(
      world({ jobs, heat, up }),
      plant(() => [flow(jobs, {}, 1)]),
    ),
  ).toEqual([
    {
      id: 'simulation/uncovered',
      severity: 'error',
      place: { file: 'simulation', item: 'normal' },
      message: 'no process exports heat_ratio',
      fix: expect.any(String),
    },
  ]);
});

it('finds a series that never gets a sample', () => {
  expect(
    coverage(
      world({ jobs }),
      plant(() => [flow(jobs, {}, 0)]),
    ).map(f => f.message),
  ).toEqual(['no process exports jobs_total']);
});

it('finds what a scenario does that the catalog forbids', () => {
  const overheats = plant(hot => [level(heat, {}, hot ? 2 : 0.5)]);
  expect(coverage(world({ heat }), overheats)).toEqual([
    {
      id: 'simulation/forbidden',
      severity: 'error',
      place: { file: 'simulation', item: 'hot' },
      message: 'the simulation moves heat_ratio by or to 2',
      fix: 'stay between 0 and 1; what is counted never goes down',
    },
  ]);
});

it('does not take any other failure for a finding', () => {
  const broken = plant(() => {
    throw new RangeError('broken');
  });
  expect(() => coverage(world({ jobs }), broken)).toThrow(RangeError);
});
