import { spawn } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import type { Ended } from '../cli/run.js';
import { put, temporaryFolder } from '../project/folder.js';

export interface Setting {
  readonly cwd: string;
  readonly env: Readonly<Record<string, string>>;
  /** With a trace of every command, in which nothing secret may stand either. */
  readonly trace?: boolean;
  /** With the npx of npm. */
  readonly npx?: boolean;
}

/** Runs a script as runners do: in a bash of its own that stops at the first failure, and with this environment only. */
export function shell(script: string, { cwd, env, trace = false, npx = false }: Setting): Promise<Ended> {
  const home = temporaryFolder();
  put(home, { script });
  const flags = ['--noprofile', '--norc', `-e${trace ? 'x' : ''}o`, 'pipefail'];
  return new Promise((resolve, reject) => {
    const child = spawn('bash', [...flags, join(home, 'script')], {
      cwd,
      env: {
        PATH: `${stand(npx)}:${dirname(process.execPath)}:${process.env.PATH}`,
        HOME: home,
        // Else npx looks for newer ones of itself.
        npm_config_offline: 'true',
        npm_config_update_notifier: 'false',
        ...env,
      },
      stdio: ['ignore', 'pipe', 'pipe'],
    });
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

/**
 * Programs that stand for those that would install and test everything again: they only say what they are told. Where it
 * is not asked for, npx is one that starts no npm.
 */
function stand(npx: boolean): string {
  const folder = temporaryFolder();
  const put = (name: string, script: string) =>
    writeFileSync(join(folder, name), `#!/bin/sh\n${script}\n`, { mode: 0o755 });
  for (const name of ['npm', 'make']) put(name, `echo "${name} $*"`);
  if (!npx)
    put(
      'npx',
      '[ "$1 $2" = "--no --" ] || exit 64\nshift 2\nprogram=$1\nshift\nexec "node_modules/.bin/$program" "$@"',
    );
  return folder;
}
