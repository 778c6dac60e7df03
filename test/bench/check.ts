import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { availableParallelism, loadavg, tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { ruleFile } from './rules.js';

/**
 * What it costs to check rules, as ratios within one run: against `promtool check rules` on the same file, which only
 * parses them; and ten times as many against as many. `npm run bench`; compile first.
 */

const repository = fileURLToPath(new URL('../../', import.meta.url));
const cli = join(repository, 'dist/cli/main.js');
const scratch = mkdtempSync(join(tmpdir(), 'telltale-bench-'));
const tellMemory = 'data:text/javascript,process.on("exit",()=>console.error("RSS "+process.resourceUsage().maxRSS))';

/** What one run of a program took: seconds on the clock and of processors, and megabytes where it tells. */
interface Cost {
  readonly wall: number;
  readonly cpu: number;
  readonly memory: number;
}

function run(command: readonly string[]): Cost {
  const start = performance.now();
  // `times` tells the processor time of the shell, then that of its children: 0m1.23s 0m0.45s.
  const { stderr, stdout, status } = spawnSync(
    'sh',
    ['-c', '"$@" >/dev/null; e=$?; times; exit $e', 'sh', ...command],
    {
      cwd: repository,
      encoding: 'utf8',
    },
  );
  const wall = (performance.now() - start) / 1000;
  // 1 is what we say of findings, and promtool of rules that do not parse.
  if (status !== 0 && (status !== 1 || command[0] === 'promtool')) throw new Error(stderr);
  const children = stdout.trim().split('\n').at(-1) ?? '';
  const cpu = [...children.matchAll(/(\d+)m([\d.]+)s/g)].reduce((sum, [, m, s]) => sum + Number(m) * 60 + Number(s), 0);
  return { wall, cpu, memory: Number(/RSS (\d+)/.exec(stderr)?.[1] ?? Number.NaN) / 1000 };
}

const median = (values: readonly number[]): number => [...values].sort((a, b) => a - b)[values.length >> 1] as number;

/** Each of the contenders so often, in turn, so that whatever else the machine does hits them alike; the medians. */
function race(rounds: number, contenders: Readonly<Record<string, readonly string[]>>): Map<string, Cost> {
  const all = Object.entries(contenders).map(([name, command]) => [name, command, [] as Cost[]] as const);
  for (let i = 0; i < rounds; i++) for (const [, command, costs] of all) costs.push(run(command));
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

try {
  console.log(`checking rules, on ${availableParallelism()} cores with a load of ${loadavg()[0]?.toFixed(1)}`);
  const each = new Map<string, number[]>();
  for (const [count, rounds] of [
    [10_000, 7],
    [100_000, 1],
  ] as const) {
    const file = join(scratch, `${count}.yaml`);
    writeFileSync(file, ruleFile(count));
    const telltale = [process.execPath, '--import', tellMemory, cli, 'check', file, '--world'];
    const costs = race(rounds, {
      promtool: ['promtool', 'check', 'rules', file],
      open: [...telltale, 'open'],
      closed: [...telltale, 'closed'],
    });
    const floor = costs.get('promtool') as Cost;
    console.log(`\n${count} rules`);
    for (const [name, { wall, cpu, memory }] of costs) {
      const what = name === 'promtool' ? 'promtool check rules' : `telltale check, ${name} world`;
      const ratio = `ratio ${(wall / floor.wall).toFixed(2)} on the clock, ${(cpu / floor.cpu).toFixed(2)} of processors`;
      const room = Number.isNaN(memory) ? '' : `  ${memory.toFixed(0)} MB`;
      console.log(
        `${what.padEnd(29)}${wall.toFixed(2).padStart(6)} s  ${cpu.toFixed(2).padStart(6)} s CPU  ${ratio}${room}`,
      );
      each.set(name, [...(each.get(name) ?? []), cpu / count, memory / count]);
    }
  }
  console.log('\nten times as many rules take, for each rule');
  for (const [name, [cpu, memory, cpuOfMany, memoryOfMany]] of each) {
    const times = (many = 0, few = 1) => `${(many / few).toFixed(2)}`;
    const room = Number.isNaN(memory) ? '' : `, ${times(memoryOfMany, memory)} of the memory`;
    console.log(`${name.padEnd(10)}${times(cpuOfMany, cpu)} of the time${room}`);
  }
} finally {
  rmSync(scratch, { recursive: true, force: true });
}
