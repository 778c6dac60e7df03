import { connect, createServer, type Server } from 'node:net';
import { afterEach, describe, expect, it } from 'vitest';
import { type Simulator, startSimulator } from '../../src/simulator/index.js';
import { simulation, victor } from './victor.js';

const open: Simulator[] = [];
afterEach(async () => {
  await Promise.all(open.splice(0).map(s => s.close()));
});

async function start(options: { scenario?: string; port?: number; speed?: number } = {}): Promise<Simulator> {
  const simulator = await startSimulator({ world: victor, simulation, port: 0, ...options });
  open.push(simulator);
  return simulator;
}

const get = (port: number | undefined, path = '/metrics') => fetch(`http://127.0.0.1:${port}${path}`);

function listen(port: number): Promise<Server> {
  return new Promise((resolve, reject) => {
    const server = createServer().once('error', reject);
    server.listen(port, '127.0.0.1', () => resolve(server));
  });
}

/** The first of so many free ports in a row, below those that the system hands out by itself. */
async function freePorts(n: number): Promise<number> {
  for (let port = 20_000 + (process.pid % 1000) * 10; ; port += n) {
    const tried = await Promise.allSettled(Array.from({ length: n }, (_, i) => listen(port + i)));
    const servers = tried.flatMap(t => (t.status === 'fulfilled' ? [t.value] : []));
    await Promise.all(servers.map(server => new Promise(resolve => server.close(resolve))));
    if (servers.length === n) return port;
  }
}

/** The value of the first line that starts like this. */
async function value(port: number | undefined, start: string): Promise<number> {
  const line = (await (await get(port)).text()).split('\n').find(l => l.startsWith(start));
  return Number(line?.split(' ').at(-1));
}

describe('startSimulator', () => {
  it('serves every process on a port of its own, in the text format', async () => {
    const { ports } = await start();
    expect(Object.keys(ports)).toEqual(['coordinator', 'legacy', 'pushgateway']);
    const response = await get(ports.coordinator);
    expect(response.status).toBe(200);
    expect(response.headers.get('content-type')).toBe('text/plain; version=0.0.4; charset=utf-8');
    expect(await value(ports.coordinator, 'coordinator_orchestrator_enabled')).toBe(1);
    expect(await value(ports.legacy, 'coordinator_orchestrator_enabled')).toBe(0);
  });

  it('takes the ports after the given one', async () => {
    const port = await freePorts(3);
    const { ports } = await start({ port });
    expect(ports).toEqual({ coordinator: port, legacy: port + 1, pushgateway: port + 2 });
  });

  it('points elsewhere to /metrics', async () => {
    const { ports } = await start();
    const response = await get(ports.legacy, '/');
    expect(response.status).toBe(404);
    expect(await response.text()).toContain('/metrics');
  });

  it('answers 503 where the scenario has a process down, and goes over to another', async () => {
    const simulator = await start({ scenario: 'down' });
    expect((await get(simulator.ports.coordinator)).status).toBe(503);
    expect((await get(simulator.ports.legacy)).status).toBe(200);
    simulator.enter('normal');
    expect((await get(simulator.ports.coordinator)).status).toBe(200);
  });

  it('lets simulated time pass as fast as it is told', async () => {
    const { ports } = await start({ speed: 1000 });
    const before = await value(ports.coordinator, 'process_cpu_seconds_total');
    await new Promise(resolve => setTimeout(resolve, 100));
    expect((await value(ports.coordinator, 'process_cpu_seconds_total')) - before).toBeGreaterThan(100 * 0.08);
  });

  it('tells points in time by the clock on the wall, at any speed', async () => {
    const { ports } = await start({ speed: 1000, scenario: 'init-failure' });
    const first = await value(ports.coordinator, 'process_start_time_seconds');
    await new Promise(resolve => setTimeout(resolve, 300));
    const second = await value(ports.coordinator, 'process_start_time_seconds');
    expect(second).toBeGreaterThan(first);
    expect(second).toBeLessThanOrEqual(Date.now() / 1000);
  });

  it('frees its ports when closed, whoever is still connected', async () => {
    const simulator = await start();
    await get(simulator.ports.legacy);
    const idler = connect(simulator.ports.legacy as number, '127.0.0.1');
    idler.on('error', () => {});
    await new Promise(resolve => idler.write('GET /metrics HTTP/1.1\r\n', resolve));
    await simulator.close();
    await expect(get(simulator.ports.legacy)).rejects.toThrow();
  });
});

describe('refuses', () => {
  const refusal = (message: string, fix: string) =>
    expect.objectContaining({
      name: 'TelltaleError',
      message: expect.stringContaining(message),
      fix: expect.stringContaining(fix),
    });

  it('an unknown scenario, with the list', async () => {
    await expect(start({ scenario: 'fire' })).rejects.toEqual(refusal('"fire"', 'normal, memory-leak'));
    await expect(start({ scenario: 'toString' })).rejects.toEqual(refusal('"toString"', 'normal'));
  });

  it('a speed of nothing', async () => {
    await expect(start({ speed: 0 })).rejects.toEqual(refusal('a speed of 0', 'more than 0'));
  });

  it('a port in use, and lets go of the ports that it had', async () => {
    const port = await freePorts(3);
    const taken = await listen(port + 1);
    const refused = start({ port });
    await expect(refused).rejects.toEqual(refusal(`port ${port + 1} of 127.0.0.1 is in use`, 'another port'));
    await expect(get(port)).rejects.toThrow();
    taken.close();
  });

  it('a port that is none', async () => {
    await expect(start({ port: 70_000 })).rejects.toEqual(refusal('70000', 'another port'));
  });
});
