import { spawnSync } from 'node:child_process';
import { appendFileSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

/**
 * What reading logs costs, as a ratio: against a bare process that splits the same file into lines and parses each.
 * `npm run bench`; compile first.
 */

const repository = fileURLToPath(new URL('../../', import.meta.url));
const samples = join(repository, 'test/logs/samples');
const scratch = mkdtempSync(join(tmpdir(), 'telltale-bench-'));
const file = join(scratch, 'all.jsonl');
const megabytes = 200;

const floor = `
let rest = '';
const stream = require('node:fs').createReadStream(process.argv[1], { encoding: 'utf8', highWaterMark: 1 << 18 });
stream.on('data', chunk => {
  const lines = (rest + chunk).split('\\n');
  rest = lines.pop();
  for (const line of lines) JSON.parse(line);
});`;

function time(...args: string[]): number {
  const start = performance.now();
  const { status, stderr } = spawnSync(process.execPath, args, { cwd: repository, encoding: 'utf8' });
  if (status !== 0) throw new Error(stderr);
  return performance.now() - start;
}

const median = (values: readonly number[]): number => [...values].sort((a, b) => a - b)[values.length >> 1] as number;

try {
  const names = readdirSync(samples).filter(name => name.endsWith('.jsonl'));
  const block = names
    .map(name => readFileSync(join(samples, name), 'utf8'))
    .join('')
    .repeat(1000);
  writeFileSync(file, '');
  let lines = 0;
  while (statSync(file).size < megabytes * 1e6) {
    appendFileSync(file, block);
    lines += block.split('\n').length - 1;
  }
  const cli = join(repository, 'dist/cli/main.js');
  time(cli, 'logs', file);
  const rounds = [1, 2, 3, 4, 5].map(() => [time('-e', floor, file), time(cli, 'logs', file)] as const);
  const [bare, ours] = [median(rounds.map(r => r[0])), median(rounds.map(r => r[1]))];
  const rate = (ms: number) => `${ms.toFixed(0)} ms, ${(lines / ms).toFixed(0)} thousand lines/s`;
  console.log(`node that parses ${megabytes} MB of lines  ${rate(bare)}`);
  console.log(`telltale logs                    ${rate(ours)}   ratio ${(ours / bare).toFixed(2)}`);
} finally {
  rmSync(scratch, { recursive: true, force: true });
}
