import { execFileSync } from 'node:child_process';
import { chmodSync, symlinkSync } from 'node:fs';
import { join } from 'node:path';
import { repository } from '../cli/compile.js';
import { queueProject, telltale } from '../cli/run.js';
import { put, temporaryFolder } from '../project/folder.js';

const git = (cwd: string, ...args: string[]) =>
  execFileSync('git', ['-c', 'user.name=t', '-c', 'user.email=t@example.com', ...args], { cwd, encoding: 'utf8' });

/** Commits what lies there, and returns the name of the commit. */
export function commit(folder: string): string {
  git(folder, 'add', '--all');
  git(folder, 'commit', '--quiet', '--allow-empty', '--message=change');
  return git(folder, 'rev-parse', 'HEAD').trim();
}

/** Makes a clone out of a folder: what lies there is on the main branch of the origin, and a branch of its own is checked out. */
function asClone(folder: string): string {
  put(folder, { '.gitignore': 'node_modules\ndist\n' });
  git(folder, 'init', '--quiet', '--initial-branch=main');
  git(folder, 'update-ref', 'refs/remotes/origin/main', commit(folder));
  git(folder, 'switch', '--quiet', '--create', 'change');
  return folder;
}

/** A clone of this repository as its workflow sees it, compiled, with a small project in place of the large one. */
export async function ownClone(): Promise<string> {
  const folder = queueProject({ 'package.json': '{ "type": "module" }' });
  symlinkSync(join(repository, 'dist'), join(folder, 'dist'), 'dir');
  await telltale(['build'], { cwd: folder });
  return asClone(folder);
}

/** A clone of somebody else's repository, with these files and with telltale among its packages. */
export function foreignClone(files: Readonly<Record<string, string>> = {}): string {
  const folder = temporaryFolder();
  const program = 'node_modules/.bin/telltale';
  put(folder, {
    ...files,
    'package.json': '{ "name": "rules", "private": true }',
    [program]: `#!/bin/sh\nexec node '${join(repository, 'dist/cli/main.js')}' "$@"\n`,
  });
  chmodSync(join(folder, program), 0o755);
  return asClone(folder);
}
