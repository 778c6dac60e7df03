import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import * as catalog from '../../catalog/metrics.js';
import simulation from '../../simulation/index.js';
import { toYaml } from '../../src/core/yaml.js';
import { type LabelSpec, world } from '../../src/index.js';
import { type Simulator, startSimulator } from '../../src/simulator/index.js';
import { type Prometheus, startPrometheus } from '../e2e/prometheus.js';
import { eventually } from '../e2e/server.js';
import { put } from '../project/folder.js';
import { prometheusWith } from '../review/backtest/past.js';
import { compile, repository } from './compile.js';
import { run, telltale } from './run.js';

/** Two processes that do not agree, and what no catalog has a form for. */
const odd = {
  '/a': '# TYPE torn counter\ntorn 1\n# TYPE wait_seconds summary\nwait_seconds_sum 1\nwait_seconds_count 1\n# TYPE bare counter\nbare 1\n',
  '/b': '# TYPE torn gauge\ntorn 1\n# HELP plain It\'s \\\\ "plain".\n# TYPE plain gauge\nplain{class="x",exported_job="y"} 1\n',
};
const library = join(repository, 'dist/index.js');
const folder = mkdtempSync(join(tmpdir(), 'telltale-catalog-'));
const project = world(catalog);
let simulator: Simulator;
let pages: Server;
let prometheus: Prometheus;

beforeAll(async () => {
  compile();
  simulator = await startSimulator({ world: project, simulation, port: 0 });
  pages = createServer((request, response) => {
    response.setHeader('content-type', 'text/plain');
    response.end(odd[request.url as keyof typeof odd]);
  });
  await new Promise<void>(resolve => pages.listen(0, '127.0.0.1', resolve));
  const at = (port: number | undefined) => [{ targets: [`127.0.0.1:${port}`] }];
  const scraped = Object.entries(simulator.ports).map(([process, port]) => ({
    job_name: process,
    honor_labels: process === 'pushgateway',
    static_configs: at(port),
  }));
  const { port } = pages.address() as AddressInfo;
  const oddities = Object.keys(odd).map(metrics_path => ({
    job_name: `odd${metrics_path}`,
    metrics_path,
    static_configs: at(port),
  }));
  put(folder, {
    'prometheus.yml': toYaml({
      global: { scrape_interval: '1s', evaluation_interval: '1s' },
      rule_files: ['rules.yaml'],
      scrape_configs: [...scraped, ...oddities],
    }),
    'rules.yaml': 'groups: [{name: r, rules: [{record: "job:up:sum", expr: sum by (job) (up)}]}]\n',
  });
  prometheus = await startPrometheus(folder);
  const all = scraped.length + oddities.length;
  await eventually(
    () => prometheus.query('count(up == 1) and on () job:up:sum'),
    ([found]) => found?.value === all,
  );
});
afterAll(async () => {
  await prometheus?.stop();
  await simulator?.close();
  pages?.closeAllConnections();
  pages?.close();
  rmSync(folder, { recursive: true, force: true });
});

const from = (...args: string[]) => telltale(['catalog', 'from', ...args, '--library', library], { cwd: folder });
const drawn = async (text: string, name: string) => {
  writeFileSync(join(folder, name), text.replaceAll(library, join(repository, 'src/index.ts')));
  return world(await import(join(folder, name)));
};

describe('a catalog from a Prometheus that scrapes the simulator', () => {
  it('has what is exported, as the catalog of the project has it', async () => {
    const { code, out, err } = await from('--prometheus', prometheus.url, '--match', '{job=~".+",job!~"odd/.*"}');
    expect({ code, err }).toMatchObject({
      code: 0,
      err: expect.stringMatching(/^\d+ metrics written, \d+ left out\n$/),
    });
    const { metrics } = await drawn(out, 'whole.ts');
    const exported = project.metrics.filter(m => m.type !== 'recorded');
    expect(metrics.map(m => `${m.type} ${m.name}`)).toEqual(exported.map(m => `${m.type} ${m.name}`));
    for (const [i, metric] of metrics.entries()) {
      const known = exported[i] as (typeof exported)[0];
      const own = (m: typeof metric) => Object.keys(m.own).sort();
      expect({ name: metric.name, labels: own(metric) }).toEqual({ name: known.name, labels: own(known) });
      if (metric.name !== 'up') expect(metric.help).toBe(known.help);
      if (metric.type === 'histogram' && known.type === 'histogram') expect(metric.buckets).toEqual(known.buckets);
      for (const [label, spec] of Object.entries<LabelSpec>(metric.own)) {
        const promised: LabelSpec | undefined = (known.own as Record<string, LabelSpec>)[label];
        if (spec.kind === 'closed' && promised?.kind === 'closed')
          expect(promised.values).toEqual(expect.arrayContaining([...spec.values]));
      }
    }
  });

  it('compiles, with what had to be left out named', async () => {
    const { code, out, err } = await from('--prometheus', prometheus.url);
    expect({ code, err }).toMatchObject({ code: 0 });
    for (const line of [
      '// torn is left out: its targets do not agree on its type: counter, gauge.',
      '// wait_seconds is left out: it is a summary.',
      '// job:up:sum is left out: a rule records it.',
      '// scrape_duration_seconds is left out: Prometheus writes it itself.',
      '// bare is left out: it is a counter, and its name does not end in _total: correct what exports it.',
      "  help: 'It\\'s \\\\ \"plain\".',",
      "    exported_job: closed('y'),",
    ])
      expect(out.split('\n')).toContain(line);
    writeFileSync(join(folder, 'compiled.ts'), out);
    const options = [
      '--noEmit',
      '--strict',
      '--skipLibCheck',
      '--target',
      'es2022',
      '--module',
      'nodenext',
      '--types',
      '',
    ];
    const tsc = await run(join(repository, 'node_modules/.bin/tsc'), [...options, join(folder, 'compiled.ts')], {
      cwd: folder,
    });
    expect(tsc).toEqual({ code: 0, out: '', err: '' });
  });

  it('takes pages and a server together, and of the server what matches', async () => {
    put(folder, { 'page.txt': 'from_a_page{x="y"} 1\nplain{class="z"} 1\n' });
    const { out } = await from('page.txt', '--prometheus', prometheus.url, '--match', 'plain{class="x"}');
    const { metrics } = await drawn(out, 'both.ts');
    expect(metrics.map(m => m.name)).toEqual(['from_a_page', 'plain']);
    expect(metrics[1]?.own).toMatchObject({ class: { kind: 'closed', values: ['x', 'z'] } });
  });

  it.each([
    ['nothing to read', [], /there is nothing to draw a catalog up from/],
    ['nothing matches', ['--match', 'no_such_metric'], /has no series of that time that match/],
    ['no selector', ['--match', 'sum(up)'], /"sum\(up\)" is no selector of series\n\s+fix: write it like/],
    ['a broken selector', ['--match', '{job='], /"\{job=" is no selector of series: /],
    ['a time to come', ['--since', '2999-01-01'], /--since is not before now/],
  ])('%s', async (_, args, message) => {
    const ended = await from(...(args.length === 0 ? [] : ['--prometheus', prometheus.url, ...args]));
    expect(ended).toMatchObject({ code: 2, out: '', err: expect.stringMatching(message) });
  });
});

it('knows types by names where nobody says them, and values that come and go from those that stay', async () => {
  const to = Math.floor(Date.now() / 1000) - 60;
  const [begin, middle] = [to - 86_400 + 600, to - 43_200];
  const always = () => 1;
  const early = (time: number) => (time < middle - 9000 ? 1 : undefined);
  const late = (time: number) => (time > middle + 9000 ? 1 : undefined);
  const past = await prometheusWith(
    [
      { name: 'build_info', labels: { version: 'a', shop: 'north' }, value: early },
      { name: 'build_info', labels: { version: 'b', shop: 'north' }, value: late },
      { name: 'work_seconds_bucket', labels: { le: '0.5', kind: 'x' }, value: always },
      { name: 'work_seconds_bucket', labels: { le: '+Inf', kind: 'x' }, value: always },
      { name: 'work_seconds_sum', labels: { kind: 'x' }, value: always },
      { name: 'work_seconds_count', labels: { kind: 'x' }, value: always },
      { name: 'young', labels: { kind: 'x' }, value: late },
    ],
    { from: begin, to, every: 300 },
  );
  try {
    const { out } = await from('--prometheus', past.url);
    const { metrics } = await drawn(out, 'past.ts');
    expect(metrics.map(m => `${m.type} ${m.name}`)).toEqual([
      'gauge build_info',
      'histogram work_seconds',
      'gauge young',
    ]);
    expect(metrics[0]?.own).toMatchObject({
      shop: { kind: 'closed', values: ['north'] },
      version: { kind: 'open', examples: ['a', 'b'] },
    });
    expect(metrics[1]).toMatchObject({ buckets: [0.5], own: { kind: { kind: 'closed', values: ['x'] } } });
    expect(metrics[2]?.own).toMatchObject({ kind: { kind: 'closed' } });
  } finally {
    await past.stop();
  }
});

describe('a server that gives no answer', () => {
  const endless = (response: import('node:http').ServerResponse) => {
    const more = () => void response.write(Buffer.alloc(1024 * 1024, ' '), error => !error && more());
    more();
  };
  it.each<[string, Parameters<typeof createServer>[1], RegExp]>([
    [
      'denies access',
      (_, res) => void res.writeHead(401).end('no'),
      /denies access \(401\)\n\s+fix: give credentials with --headers-file/,
    ],
    ['is no Prometheus', (_, res) => void res.end('<html>'), /is no Prometheus: it answers with a web page/],
    [
      'has no such thing',
      (_, res) => void res.writeHead(404).end('no'),
      /has no \/api\/v1\/label\/__name__\/values \(404\)/,
    ],
    ['answers what nobody asked for', (_, res) => void res.end('{"status":"success","data":[1]}'), /is no Prometheus/],
    ['never ends', (_, res) => endless(res), /is larger than 64 MiB\n\s+fix: ask for less/],
    ['never answers', () => {}, /did not answer within 1 s/],
  ])('%s', async (_, answer, message) => {
    const server = createServer(answer as never);
    await new Promise<void>(resolve => server.listen(0, '127.0.0.1', resolve));
    const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
    const ended = await from('--prometheus', url, '--timeout', message.source.includes('within 1 s') ? '1' : '20');
    server.closeAllConnections();
    server.close();
    expect(ended).toMatchObject({ code: 2, out: '', err: expect.stringMatching(message) });
  });

  it('is down', async () => {
    const server = createServer();
    await new Promise<void>(resolve => server.listen(0, '127.0.0.1', resolve));
    const { port } = server.address() as AddressInfo;
    await new Promise(resolve => server.close(resolve));
    const ended = await from('--prometheus', `http://127.0.0.1:${port}`, '--retries', '0');
    expect(ended).toMatchObject({
      code: 2,
      out: '',
      err: expect.stringMatching(/nothing listens at http:\/\/127.0.0.1:\d+\n\s+fix: is the address right/),
    });
  });
});
