import { spawn } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { toYaml } from '../../src/core/yaml.js';
import { prometheusWith } from '../review/backtest/past.js';

/**
 * What a back-test costs, as a ratio: the whole command against a bare process that asks a real Prometheus the same range
 * queries, as many at once, and reads the answers. Both in turn, so that other work on the machine meets both; the
 * processor time, that of the server with it, says the same where there is too much of that. `npm run bench`; compile first.
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

/** Seconds: on the clock, and of processors. */
interface Cost {
  readonly wall: number;
  readonly own: number;
  readonly server: number;
}

/** Has a process tell what it used, when it ends. */
const telling = `data:text/javascript,${encodeURIComponent(`
import { writeSync } from 'node:fs';
process.on('exit', () => { const { user, system } = process.cpuUsage(); writeSync(3, String((user + system) / 1e6)); });`)}`;

async function cost(args: readonly string[], server: string): Promise<Cost> {
  const before = await processorTime(server);
  const start = performance.now();
  const child = spawn(process.execPath, ['--import', telling, ...args], {
    cwd: repository,
    stdio: ['ignore', 'ignore', 'inherit', 'pipe'],
  });
  let told = '';
  child.stdio[3]?.on('data', data => {
    told += data;
  });
  const code = await new Promise(resolve => child.on('close', resolve));
  if (code !== 0) throw new Error(`exit ${code}`);
  const wall = (performance.now() - start) / 1000;
  return { wall, own: Number(told), server: (await processorTime(server)) - before };
}

/** What a Prometheus has used of processors, as it says itself, in seconds. */
async function processorTime(url: string): Promise<number> {
  const page = await (await fetch(`${url}/metrics`)).text();
  return Number(/^process_cpu_seconds_total (\S+)/m.exec(page)?.[1]);
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
  await cost(bareArgs, prometheus.url);
  const rounds: { bare: Cost; ours: Cost }[] = [];
  for (let i = 0; i < 7; i++) {
    const first = await cost(i % 2 ? ownArgs : bareArgs, prometheus.url);
    const second = await cost(i % 2 ? bareArgs : ownArgs, prometheus.url);
    rounds.push(i % 2 ? { bare: second, ours: first } : { bare: first, ours: second });
  }
  const show = (name: string, side: 'bare' | 'ours') => {
    const of = (part: keyof Cost) => median(rounds.map(round => round[side][part])).toFixed(2);
    console.log(`${name}  ${of('wall')} s; processors ${of('own')} s, the server's ${of('server')} s`);
  };
  const all = ({ own, server }: Cost) => own + server;
  const ratio = (of: (cost: Cost) => number) => median(rounds.map(({ bare, ours }) => of(ours) / of(bare))).toFixed(2);
  console.log(`${alerts} alerts every ${step} s over 14 days, medians of ${rounds.length}:`);
  show('node that asks the range queries', 'bare');
  show('telltale backtest               ', 'ours');
  console.log(`ratio ${ratio(({ wall }) => wall)}, of processor time ${ratio(all)} (at most 1.2)`);
} finally {
  await prometheus.stop();
  rmSync(scratch, { recursive: true, force: true });
}
