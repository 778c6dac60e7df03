import { spawn } from 'node:child_process';
import fs from 'node:fs';
import { join } from 'node:path';
import { put, temporaryFolder } from '../project/folder.js';
import { repository } from './compile.js';

export const program = join(repository, 'dist/cli/main.js');

export interface Ended {
  readonly code: number | null;
  readonly out: string;
  readonly err: string;
}

export interface RunOptions {
  readonly cwd?: string;
  readonly env?: Readonly<Record<string, string>>;
  /** Arguments of Node itself. */
  readonly node?: readonly string[];
}

/** Runs the compiled program to its end, without a terminal. */
export function telltale(args: readonly string[], options: RunOptions = {}): Promise<Ended> {
  return run(process.execPath, [...(options.node ?? []), program, ...args], options);
}

/** Runs any program to its end. */
export function run(command: string, args: readonly string[], { cwd, env = {} }: RunOptions = {}): Promise<Ended> {
  const { NO_COLOR, FORCE_COLOR, DEBUG, NODE_OPTIONS, ...rest } = process.env;
  return new Promise((resolve, reject) => {
    const child = spawn(command, args, { cwd, env: { ...rest, ...env }, stdio: ['ignore', 'pipe', 'pipe'] });
    let out = '';
    let err = '';
    child.stdout.on('data', chunk => {
      out += chunk;
    });
    child.stderr.on('data', chunk => {
      err += chunk;
    });
    child.on('error', reject);
    child.on('close', code => resolve({ code, out, err }));
  });
}

/** The example project of test/package/queue in a folder of its own, outside of this repository, with changes. */
export function queueProject(changes: Readonly<Record<string, string>> = {}): string {
  const folder = temporaryFolder();
  const source = join(repository, 'test/package/queue');
  for (const path of fs.readdirSync(source, { recursive: true, encoding: 'utf8' })) {
    if (!path.endsWith('.ts')) continue;
    const text = fs.readFileSync(join(source, path), 'utf8');
    put(folder, { [path]: text.replace(/'(\.\.\/)+src\/index\.js'/, "'telltale'") });
  }
  // The cache of the bundle goes here, and away with the folder.
  fs.mkdirSync(join(folder, 'node_modules'));
  put(folder, changes);
  return folder;
}

/** Replaces a piece of a project's file. @throws when it is not there, so that a test does not test nothing. */
export function edit(folder: string, path: string, from: string, to: string): void {
  const text = fs.readFileSync(join(folder, path), 'utf8');
  if (!text.includes(from)) throw new Error(`${path} has no "${from}"`);
  fs.writeFileSync(join(folder, path), text.replace(from, to));
}
