import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { buildSync } from 'esbuild';

/**
 * What a build costs, as ratios within one run: against a bare process that only imports the modules of Grafana's SDK
 * that we use, and against itself with more to build. `npm run bench`; compile first.
 */

const repository = fileURLToPath(new URL('../../', import.meta.url));
const cli = join(repository, 'dist/cli/main.js');
const scratch = mkdtempSync(join(tmpdir(), 'telltale-bench-'));

/** Milliseconds of wall time of one run of node. */
function time(...args: string[]): number {
  const start = performance.now();
  const { status, stderr } = spawnSync(process.execPath, args, { cwd: scratch, encoding: 'utf8' });
  if (status !== 0) throw new Error(stderr);
  return performance.now() - start;
}

const median = (values: readonly number[]): number => [...values].sort((a, b) => a - b)[values.length >> 1] as number;

/** Medians of several contenders, run in turn so that whatever else the machine does hits them alike. */
function race<K extends string>(rounds: number, contenders: Readonly<Record<K, () => number>>): Record<K, number> {
  const times = Object.keys(contenders).map(name => [name as K, [] as number[]] as const);
  for (let i = 0; i < rounds; i++) for (const [name, list] of times) list.push(contenders[name]());
  return Object.fromEntries(times.map(([name, list]) => [name, median(list)])) as Record<K, number>;
}

/** The config of a project of so many copies of ours, bundled with all that it imports: it looks into the library. */
function copies(n: number): string {
  const outfile = join(scratch, `copies-${n}.config.mjs`);
  const contents = `import ours from './telltale.config.js';
import { copies } from './test/bench/copies.js';
export default copies(ours, ${n});`;
  buildSync({
    stdin: { contents, resolveDir: repository, loader: 'ts' },
    bundle: true,
    platform: 'node',
    format: 'esm',
    outfile,
  });
  return outfile;
}

try {
  const bare = join(scratch, 'bare.mjs');
  const sdk = readFileSync(join(repository, 'dist/grafana/sdk.js'), 'utf8').matchAll(/import\('([^']+)'\)/g);
  const modules = [...sdk].map(([, name]) => import.meta.resolve(name as string));
  writeFileSync(bare, modules.map(name => `import '${name}';\n`).join(''));

  const build = (...args: string[]) =>
    time(cli, '--config', repository, 'build', '--out', join(scratch, 'out'), ...args);
  build();
  const { floor, again } = race(15, { floor: () => time(bare), again: () => build() });
  console.log(`node that imports ${modules.length} SDK modules   ${floor.toFixed(0)} ms`);
  console.log(`telltale build, rules unchanged  ${again.toFixed(0)} ms   ratio ${(again / floor).toFixed(2)}`);

  const cache = join(repository, 'node_modules/.cache/telltale');
  const cold = median(
    [1, 2, 3].map(() => {
      rmSync(cache, { recursive: true, force: true });
      return build();
    }),
  );
  console.log(`telltale build, first ever       ${cold.toFixed(0)} ms   ratio ${(cold / floor).toFixed(2)}`);

  for (const n of [1, 10, 100]) {
    const args = ['--config', copies(n), 'build', '--out', join(scratch, `out-${n}`)];
    const first = time(cli, ...args);
    const next = time(cli, ...args);
    const each = (ms: number) => `${ms.toFixed(0)} ms (${(ms / n).toFixed(0)} a copy)`;
    console.log(
      `${String(n).padStart(3)} times five dashboards and all rules: first ${each(first)}, rules unchanged ${each(next)}`,
    );
  }
} finally {
  rmSync(scratch, { recursive: true, force: true });
}
