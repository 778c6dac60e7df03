import { spawnSync } from 'node:child_process';

/** What one run of a program took: seconds on the clock and of processors, and megabytes where it tells. */
export interface Cost {
  readonly wall: number;
  readonly cpu: number;
  readonly memory: number;
}

/** Makes a run of node say how much memory it held. */
export const tellMemory =
  'data:text/javascript,process.on("exit",()=>console.error("RSS "+process.resourceUsage().maxRSS))';

/** Runs a program whose exit code is one of those. */
function run(command: readonly string[], cwd: string, codes: readonly number[]): Cost {
  const start = performance.now();
  // `times` tells the processor time of the shell, then that of its children: 0m1.23s 0m0.45s.
  const { stderr, stdout, status } = spawnSync(
    'sh',
    ['-c', '"$@" >/dev/null; e=$?; times; exit $e', 'sh', ...command],
    { cwd, encoding: 'utf8' },
  );
  const wall = (performance.now() - start) / 1000;
  if (!codes.includes(status ?? -1)) throw new Error(stderr);
  const children = stdout.trim().split('\n').at(-1) ?? '';
  const cpu = [...children.matchAll(/(\d+)m([\d.]+)s/g)].reduce((sum, [, m, s]) => sum + Number(m) * 60 + Number(s), 0);
  return { wall, cpu, memory: Number(/RSS (\d+)/.exec(stderr)?.[1] ?? Number.NaN) / 1000 };
}

const median = (values: readonly number[]): number => [...values].sort((a, b) => a - b)[values.length >> 1] as number;

/** A program, and the exit codes that are no failure. */
export interface Contender {
  readonly command: readonly string[];
  readonly codes: readonly number[];
}

/** Each of the contenders so often, in turn, so that whatever else the machine does hits them alike; the medians. */
export function race(
  rounds: number,
  cwd: string,
  contenders: Readonly<Record<string, Contender>>,
): ReadonlyMap<string, Cost> {
  const all = Object.entries(contenders).map(([name, contender]) => [name, contender, [] as Cost[]] as const);
  for (let i = 0; i < rounds; i++)
    for (const [, { command, codes }, costs] of all) costs.push(run(command, cwd, codes));
  return new Map(
    all.map(([name, , costs]) => [
      name,
      {
        wall: median(costs.map(c => c.wall)),
        cpu: median(costs.map(c => c.cpu)),
        memory: median(costs.map(c => c.memory)),
      },
    ]),
  );
}
