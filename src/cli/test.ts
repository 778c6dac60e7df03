import { resolve } from 'node:path';
import { type Command, Option } from 'commander';
import { TelltaleError } from '../core/errors.js';
import { nearest } from '../core/nearest.js';
import type { Context } from './main.js';
import { path } from './path-option.js';
import { plural } from './terminal.js';

interface Options {
  readonly out?: string;
  readonly mutate?: boolean;
  readonly format?: 'text' | 'json';
}

const notes = `
Each alert has a test file in out/prometheus/tests: it fires above its limit and only after
"for", stays quiet at it and just under it, clears, and does what it says when its series vanish.
The recording rules of each group have one too; scenarios are in the folder scenarios.
Needs promtool, from the package prometheus.

With --mutate, the tests are tested: in each alert and recording rule one thing at a time is
changed (a limit, an operator, a matcher, a window, a label, …), and the tests are run. What
no test notices is reported. Exits 1 when a mutant survives or a waiver is not needed.

Examples:
  telltale test
  telltale test CoordinatorMemory
  telltale test --mutate Memory
  telltale test --mutate --format json | jq '.survivors[] | .rule'
  telltale build --out /tmp/new && telltale test --out /tmp/new`;

export function defineTest(program: Command, context: () => Context): void {
  program
    .command('test')
    .summary('prove the alerts in out/ with promtool')
    .description('Runs the rule tests of the output folder with promtool, as many at once as there are processors.')
    .argument('[filter]', 'only the tests with this in their name; upper and lower case are the same')
    .option('-o, --out <folder>', 'the output folder (default: out/ beside the config file)', path)
    .option('--mutate', 'change the rules, one thing at a time, and report what no test notices')
    .addOption(new Option('-f, --format <format>', 'how to print what --mutate finds').choices(['text', 'json']))
    .addHelpText('after', notes)
    .action((filter: string | undefined, options: Options) => choose(filter, options, context()));
}

async function choose(filter: string | undefined, options: Options, context: Context): Promise<void> {
  if (!options.mutate) {
    if (options.format !== undefined)
      throw new TelltaleError('--format is for --mutate', { fix: 'leave it out, or add --mutate' });
    return test(filter, options, context);
  }
  if (options.out !== undefined)
    throw new TelltaleError('--mutate works on the sources, not on an output folder', { fix: 'leave --out out' });
  const { testMutants } = await import('./mutate.js');
  return testMutants(filter, options.format ?? 'text', context);
}

async function test(filter: string | undefined, options: Options, { io, config, exit }: Context): Promise<void> {
  const { prove, ruleTests, testName } = await import('../project/prove.js');
  const out = options.out === undefined ? await defaultOut(config) : resolve(options.out);
  const all = ruleTests(out);
  const wanted = (filter ?? '').toLowerCase();
  const files = all.filter(file => testName(file).toLowerCase().includes(wanted));
  if (files.length === 0 && all.length > 0) throw noSuchTest(filter ?? '', all.map(testName), out);

  const { green, red, bold } = io.outColors;
  let ended = 0;
  const proofs = await prove(files, ({ name }) => {
    ended++;
    io.progress(`${ended}/${files.length}  ${name}`);
  });
  io.progress('');
  for (const { name, passed, output } of proofs) {
    io.out(passed ? `${green('ok    ')}  ${name}` : `${red('FAILED')}  ${bold(name)}\n${indented(output)}`);
  }
  const failed = proofs.filter(proof => !proof.passed).length;
  const summary = failed === 0 ? 'all passed' : `${failed} failed`;
  io.out(proofs.length === 0 ? `${out} has no rule tests` : `${plural(proofs.length, 'test file')}, ${summary}`);
  exit(failed === 0 ? 0 : 1);
}

/** Not all the names: there may be hundreds. */
function noSuchTest(filter: string, names: readonly string[], out: string): TelltaleError {
  const some = 5;
  const more = names.length > some ? `, … (${names.length} in all, in ${out}/prometheus/tests)` : '';
  const near = nearest(filter, names);
  return new TelltaleError(`no rule test has "${filter}" in its name`, {
    fix: near ? `write ${near}` : `there are ${names.slice(0, some).join(', ')}${more}`,
  });
}

async function defaultOut(config: string | undefined): Promise<string> {
  const { findConfig } = await import('../project/load.js');
  return resolve(findConfig({ ...(config !== undefined && { config }) }), '../out');
}

/** promtool's report without what is said already. */
function indented(output: string): string {
  const lines = output.split('\n').filter(line => !/^(Unit Testing:.*|\s*FAILED:|\s*SUCCESS)?$/.test(line));
  return lines.map(line => `        ${line.trimEnd()}`).join('\n');
}
