import { spawn } from 'node:child_process';
import { readdirSync } from 'node:fs';
import { availableParallelism } from 'node:os';
import { basename, join, resolve } from 'node:path';
import { TelltaleError } from '../core/errors.js';
import { compare } from '../core/findings.js';
import { codeOf, unlessMissing } from './disk.js';
import { withNeededRules } from './needed-rules.js';

/** How the tests of one file went. */
export interface Proof {
  /** The file's name without its ending: the alert. */
  readonly name: string;
  readonly passed: boolean;
  /** What promtool said about it. */
  readonly output: string;
}

/** The rule tests in an output folder, sorted. @throws TelltaleError when there is no such folder. */
export function ruleTests(out: string): string[] {
  if (!unlessMissing(() => readdirSync(out)))
    throw new TelltaleError(`${out} does not exist`, { fix: 'run telltale build first' });
  const folder = join(out, 'prometheus/tests');
  const names = unlessMissing(() => readdirSync(folder, { recursive: true, encoding: 'utf8' })) ?? [];
  return names
    .filter(name => /\.ya?ml$/.test(name))
    .sort(compare)
    .map(name => join(folder, name));
}

export const testName = (file: string): string => basename(file).replace(/(\.test)?\.ya?ml$/, '');

/** Runs promtool over test files, as many at once as there are processors. Calls `ended` as each one ends. */
export async function prove(files: readonly string[], ended: (proof: Proof) => void): Promise<Proof[]> {
  const proofs: Proof[] = [];
  const waiting = [...files.entries()];
  const work = async () => {
    for (let next = waiting.shift(); next; next = waiting.shift()) {
      const [index, file] = next;
      const proof = await withNeededRules(resolve(file), copies => run(testName(file), copies));
      proofs[index] = proof;
      ended(proof);
    }
  };
  await Promise.all(Array.from({ length: Math.min(files.length, availableParallelism()) }, work));
  return proofs;
}

function run(name: string, files: readonly string[]): Promise<Proof> {
  const promtool = process.env.PROMTOOL || 'promtool';
  return new Promise((done, reject) => {
    const child = spawn(promtool, ['test', 'rules', ...files], { stdio: ['ignore', 'pipe', 'pipe'] });
    const chunks: Buffer[] = [];
    for (const stream of [child.stdout, child.stderr]) stream.on('data', chunk => chunks.push(chunk));
    child.on('error', error => reject(codeOf(error) === 'ENOENT' ? notInstalled(promtool) : error));
    child.on('close', (code, signal) => {
      const output = Buffer.concat(chunks).toString().trim();
      const killed = signal ? `\npromtool was ended by ${signal}` : '';
      done({ name, passed: code === 0, output: output + killed });
    });
  });
}

function notInstalled(promtool: string): TelltaleError {
  return new TelltaleError(`${promtool} is not installed`, {
    fix: 'install the package prometheus (Debian: apt-get install prometheus), or name the program in PROMTOOL',
  });
}
