import type { World } from '../catalog/world.js';
import { TelltaleError } from '../core/errors.js';
import type { Finding } from '../core/findings.js';
import { normalScenario, type Simulation } from './model.js';
import { startModel } from './run.js';

/** What no process exports: Prometheus writes it about its scrapes. */
const byPrometheus = /^(up|scrape_\w+)$/;

/**
 * Whether the simulation exports every metric of the catalog under normal conditions, and nothing that the catalog
 * forbids in any scenario. What recording rules write is not asked for.
 */
export function coverage(world: World, simulation: Simulation): Finding[] {
  const place = (scenario: string) => ({ file: 'simulation', item: scenario });
  return Object.keys(simulation.scenarios).flatMap((scenario): Finding[] => {
    try {
      const model = startModel({ world, simulation, time: 0 });
      model.enter(scenario);
      for (let i = 0; i < 10; i++) model.step(60);
      if (scenario !== normalScenario) return [];
      const families = model.processes.flatMap(process => model.read(process) ?? []);
      const exported = new Set(families.filter(f => f.samples.length > 0).map(f => f.metric));
      return world.metrics
        .filter(m => m.type !== 'recorded' && !byPrometheus.test(m.name) && !exported.has(m))
        .map(m => ({
          id: 'simulation/uncovered',
          severity: 'error',
          place: place(scenario),
          message: `no process exports ${m.name}`,
          fix: 'let one of them move it, or take it out of the catalog',
        }));
    } catch (error) {
      if (!(error instanceof TelltaleError)) throw error;
      const { message, fix } = error;
      return [
        {
          id: 'simulation/forbidden',
          severity: 'error',
          place: place(scenario),
          message,
          ...(fix !== undefined && { fix }),
        },
      ];
    }
  });
}
