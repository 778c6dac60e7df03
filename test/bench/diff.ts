import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { type Cost, race } from './cost.js';
import { ruleFile } from './rules.js';

/**
 * What it costs to compare rules, as ratios within one run: the whole command against a bare process that reads both files
 * with js-yaml. `npm run bench`; compile first.
 */

const repository = fileURLToPath(new URL('../../', import.meta.url));
const cli = join(repository, 'dist/cli/main.js');
const scratch = mkdtempSync(join(tmpdir(), 'telltale-bench-'));
const count = 10_000;

/** What may change in a rule; each on rules of every shape. */
const changes: readonly ((rule: string) => string)[] = [
  rule => rule.replace(/for: \d+m/, 'for: 25m'),
  rule => rule.replace(/> ([\d.]+)/, '> 1$1'),
  rule => rule.replace(/\[(\d+)([mh])\]/, '[9$1$2]'),
  rule => rule.replace(/severity: \w+/, 'severity: info'),
  rule => rule.replace(/team: .*/, 'team: others'),
  rule => rule.replace(/summary: /, 'summary: Now '),
  rule => rule.replace(/ component: .*/, ' component: other'),
];

/** One rule in so many changed, whatever its shape. */
function changed(text: string, every: number): string {
  let turn = 0;
  const rules = text.split(/^(?= {2}- (?:alert|record): )/m);
  const result = rules.map((rule, i) => {
    if (i % every !== every - 1) return rule;
    // What a rule has none of cannot be changed in it: then the next.
    for (const _ of changes) {
      const other = (changes[turn++ % changes.length] as (rule: string) => string)(rule);
      if (other !== rule) return other;
    }
    throw new Error(`nothing to change in ${rule}`);
  });
  return result.join('');
}

try {
  const base = ruleFile(count);
  for (const [folder, text] of [
    ['base', base],
    ['head', changed(base, 99)],
  ] as const) {
    mkdirSync(join(scratch, folder));
    writeFileSync(join(scratch, folder, 'rules.yaml'), text);
  }
  const reading = `import { readFileSync } from 'node:fs'; import { load } from 'js-yaml';
    for (const side of ['base', 'head']) load(readFileSync(${JSON.stringify(scratch)} + '/' + side + '/rules.yaml', 'utf8'));`;
  const costs = race(9, repository, {
    floor: { command: [process.execPath, '--input-type=module', '-e', reading], codes: [0] },
    ours: {
      command: [process.execPath, cli, 'diff', join(scratch, 'base'), join(scratch, 'head'), '--exit-code'],
      codes: [1],
    },
  });
  const [floor, ours] = [costs.get('floor') as Cost, costs.get('ours') as Cost];
  const line = (what: string, { wall, cpu }: Cost) =>
    `${what.padEnd(44)}${wall.toFixed(2)} s, ${cpu.toFixed(2)} s of processors`;
  console.log(line(`node that reads both files of ${count} rules`, floor));
  console.log(
    `${line('telltale diff, 1 % of the rules changed', ours)}   ratio ${(ours.wall / floor.wall).toFixed(2)} on the clock, ${(ours.cpu / floor.cpu).toFixed(2)} of processors (at most 3)`,
  );
} finally {
  rmSync(scratch, { recursive: true, force: true });
}
