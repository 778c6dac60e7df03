import type { World } from '../catalog/world.js';
import { TelltaleError } from '../core/errors.js';
import { unit } from '../core/units.js';
import { type Exporter, serve } from './exporter.js';
import { normalScenario, type Simulation } from './model.js';
import { type Model, startModel } from './run.js';
import type { Family } from './state.js';

export interface SimulatorOptions {
  readonly world: World;
  readonly simulation: Simulation;
  readonly scenario?: string;
  /** Of the first process; the others have the next ones. 0 takes free ones. */
  readonly port: number;
  /** Default: this machine only. */
  readonly host?: string;
  readonly seed?: number;
  /** Simulated seconds in a second. Default 1. */
  readonly speed?: number;
}

/** A simulation that is exported in real time. */
export interface Simulator {
  /** By process. */
  readonly ports: Readonly<Record<string, number>>;
  /** Goes over to another scenario. @throws TelltaleError when there is none of that name. */
  enter(scenario: string): void;
  close(): Promise<void>;
}

/**
 * Exports every process of a simulation on a port of its own.
 * @throws TelltaleError for an unknown scenario, a speed that is not above 0, or a port that cannot be had.
 */
export async function startSimulator(options: SimulatorOptions): Promise<Simulator> {
  const { world, simulation, scenario = normalScenario, seed = 1 } = options;
  const model = startModel({ world, simulation, scenario, seed, time: Date.now() / 1000 });
  return exportModel(model, options);
}

/** Exports a model that has a past: it goes on from where it stands, as from now. */
export async function exportModel(
  model: Model,
  { port, host = '127.0.0.1', speed = 1 }: Pick<SimulatorOptions, 'port' | 'host' | 'speed'>,
): Promise<Simulator> {
  if (!(speed > 0 && Number.isFinite(speed)))
    throw new TelltaleError(`a speed of ${speed}`, { fix: 'give more than 0' });
  const clock = startClock(model, speed);
  const exporters: [string, Exporter][] = [];
  const close = async () => {
    await Promise.all(exporters.map(([, exporter]) => exporter.close()));
  };
  try {
    for (const [i, name] of model.processes.entries()) {
      const scrape = () => {
        clock.catchUp();
        return model.read(name)?.map(family => clock.inRealTime(family));
      };
      exporters.push([name, await serve(host, port === 0 ? 0 : port + i, scrape)]);
    }
  } catch (error) {
    await close();
    throw error;
  }
  return {
    ports: Object.fromEntries(exporters.map(([name, exporter]) => [name, exporter.port])),
    enter(scenario) {
      clock.catchUp();
      model.enter(scenario);
    },
    close,
  };
}

/** The longest step with which a model catches up: short enough that no scrape misses a restart. */
const longestStep = 15;

/** Simulated time, `speed` times as fast as the wall's. The model only moves when it is looked at. */
function startClock(model: Model, speed: number) {
  const [simulated, real] = [model.time, Date.now() / 1000];
  return {
    catchUp() {
      const target = simulated + (Date.now() / 1000 - real) * speed;
      while (target - model.time > 1e-3) model.step(Math.min(longestStep, target - model.time));
    },
    /** Points in time as the wall's clock has them: a scrape compares them with its own. */
    inRealTime(family: Family): Family {
      if (family.metric.unit.reading !== unit('timestamp').reading) return family;
      const samples = family.samples.map(s => ({ ...s, value: real + (s.value - simulated) / speed }));
      return { ...family, samples };
    },
  };
}
