import type { Command } from 'commander';
import { TelltaleError } from '../core/errors.js';
import type { Context } from './main.js';
import { integer, positive } from './numbers.js';

interface Options {
  readonly port: number;
  readonly host: string;
  readonly scenario?: string;
  readonly seed: number;
  readonly speed: number;
  readonly list?: boolean;
}

const notes = `
Each process of the simulation exports its metrics at http://HOST:PORT/metrics, the first one
at the port given, the others at the next ones. The same seed gives the same movements.
Ctrl-C ends it.

Examples:
  telltale simulate
  telltale simulate --list
  telltale simulate --port 9200 --scenario memory-leak --speed 60`;

export function defineSimulate(program: Command, context: () => Context): void {
  program
    .command('simulate')
    .summary("export the project's metrics, moving like a real service")
    .description("Exports all metrics of the project's simulation on /metrics, moving like a real service.")
    .option('-p, --port <number>', 'port of the first process; 0 takes free ones', integer(0, 65_535), 9464)
    .option('--host <address>', 'address to listen on', '127.0.0.1')
    .option('-s, --scenario <name>', 'what happens (default: normal)')
    .option('--seed <number>', 'of the randomness', integer(0, Number.MAX_SAFE_INTEGER), 1)
    .option('--speed <factor>', 'simulated seconds in a second', positive, 1)
    .option('--list', 'print the scenarios')
    .addHelpText('after', notes)
    .action((options: Options) => simulate(options, context()));
}

async function simulate(options: Options, { io, config, exit }: Context): Promise<void> {
  const { load } = await import('../project/load.js');
  const { project } = await load({ ...(config !== undefined && { config }) });
  const { world, simulation } = project;
  if (!simulation) {
    const fix = 'give it one: project({ …, simulation: simulation({ … }) })';
    throw new TelltaleError('the project has no simulation', { fix });
  }
  const { normalScenario, startSimulator } = await import('../simulator/index.js');
  if (options.list) {
    const all = { [normalScenario]: { what: 'Nothing is wrong.' }, ...simulation.scenarios };
    const width = Math.max(...Object.keys(all).map(name => name.length));
    for (const [name, { what }] of Object.entries(all)) io.out(`${name.padEnd(width)}  ${what}`);
    return exit(0);
  }
  const { port, host, scenario = normalScenario, seed, speed } = options;
  const simulator = await startSimulator({ world, simulation, scenario, port, host, seed, speed });
  io.out(
    Object.entries(simulator.ports)
      .map(([name, at]) => `${name}  http://${host}:${at}/metrics`)
      .join('\n'),
  );
  io.err(`scenario ${scenario}; Ctrl-C ends it`);
  await new Promise<void>(resolve => {
    for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => resolve());
  });
  await simulator.close();
  exit(0);
}
