import { spawnSync } from 'node:child_process';
import { cpSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
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
// What is kept between runs is kept here.
mkdirSync(join(scratch, 'node_modules'));

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

/** Our content in a folder where it can be changed, built by the library as it lies here. */
function ourContent(): string {
  const folder = join(scratch, 'content');
  const machinery = ['node_modules', 'dist', 'out', 'src', 'test', 'scripts'];
  for (const name of readdirSync(repository)) {
    if (name.startsWith('.') || machinery.includes(name)) continue;
    if (name === 'telltale.config.ts' || statSync(join(repository, name)).isDirectory()) {
      cpSync(join(repository, name), join(folder, name), { recursive: true });
    }
  }
  for (const path of readdirSync(folder, { recursive: true, encoding: 'utf8' })) {
    if (!path.endsWith('.ts')) continue;
    const text = readFileSync(join(folder, path), 'utf8');
    writeFileSync(
      join(folder, path),
      text.replace(/'\.[./]*\/src\/index\.js'/g, `'${join(repository, 'src/index.js')}'`),
    );
  }
  return folder;
}

/** Replaces something in a file; what is put there is another thing each time. */
function changer(file: string, pattern: RegExp, change: (found: string, n: number) => string): () => void {
  const text = readFileSync(file, 'utf8');
  if (!pattern.test(text)) throw new Error(`${file} has nothing like ${pattern}`);
  let n = 0;
  return () =>
    writeFileSync(
      file,
      text.replace(pattern, found => change(found, ++n)),
    );
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
    loader: { '.md': 'text' },
    platform: 'node',
    format: 'esm',
    outfile,
  });
  return outfile;
}

try {
  const bare = join(scratch, 'bare.mjs');
  const sdk = readFileSync(join(repository, 'dist/grafana/sdk.js'), 'utf8').matchAll(/'(@grafana\/[^']+)'/g);
  const modules = [...sdk].map(([, name]) => import.meta.resolve(name as string));
  writeFileSync(bare, modules.map(name => `import '${name}';\n`).join(''));

  const content = ourContent();
  const build = () => time(cli, '--config', content, 'build', '--out', join(scratch, 'out'));
  const text = changer(join(content, 'dashboards/overview.ts'), /why: (['`])/, (found, n) => `${found}${n} `);
  const limit = changer(join(content, 'catalog/metrics.ts'), /megabytes\(100\)/, (_, n) => `megabytes(${100 + n})`);
  const page = changer(join(content, 'alerts/runbooks/memory-leak.md'), /## Meaning\n/, (found, n) => `${found}${n}. `);
  build();
  const { floor, same } = race(15, { floor: () => time(bare), same: build });
  const { prose, dashboard, rule, first } = race(5, {
    prose: () => {
      page();
      return build();
    },
    dashboard: () => {
      text();
      return build();
    },
    rule: () => {
      limit();
      return build();
    },
    first: () => {
      rmSync(join(scratch, 'node_modules/.cache'), { recursive: true });
      return build();
    },
  });
  const line = (what: string, ms: number) =>
    console.log(`${what.padEnd(44)}${ms.toFixed(0).padStart(6)} ms  ratio ${(ms / floor).toFixed(2)}`);
  line(`node that imports ${modules.length} modules of the SDK`, floor);
  line('telltale build, nothing changed', same);
  line('telltale build, prose of a runbook changed', prose);
  line('telltale build, text of a panel changed', dashboard);
  line('telltale build, limit of an alert changed', rule);
  line('telltale build, first ever', first);

  console.log('\nso many times five dashboards and all rules: first ever, nothing changed (a copy)');
  for (const n of [1, 10, 100]) {
    const args = ['--config', copies(n), 'build', '--out', join(scratch, `out-${n}`)];
    const [once, again] = [time(cli, ...args), time(cli, ...args)];
    const each = (ms: number) => `${ms.toFixed(0).padStart(7)} ms (${(ms / n).toFixed(0)})`;
    console.log(`${String(n).padStart(3)}  ${each(once)}  ${each(again)}`);
  }
} finally {
  rmSync(scratch, { recursive: true, force: true });
}
