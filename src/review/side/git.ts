import { spawnSync } from 'node:child_process';
import { TelltaleError } from '../../core/errors.js';

/** What a command of git printed, or why it failed. Git is only ever asked: neither work tree nor index is touched. */
type Answer = { readonly ok: true; readonly out: Buffer } | { readonly ok: false; readonly why: string };

function ask(cwd: string, args: readonly string[], input?: string): Answer {
  const { status, stdout, stderr, error } = spawnSync('git', args, {
    cwd,
    maxBuffer: 2 ** 31 - 1,
    // Without the lock, not even the index' times are brought up to date.
    env: { ...process.env, LC_ALL: 'C', GIT_OPTIONAL_LOCKS: '0' },
    ...(input !== undefined && { input }),
  });
  if (error && (error as NodeJS.ErrnoException).code === 'ENOENT')
    throw new TelltaleError('git is not installed', { fix: 'install it, or compare two folders' });
  if (status === 0) return { ok: true, out: stdout };
  return { ok: false, why: (error?.message ?? stderr.toString()).trim().replace(/^(?:fatal|error): /, '') };
}

/** A repository, and the folder in it from which it was asked. */
export interface Repository {
  readonly top: string;
  /** From the top, without a slash at its end; empty at the top. */
  readonly prefix: string;
}

/** The repository that a folder lies in, or why there is none. @throws TelltaleError when git is missing. */
export function repositoryOf(cwd: string): Repository | { readonly none: string } {
  const answer = ask(cwd, ['rev-parse', '--show-toplevel', '--show-prefix']);
  if (!answer.ok) return { none: answer.why };
  const [top = '', prefix = ''] = answer.out.toString().split('\n');
  return { top, prefix: prefix.replace(/\/$/, '') };
}

/** The commit that a ref names; undefined when there is none. */
export function commitOf({ top }: Repository, ref: string): string | undefined {
  if (ref.startsWith('-')) return undefined;
  const answer = ask(top, ['rev-parse', '--verify', '--quiet', `${ref}^{commit}`]);
  return answer.ok ? answer.out.toString().trim() : undefined;
}

/** The first letters of a commit, as many as it takes. */
export function shortened({ top }: Repository, commit: string): string {
  const answer = ask(top, ['rev-parse', '--short', commit]);
  return answer.ok ? answer.out.toString().trim() : commit.slice(0, 10);
}

const mainBranches = ['origin/HEAD', 'origin/main', 'origin/master', 'main', 'master'];

/** Where the work went off the main branch. @throws TelltaleError that says how to make it known. */
export function mergeBase(repository: Repository): { readonly commit: string; readonly branch: string } {
  const branch = mainBranches.find(name => commitOf(repository, name) !== undefined);
  if (branch === undefined)
    throw new TelltaleError(`there is no main branch: none of ${mainBranches.join(', ')} is known here`, {
      fix: shallow(repository) ? deeper : 'name the state to compare with: telltale diff REF',
    });
  const answer = ask(repository.top, ['merge-base', branch, 'HEAD']);
  if (answer.ok) return { commit: answer.out.toString().trim(), branch };
  throw new TelltaleError(`HEAD and ${branch} have no common commit here`, {
    fix: shallow(repository) ? deeper : 'name the state to compare with: telltale diff REF',
  });
}

export const deeper =
  'the clone is shallow: fetch all of the history (fetch-depth: 0 of actions/checkout, GIT_DEPTH: 0 of GitLab, git fetch --unshallow)';

/** Whether a part of the history was not cloned. */
export function shallow({ top }: Repository): boolean {
  const answer = ask(top, ['rev-parse', '--is-shallow-repository']);
  return answer.ok && answer.out.toString().trim() === 'true';
}

/** A file of a commit. Links and submodules are none. */
export interface Blob {
  /** From the top. */
  readonly path: string;
  readonly id: string;
}

/** The files of a commit. */
export function filesOf(repository: Repository, commit: string): Blob[] {
  const out = must(repository, ['ls-tree', '-r', '-z', '--full-tree', commit]).toString();
  return out.split('\0').flatMap(line => {
    const found = /^100\d{3} blob (\S+)\t(.+)$/s.exec(line);
    return found ? [{ id: found[1] as string, path: found[2] as string }] : [];
  });
}

/** The contents of files, in their order. */
export function contentsOf(repository: Repository, blobs: readonly Blob[]): Buffer[] {
  if (blobs.length === 0) return [];
  const out = must(repository, ['cat-file', '--batch'], `${blobs.map(({ id }) => id).join('\n')}\n`);
  let at = 0;
  return blobs.map(({ path }) => {
    const end = out.indexOf(10, at);
    const size = /^\S+ blob (\d+)$/.exec(out.toString('utf8', at, end))?.[1];
    if (size === undefined)
      throw new TelltaleError(`git does not have the content of ${path}`, {
        fix: 'the clone is partial: fetch all of it (git fetch --refetch --no-filter)',
      });
    at = end + 1 + Number(size) + 1;
    return out.subarray(end + 1, at - 1);
  });
}

/** The files of the work tree that git knows, or would if they were added. */
export function workingFiles(repository: Repository): string[] {
  const out = must(repository, ['ls-files', '-z', '--cached', '--others', '--exclude-standard']).toString();
  return [...new Set(out.split('\0').filter(path => path !== ''))];
}

function must({ top }: Repository, args: readonly string[], input?: string): Buffer {
  const answer = ask(top, args, input);
  if (answer.ok) return answer.out;
  throw new TelltaleError(`git ${args[0]} failed: ${answer.why}`, { fix: 'see whether git fsck is content' });
}
