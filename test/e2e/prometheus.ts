import { type ChildProcess, spawn } from 'node:child_process';
import { createServer } from 'node:net';
import { join } from 'node:path';

/** One series of an instant query. */
export interface Result {
  readonly metric: Readonly<Record<string, string>>;
  readonly value: number;
}

export interface RuleState {
  readonly group: string;
  readonly name: string;
  readonly type: 'recording' | 'alerting';
  /** `unknown` until the first evaluation. */
  readonly health: 'ok' | 'err' | 'unknown';
  readonly lastError: string;
}

export interface AlertState {
  readonly labels: Readonly<Record<string, string>>;
  readonly state: 'pending' | 'firing';
}

/** A real Prometheus on a loopback port. */
export interface Prometheus {
  readonly url: string;
  /** An instant query, now. @throws Error with what Prometheus said. */
  query(expr: string): Promise<Result[]>;
  rules(): Promise<RuleState[]>;
  alerts(): Promise<AlertState[]>;
  stop(): Promise<void>;
}

/**
 * Starts Debian's Prometheus on a folder with `prometheus.yml` and, if there is a past, `data`; ready when this
 * resolves. @throws Error with its output when it does not come up.
 */
export async function startPrometheus(folder: string): Promise<Prometheus> {
  for (let attempt = 1; ; attempt++) {
    try {
      return await startOn(await freePort(), folder);
    } catch (error) {
      // Somebody else took the port before Prometheus did.
      if (attempt === 3 || !/address already in use/.test(String(error))) throw error;
    }
  }
}

async function startOn(port: number, folder: string): Promise<Prometheus> {
  const url = `http://127.0.0.1:${port}`;
  const child = spawn(
    'prometheus',
    [
      `--config.file=${join(folder, 'prometheus.yml')}`,
      `--storage.tsdb.path=${join(folder, 'data')}`,
      `--web.listen-address=127.0.0.1:${port}`,
    ],
    { stdio: ['ignore', 'ignore', 'pipe'] },
  );
  const ended = exitOf(child);
  // A test run that is cut off takes its Prometheus with it.
  const kill = () => child.kill('SIGKILL');
  process.once('exit', kill);
  child.once('close', () => process.off('exit', kill));
  const givenUp = new AbortController();
  try {
    await Promise.race([
      untilReady(url, givenUp.signal),
      ended.then(output => Promise.reject(new Error(`prometheus ended:\n${output}`))),
    ]);
  } catch (error) {
    kill();
    throw error;
  } finally {
    givenUp.abort();
  }

  const get = async (path: string, parameters: Record<string, string> = {}) => {
    const response = await fetch(`${url}/api/v1/${path}?${new URLSearchParams(parameters)}`);
    const body = (await response.json()) as { status: string; error?: string; data: never };
    if (body.status !== 'success') throw new Error(`${path} ${JSON.stringify(parameters)}: ${body.error}`);
    return body.data;
  };
  return {
    url,
    async query(expr) {
      const data: { resultType: string; result: unknown } = await get('query', { query: expr });
      if (data.resultType === 'scalar') return [{ metric: {}, value: Number((data.result as [number, string])[1]) }];
      const series = data.result as { metric: Record<string, string>; value: [number, string] }[];
      return series.map(({ metric, value }) => ({ metric, value: Number(value[1]) }));
    },
    async rules() {
      const { groups }: { groups: { name: string; rules: (RuleState & { lastError?: string })[] }[] } =
        await get('rules');
      return groups.flatMap(group =>
        group.rules.map(({ name, type, health, lastError = '' }) => ({
          group: group.name,
          name,
          type,
          health,
          lastError,
        })),
      );
    },
    async alerts() {
      const { alerts }: { alerts: AlertState[] } = await get('alerts');
      return alerts.map(({ labels, state }) => ({ labels, state }));
    },
    async stop() {
      child.kill('SIGTERM');
      const tooLong = setTimeout(kill, 10_000);
      await ended;
      clearTimeout(tooLong);
    },
  };
}

/** Resolves with its error output when the process has ended. */
function exitOf(child: ChildProcess): Promise<string> {
  return new Promise((resolve, reject) => {
    let output = '';
    child.stderr?.on('data', data => {
      output += data;
    });
    child.on('error', error => reject(missing('prometheus', 'prometheus', error)));
    child.on('close', () => resolve(output));
  });
}

/** A program that is not there is an error, never a reason to skip. */
export function missing(program: string, debianPackage: string, error: Error): Error {
  if ((error as NodeJS.ErrnoException).code !== 'ENOENT') return error;
  return new Error(`${program} is not installed: apt-get install ${debianPackage}`, { cause: error });
}

async function untilReady(url: string, givenUp: AbortSignal): Promise<void> {
  await eventually(
    () =>
      fetch(`${url}/-/ready`, { signal: givenUp }).then(
        response => response.ok,
        () => false,
      ),
    ready => ready || givenUp.aborted,
    60,
  );
}

function freePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const server = createServer().once('error', reject);
    server.listen(0, '127.0.0.1', () => {
      const address = server.address();
      server.close(() => resolve(typeof address === 'object' && address ? address.port : 0));
    });
  });
}

/** Asks again and again until the answer satisfies. @throws Error with the last answer when it does not in time. */
export async function eventually<T>(
  ask: () => Promise<T>,
  satisfied: (answer: T) => boolean,
  seconds = 20,
): Promise<T> {
  const end = Date.now() + seconds * 1000;
  for (;;) {
    const answer = await ask();
    if (satisfied(answer)) return answer;
    if (Date.now() > end) throw new Error(`not after ${seconds} s: ${JSON.stringify(answer)}`);
    await new Promise(resolve => setTimeout(resolve, 100));
  }
}
