import { type ChildProcess, spawn } from 'node:child_process';
import { createServer } from 'node:net';
import { atExit } from './at-exit.js';

/** A real server of ours on a loopback port. */
export interface Server {
  readonly url: string;
  /** Everything that it has written to its error output. */
  log(): string;
  stop(): Promise<void>;
}

/**
 * Starts a program on a free loopback port; ready when this resolves. @throws Error with its output when it does not
 * come up, and one that says what to install when it is not there.
 */
export async function startServer(
  program: string,
  debianPackage: string,
  args: (port: number) => readonly string[],
): Promise<Server> {
  for (let attempt = 1; ; attempt++) {
    try {
      const port = await freePort();
      return await startOn(port, program, debianPackage, args(port));
    } catch (error) {
      // Somebody else took the port before the program did.
      if (attempt === 3 || !/address already in use/.test(String(error))) throw error;
    }
  }
}

async function startOn(port: number, program: string, debianPackage: string, args: readonly string[]): Promise<Server> {
  const url = `http://127.0.0.1:${port}`;
  const child = spawn(program, args, { stdio: ['ignore', 'ignore', 'pipe'] });
  let log = '';
  child.stderr.on('data', data => {
    log += data;
  });
  const ended = exitOf(child, program, debianPackage);
  // A test run that is cut off takes its servers with it.
  const kill = () => child.kill('SIGKILL');
  child.once('close', atExit(kill).callOff);
  const givenUp = new AbortController();
  try {
    await Promise.race([
      untilReady(url, givenUp.signal),
      ended.then(() => Promise.reject(new Error(`${program} ended:\n${log}`))),
    ]);
  } catch (error) {
    kill();
    throw error;
  } finally {
    givenUp.abort();
  }
  return {
    url,
    log: () => log,
    async stop() {
      child.kill('SIGTERM');
      const tooLong = setTimeout(kill, 10_000);
      await ended;
      clearTimeout(tooLong);
    },
  };
}

/** Resolves when the process has ended. */
function exitOf(child: ChildProcess, program: string, debianPackage: string): Promise<void> {
  return new Promise((resolve, reject) => {
    child.on('error', error => reject(missing(program, debianPackage, error)));
    child.on('close', () => resolve());
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
