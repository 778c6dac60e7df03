import { spawn } from 'node:child_process';
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';

/** How a run of promtool ended. */
export interface Outcome {
  readonly ok: boolean;
  readonly output: string;
}

/** Runs promtool in a folder that holds exactly these files. */
export async function promtool(
  files: readonly (readonly [path: string, text: string])[],
  ...args: readonly string[]
): Promise<Outcome> {
  const folder = await mkdtemp(join(tmpdir(), 'telltale-promtool-'));
  try {
    for (const [path, text] of files) {
      await mkdir(dirname(join(folder, path)), { recursive: true });
      await writeFile(join(folder, path), text);
    }
    return await run(folder, args);
  } finally {
    await rm(folder, { recursive: true });
  }
}

function run(cwd: string, args: readonly string[]): Promise<Outcome> {
  return new Promise((resolve, reject) => {
    const child = spawn('promtool', args, { cwd });
    let output = '';
    child.stdout.on('data', data => {
      output += data;
    });
    child.stderr.on('data', data => {
      output += data;
    });
    child.on('error', reject);
    child.on('close', code => resolve({ ok: code === 0, output }));
  });
}
