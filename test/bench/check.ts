import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { availableParallelism, loadavg, tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { type Cost, race, tellMemory } from './cost.js';
import { ruleFile } from './rules.js';

/**
 * What it costs to check rules, as ratios within one run: against `promtool check rules` on the same file, which only
 * parses them; and ten times as many against as many. `npm run bench`; compile first.
 */

const repository = fileURLToPath(new URL('../../', import.meta.url));
const cli = join(repository, 'dist/cli/main.js');
const scratch = mkdtempSync(join(tmpdir(), 'telltale-bench-'));

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
    // 1 is what we say of findings.
    const costs = race(rounds, repository, {
      promtool: { command: ['promtool', 'check', 'rules', file], codes: [0] },
      open: { command: [...telltale, 'open'], codes: [0, 1] },
      closed: { command: [...telltale, 'closed'], codes: [0, 1] },
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
