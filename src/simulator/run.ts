import type { World } from '../catalog/world.js';
import { TelltaleError } from '../core/errors.js';
import { type Now, normalScenario, type Process, type Simulation, scenarioOf } from './model.js';
import { daily, wobble } from './noise.js';
import { emptyState, type Family, type State } from './state.js';

/** A simulation that runs, in simulated time: nothing happens but by `step`. Same options and steps, same values. */
export interface Model {
  /** Seconds since the epoch. */
  readonly time: number;
  readonly scenario: string;
  readonly processes: readonly string[];
  /** From now on these conditions hold. @throws TelltaleError when there is no such scenario. */
  enter(scenario: string): void;
  /** Lets so many seconds pass. */
  step(seconds: number): void;
  /** What a scrape of the process returns now; undefined when it does not answer. */
  read(process: string): readonly Family[] | undefined;
}

export interface ModelOptions {
  readonly world: World;
  readonly simulation: Simulation;
  readonly scenario?: string;
  /** Same seed, same noise. Default 1. */
  readonly seed?: number;
  /** Seconds since the epoch at which the processes start. */
  readonly time: number;
}

interface Running {
  readonly name: string;
  readonly process: Process;
  state: State;
  started: number;
  /** Until when it does not answer, while it is away. */
  away: number | undefined;
}

/** Starts the processes of a simulation. @throws TelltaleError for an unknown scenario, or a motion that the catalog forbids. */
export function startModel({ world, simulation, scenario = normalScenario, seed = 1, time }: ModelOptions): Model {
  let now = time;
  let entered = time;
  let current = scenarioOf(simulation, scenario);
  let currentName = scenario;
  let fresh = true;

  const at = (running: Running, step = 0): Now => ({
    time: now,
    step,
    since: now - entered,
    entered: fresh && step > 0,
    uptime: now - running.started,
    is: { ...(simulation.normal as object), ...current.conditions },
    wobble: (key, period) => wobble(`${seed}\0${running.name}\0${key}`, period, now),
    daily: low => daily(low, now),
  });
  const start = (running: Running) => {
    running.state = emptyState(world, `${seed}\0${running.name}\0${now}`, simulation.pushedAs);
    running.started = now;
    running.away = undefined;
    const { process } = running;
    for (const motion of [...process.start(at(running)), ...process.run(at(running))]) running.state.apply(motion, 0);
  };
  const all: Running[] = Object.entries(simulation.processes).map(([name, process]) => {
    const running = { name, process, state: emptyState(world, '', ''), started: now, away: undefined };
    start(running);
    return running;
  });

  /** Until when a restart takes the process away that happened since then. */
  const awayFrom = (process: string, before: number): number | undefined => {
    const happened = (simulation.restarts ?? []).filter(
      r => r.process === process && time + r.at.ms / 1000 > before && time + r.at.ms / 1000 <= now,
    );
    return happened.length > 0 ? Math.max(...happened.map(r => time + (r.at.ms + r.away.ms) / 1000)) : undefined;
  };

  return {
    get time() {
      return now;
    },
    get scenario() {
      return currentName;
    },
    processes: all.map(p => p.name),
    enter(next) {
      current = scenarioOf(simulation, next);
      currentName = next;
      entered = now;
      fresh = true;
      for (const running of all) if (Object.hasOwn(current.restarts ?? {}, running.name)) start(running);
    },
    step(seconds) {
      if (!(seconds > 0)) throw new TelltaleError(`a step of ${seconds} seconds`, { fix: 'give more than 0' });
      const before = now;
      now += seconds;
      for (const running of all) {
        const every = current.restarts?.[running.name];
        const ends = awayFrom(running.name, before);
        if (ends !== undefined) running.away = ends;
        if (running.away !== undefined) {
          if (now >= running.away) start(running);
        } else if (every && now - running.started >= every.ms / 1000) start(running);
        else for (const motion of running.process.run(at(running, seconds))) running.state.apply(motion, seconds);
      }
      fresh = false;
    },
    read(process) {
      const running = all.find(p => p.name === process);
      if (!running)
        throw new TelltaleError(`there is no process "${process}"`, {
          fix: `use one of ${all.map(p => p.name).join(', ')}`,
        });
      return running.away !== undefined || current.down?.includes(process) ? undefined : running.state.families();
    },
  };
}
