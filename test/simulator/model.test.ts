import { describe, expect, it } from 'vitest';
import {
  closed,
  counter,
  event,
  flow,
  gauge,
  histogram,
  level,
  minutes,
  type Now,
  observation,
  observations,
  open,
  type Process,
  pushedGauge,
  seconds,
  simulation,
  standard,
  world,
  zeros,
} from '../../src/index.js';
import { type Model, startModel } from '../../src/simulator/index.js';

const source = standard('a test');
const jobs = counter('jobs_total', {
  help: 'Jobs.',
  unit: 'count',
  labels: { kind: closed('big', 'small'), host: open('hosts', 'a', 'b') },
  source,
});
const busy = counter('busy_seconds_total', { help: 'Busy.', unit: 'seconds', source });
const heat = gauge('heat_ratio', { help: 'Heat.', unit: 'ratio', range: [0, 1], source });
const wait = histogram('wait_seconds', { help: 'Wait.', unit: 'seconds', buckets: [0.5, 1, 2], source });
const reported = pushedGauge('reported_ratio', { help: 'Reported.', unit: 'ratio', source });
const small = world({ jobs, busy, heat, wait, reported });

interface Conditions {
  readonly heat: number;
}

const quiet: Process<Conditions> = { start: () => [], run: () => [] };

const simulated = (process: Partial<Process<Conditions>>, scenarios = {}) =>
  simulation<Conditions>({
    normal: { heat: 0.5 },
    pushedAs: 'plant',
    processes: { plant: { ...quiet, ...process }, other: quiet },
    scenarios,
  });

const start = (process: Partial<Process<Conditions>>, scenarios = {}, seed = 1): Model =>
  startModel({ world: small, simulation: simulated(process, scenarios), time: 1000, seed });

function values(model: Model, name: string): Record<string, number> {
  const samples = (model.read('plant') ?? []).flatMap(f => f.samples).filter(s => s.name === name);
  return Object.fromEntries(samples.map(s => [Object.values(s.labels).join(' '), s.value]));
}

describe('series', () => {
  it('start at 0 for every closed value and every example', () => {
    const model = start({ start: () => zeros(jobs) });
    expect(values(model, 'jobs_total')).toEqual({ 'big a': 0, 'big b': 0, 'small a': 0, 'small b': 0 });
  });

  it('start at 0 for the given value of a label only', () => {
    const model = start({ start: () => zeros(jobs, { host: 'z' }) });
    expect(values(model, 'jobs_total')).toEqual({ 'big z': 0, 'small z': 0 });
  });

  it('count whole things at the rate that was given, and carry the rest over', () => {
    const model = start({ run: () => [flow(jobs, { kind: 'big', host: 'a' }, 0.3)] });
    const seen = Array.from({ length: 100 }, () => {
      model.step(1);
      return values(model, 'jobs_total')['big a'] ?? 0;
    });
    expect(seen.every(n => Number.isInteger(n))).toBe(true);
    expect(seen.at(-1)).toBeGreaterThanOrEqual(29);
    expect(seen.at(-1)).toBeLessThanOrEqual(31);
  });

  it('are not there before their first event', () => {
    const model = start({
      run: () => [flow(jobs, { kind: 'big', host: 'a' }, 0), observations(wait, {}, 0, { mean: 1, tail: 2 })],
    });
    model.step(60);
    expect(model.read('plant')).toEqual([
      { metric: jobs, samples: [] },
      { metric: wait, samples: [] },
    ]);
  });

  it('count time in fractions', () => {
    const model = start({ run: () => [flow(busy, {}, 0.25)] });
    model.step(3);
    expect(values(model, 'busy_seconds_total')).toEqual({ '': 0.75 });
  });

  it('are born at 1 with their first event', () => {
    const run = (now: Now) => (now.entered ? [event(jobs, { kind: 'big', host: 'new' })] : []);
    const model = start({ run });
    expect(values(model, 'jobs_total')).toEqual({});
    model.step(10);
    model.step(10);
    expect(values(model, 'jobs_total')).toEqual({ 'big new': 1 });
    model.enter('normal');
    model.step(10);
    expect(values(model, 'jobs_total')).toEqual({ 'big new': 2 });
  });

  it('keep a level until it is set again', () => {
    const model = start({ run: now => (now.time < 1010 ? [level(heat, {}, 0.4)] : []) });
    model.step(60);
    expect(values(model, 'heat_ratio')).toEqual({ '': 0.4 });
  });

  it('have cumulative buckets with a decimal point in their edges', () => {
    const model = start({ start: () => [0.1, 1, 1.5, 9].map(v => observation(wait, {}, v)) });
    expect(values(model, 'wait_seconds_bucket')).toEqual({ '0.5': 1, '1.0': 2, '2.0': 3, '+Inf': 4 });
    expect(values(model, 'wait_seconds_sum')).toEqual({ '': 11.6 });
    expect(values(model, 'wait_seconds_count')).toEqual({ '': 4 });
  });

  it('observe with the mean and the tail that were given', () => {
    const model = start({ run: () => [observations(wait, {}, 1000, { mean: 0.8, tail: 2 })] });
    model.step(60);
    const count = values(model, 'wait_seconds_count')[''] as number;
    expect(Math.abs(count - 60_000)).toBeLessThanOrEqual(1);
    expect((values(model, 'wait_seconds_sum')[''] as number) / count).toBeCloseTo(0.8, 2);
    const beyond = 1 - (values(model, 'wait_seconds_bucket')['2.0'] as number) / count;
    expect(beyond).toBeGreaterThan(0);
    expect(beyond).toBeLessThan(0.01);
  });

  it('that are pushed carry the job that pushed, and no instance', () => {
    const model = start({ run: () => [level(reported, {}, 1)] });
    expect(model.read('plant')?.[0]?.samples[0]?.labels).toEqual({ job: 'plant', instance: '' });
  });
});

describe('time', () => {
  const run = (now: Now<Conditions>) => [
    level(heat, {}, 0.5 + 0.4 * now.wobble('heat', 300)),
    flow(jobs, { kind: 'small', host: 'a' }, now.daily(0.2)),
  ];

  /** What two minutes look like, by name of the series. */
  const series = (seed: number, name: string) => {
    const model = start({ run }, {}, seed);
    return Array.from({ length: 50 }, () => {
      model.step(2.5);
      return values(model, name);
    });
  };

  it.each(['heat_ratio', 'jobs_total'])(
    'gives the same %s for the same seed and steps, another for another seed',
    name => {
      expect(series(3, name)).toEqual(series(3, name));
      expect(series(3, name)).not.toEqual(series(4, name));
    },
  );

  it('gives the same level at an instant, however the steps were cut', () => {
    const [fine, coarse] = [start({ run }), start({ run })];
    for (let i = 0; i < 60; i++) fine.step(1);
    coarse.step(60);
    expect(values(fine, 'heat_ratio')).toEqual(values(coarse, 'heat_ratio'));
  });

  it('tells since when the scenario and the process have been there', () => {
    const seen: Partial<Now>[] = [];
    const model = start({
      run: now => {
        const { time, step, since, entered, uptime } = now;
        seen.push({ time, step, since, entered, uptime });
        return [];
      },
    });
    model.step(5);
    model.enter('normal');
    model.step(2);
    expect(seen).toEqual([
      { time: 1000, step: 0, since: 0, entered: false, uptime: 0 },
      { time: 1005, step: 5, since: 5, entered: true, uptime: 5 },
      { time: 1007, step: 2, since: 2, entered: true, uptime: 7 },
    ]);
  });

  it('is busiest at 14:00 UTC and quietest at 02:00', () => {
    const at = (hour: number) => {
      const process = { ...quiet, run: (now: Now<Conditions>) => [level(heat, {}, now.daily(0.2))] };
      const model = startModel({ world: small, simulation: simulated(process), time: hour * 3600 });
      return values(model, 'heat_ratio')[''] as number;
    };
    expect([at(2), at(8), at(14)].map(v => Number(v.toFixed(6)))).toEqual([0.2, 0.6, 1]);
  });
});

describe('scenarios', () => {
  const run = (now: Now<Conditions>) => [level(heat, {}, now.is.heat), flow(busy, {}, 1)];
  const scenarios = {
    hot: { what: 'Hot.', conditions: { heat: 0.9 } },
    gone: { what: 'Gone.', down: ['plant'] },
    loop: { what: 'Starts again and again.', restarts: { plant: minutes(1) } },
  };

  it('change conditions, and normal brings them back', () => {
    const model = start({ run }, scenarios);
    const heats = ['hot', 'normal'].map(scenario => {
      model.enter(scenario);
      model.step(1);
      return values(model, 'heat_ratio')[''];
    });
    expect(heats).toEqual([0.9, 0.5]);
  });

  it('take a process down, and only that one', () => {
    const model = start({ run }, scenarios);
    model.enter('gone');
    expect(model.read('plant')).toBeUndefined();
    expect(model.read('other')).toEqual([]);
    model.enter('normal');
    expect(model.read('plant')).toBeDefined();
  });

  it('restart a process at once and again every so often, with all its counters', () => {
    const model = start({ run }, scenarios);
    model.step(500);
    model.enter('loop');
    const seen = [0, 30, 30, 30].map(seconds => {
      if (seconds > 0) model.step(seconds);
      return values(model, 'busy_seconds_total')[''] ?? 0;
    });
    expect(seen).toEqual([0, 30, 0, 30]);
  });

  it.each([
    ['an unknown scenario', () => start({ run }, scenarios).enter('cold'), 'hot, gone, loop'],
    ['an unknown process', () => start({ run }).read('factory'), 'plant, other'],
    ['a step back', () => start({ run }).step(-1), 'more than 0'],
    ['a scenario of an unknown process', () => simulated({}, { x: { what: 'X.', down: ['factory'] } }), 'plant, other'],
    [
      'a restart without end',
      () => simulated({}, { x: { what: 'X.', restarts: { plant: seconds(0) } } }),
      'more than 0',
    ],
    ['no process', () => simulation({ normal: {}, pushedAs: 'x', processes: {}, scenarios: {} }), 'at least one'],
  ])('refuse %s', (_, act, fix) => {
    expect(act).toThrow(expect.objectContaining({ name: 'TelltaleError', fix: expect.stringContaining(fix) }));
  });
});

describe('the catalog', () => {
  const stranger = counter('strange_total', { help: 'Strange.', unit: 'count', source });
  it.each([
    ['a metric that it does not have', flow(stranger, {}, 1), 'strange_total'],
    ['a value that is not in the vocabulary', flow(jobs, { kind: 'huge' as 'big', host: 'a' }, 1), 'kind="huge"'],
    ['a label too few', flow(jobs, { kind: 'big' } as never, 1), 'without its label "host"'],
    ['a label too many', level(heat, { room: 'x' } as never, 0), 'label "room"'],
    ['a level outside the range', level(heat, {}, 1.5), '1.5'],
    ['a level that is not a number', level(heat, {}, Number.NaN), 'NaN'],
    ['a counter that goes down', flow(busy, {}, -1), '-1'],
    ['a negative observation', observation(wait, {}, -0.1), '-0.1'],
  ])('forbids %s', (_, motion, said) => {
    expect(() => start({ run: () => [motion] }).step(1)).toThrow(said);
  });

  it('forbids a tail without an end', () => {
    expect(() => observations(wait, {}, 1, { mean: 1, tail: 50 })).toThrow('a tail of 50');
  });
});

describe('a restart', () => {
  const restarting = (away: number, step: number): [Model, (until: number) => (number | undefined)[]] => {
    const model = startModel({
      world: small,
      time: 1000,
      simulation: simulation<Conditions>({
        normal: { heat: 0.5 },
        pushedAs: 'plant',
        processes: { plant: { ...quiet, run: () => [flow(busy, {}, 1)] }, other: quiet },
        restarts: [{ process: 'plant', at: seconds(60), away: seconds(away) }],
        scenarios: {},
      }),
    });
    return [
      model,
      until => {
        const seen = [];
        for (; model.time < until; model.step(step)) seen.push(values(model, 'busy_seconds_total')['']);
        return seen;
      },
    ];
  };

  it('takes the process away, and brings it back with nothing of what it had', () => {
    const [model, run] = restarting(40, 15);
    // At 1060, 1075 and 1090 it is away; at 1105 it has just started.
    expect(run(1150)).toEqual([undefined, 15, 30, 45, undefined, undefined, undefined, undefined, 15, 30]);
    expect(model.read('other')).toEqual([]);
  });

  it('that fits between two steps is one', () => {
    const [model, run] = restarting(40, 120);
    expect(run(1360)).toEqual([undefined, undefined, 120]);
    expect(model.read('plant')).toHaveLength(1);
  });

  it('of a process that is not there is refused', () => {
    expect(() =>
      simulation({
        normal: {},
        pushedAs: 'plant',
        processes: { plant: { start: () => [], run: () => [] } },
        restarts: [{ process: 'plan', at: seconds(1), away: seconds(1) }],
        scenarios: {},
      }),
    ).toThrow('a restart names the process "plan"');
  });
});
