import { spawn } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { toYaml } from '../../src/core/yaml.js';
import { prometheusWith } from '../review/backtest/past.js';

/**
 * What a back-test costs, as a ratio: the whole command against a bare process that asks a real Prometheus the same range
 * queries, as many at once, and reads the answers. `npm run bench`; compile first.
 */

const repository = fileURLToPath(new URL('../../', import.meta.url));
const scratch = mkdtempSync(join(tmpdir(), 'telltale-bench-'));
const to = Math.floor(Date.now() / 60_000) * 60 - 60;
const [from, step, alerts] = [to - 14 * 86_400, 60, 8];

/** 20 queues whose depth goes up and down at a pace of their own. */
const series = Array.from({ length: 20 }, (_, i) => ({
  name: 'queue_depth',
  labels: { queue: `q${i}`, job: `j${i % 5}` },
  value: (time: number) => Math.round(100 + 60 * Math.sin((time - from) / (3000 + 400 * i))),
}));

const rules = Array.from({ length: alerts }, (_, n) => ({
  alert: `Queue${n}`,
  expr: n % 2 ? `avg_over_time(queue_depth[10m]) > ${120 + n}` : `max by (queue) (queue_depth) > ${140 + n}`,
  for: '5m',
}));

const floor = `
const [url, from, to, step, ...queries] = process.argv.slice(1);
const size = Math.ceil(((to - from) / step + 1) / Math.ceil(((to - from) / step + 1) / 11000));
const requests = queries.flatMap(query => {
  const chunks = [];
  for (let start = +from; start <= to; start += size * step)
    chunks.push({ query, start, end: Math.min(+to, start + (size - 1) * step), step });
  return chunks;
});
const worker = async () => {
  for (let next; (next = requests.shift()); ) {
    const response = await fetch(url + '/api/v1/query_range', { method: 'POST', body: new URLSearchParams(next) });
    JSON.parse(await response.text());
  }
};
Promise.all([1, 2, 3, 4].map(worker));`;

function time(...args: string[]): Promise<number> {
  const start = performance.now();
  return new Promise((resolve, reject) => {
    const child = spawn(process.execPath, args, { cwd: repository, stdio: ['ignore', 'ignore', 'inherit'] });
    child.on('close', code => (code === 0 ? resolve(performance.now() - start) : reject(new Error(`exit ${code}`))));
  });
}

const median = (values: readonly number[]): number => [...values].sort((a, b) => a - b)[values.length >> 1] as number;

const prometheus = await prometheusWith(series, { from, to, every: 60 });
try {
  const file = join(scratch, 'rules.yaml');
  writeFileSync(file, toYaml({ groups: [{ name: 'queues', interval: `${step}s`, rules }] }));
  const date = (seconds: number) => new Date(seconds * 1000).toISOString();
  const cli = join(repository, 'dist/cli/main.js');
  // A back-test also asks what was pending at the beginning: so does the bare process.
  const bareArgs = [
    '-e',
    floor,
    prometheus.url,
    `${from - 300 + 600}`,
    `${to}`,
    `${step}`,
    ...rules.map(rule => rule.expr),
  ];
  const ownArgs = [cli, 'backtest', file, '--prometheus', prometheus.url, '--from', date(from + 600), '--to', date(to)];
  await time(...bareArgs);
  const rounds: [number, number][] = [];
  for (let i = 0; i < 5; i++) rounds.push([await time(...bareArgs), await time(...ownArgs)]);
  const [bare, ours] = [median(rounds.map(r => r[0])), median(rounds.map(r => r[1]))];
  const what = `${alerts} alerts every ${step} s over 14 days`;
  console.log(`node that asks the range queries of ${what}  ${bare.toFixed(0)} ms`);
  console.log(
    `telltale backtest                            ${ours.toFixed(0)} ms   ratio ${(ours / bare).toFixed(2)} (at most 1.2)`,
  );
} finally {
  await prometheus.stop();
  rmSync(scratch, { recursive: true, force: true });
}
