#!/usr/bin/env node
import { Command, CommanderError } from 'commander';
import { libraryPackage } from '../project/library.js';
import { defineBacktest } from './backtest.js';
import { defineBuild } from './build.js';
import { defineCatalog } from './catalog.js';
import { defineCheck } from './check.js';
import { defineDiff } from './diff.js';
import { printFailure } from './failure.js';
import { defineInfer } from './infer.js';
import { defineLogs } from './logs.js';
import { path } from './path-option.js';
import { defineSimulate } from './simulate.js';
import { type Terminal, terminal } from './terminal.js';
import { defineTest } from './test.js';
import { defineVerify } from './verify.js';

/** What a command needs besides its own options. */
export interface Context {
  readonly io: Terminal;
  /** The value of --config. */
  readonly config: string | undefined;
  /** Ends the command: 0 fine, 1 findings. Anything thrown is 2. */
  readonly exit: (code: 0 | 1) => void;
}

const about = `One typed metric catalog in; Grafana dashboards, Prometheus rules and their proofs out.

A project is a telltale.config.ts and what it imports. It is looked for in the current folder and above. If it builds, it can fire: a query that can never return anything does not build.`;

const examples = `
Examples:
  telltale check                      what is wrong with the project, with the place and the fix
  telltale build                      write out/, all of it or nothing
  telltale build --check              for CI: is out/ what the sources say?
  telltale check rules/*.yaml         what is wrong with rules that somebody else wrote
  telltale diff main                  what the change since main does to the people on call
  telltale infer 'rate(up[5m])'       what an expression returns
  telltale test                       prove every alert with promtool
  telltale test Memory                only the alerts with "memory" in their name
  telltale verify http://localhost:9090/metrics
                                      does the application export what the catalog promises?
  telltale logs app*.jsonl*           what the application's logs say
  telltale backtest --prometheus http://prometheus:9090 --since 14d
                                      when would the alerts have fired?
  telltale simulate --scenario slow-chat
                                      export the catalog on /metrics, moving like a service

Exit codes: 0 fine, 1 findings (errors, differences, failed proofs), 2 misuse or crash.`;

const io = terminal();
let done = false;

const program = new Command('telltale')
  .description(about)
  .version(libraryPackage().version, '-V, --version', 'print the version')
  .option('-c, --config <file>', 'the config file, or the folder that it lies in', path)
  .option('--verbose', 'print stack traces of errors (also: DEBUG=1)')
  .helpOption('-h, --help', 'print this, or the help of a command')
  .addHelpText('after', examples)
  .showHelpAfterError('(telltale --help says what there is)')
  .exitOverride();

const context = (): Context => ({
  io,
  config: program.opts<{ config?: string }>().config,
  exit: code => {
    done = true;
    process.exitCode = code;
  },
});
const commands = [
  defineBuild,
  defineCheck,
  defineInfer,
  defineTest,
  defineDiff,
  defineSimulate,
  defineVerify,
  defineCatalog,
  defineLogs,
  defineBacktest,
];
for (const define of commands) define(program, context);

// Whoever reads us may stop reading (`telltale check | head`): that is no error.
for (const stream of [process.stdout, process.stderr]) {
  stream.on('error', (error: NodeJS.ErrnoException) => {
    if (error.code !== 'EPIPE') throw error;
    process.exit(done ? process.exitCode : 2);
  });
}
process.on('exit', () => {
  if (done) return;
  // Nothing is left to wait for, and no command has ended: content that awaits what never happens.
  process.exitCode = 2;
  io.err('error: the content of the project awaits something that never happens\n  fix: look for a top-level await');
});

function fail(error: unknown): void {
  done = true;
  process.exitCode = 2;
  if (error instanceof CommanderError) process.exitCode = error.exitCode === 0 ? 0 : 2;
  else printFailure(error, io, Boolean(program.opts<{ verbose?: boolean }>().verbose ?? process.env.DEBUG));
}
process.on('uncaughtException', fail);
program.parseAsync().catch(fail);
