import fs, { type Stats } from 'node:fs';
import { dirname } from 'node:path';
import { TelltaleError } from '../core/errors.js';

/** The file-system calls of the writer. Tests put one in its place that fails, or dies, at the n-th call. */
export type Disk = Pick<
  typeof fs,
  | 'closeSync'
  | 'copyFileSync'
  | 'fsyncSync'
  | 'linkSync'
  | 'lstatSync'
  | 'mkdirSync'
  | 'openSync'
  | 'readdirSync'
  | 'readFileSync'
  | 'realpathSync'
  | 'renameSync'
  | 'rmdirSync'
  | 'rmSync'
  | 'unlinkSync'
  | 'utimesSync'
  | 'writeFileSync'
>;

export const realDisk: Disk = fs;

/** The code of a system error, such as ENOENT. */
export function codeOf(error: unknown): string {
  return String((error as NodeJS.ErrnoException | undefined)?.code ?? '');
}

/** What lies at a path, links not followed; undefined when nothing does. */
export function look(disk: Disk, path: string): Stats | undefined {
  return unlessMissing(() => disk.lstatSync(path));
}

/** The result, or undefined when the path does not exist. */
export function unlessMissing<T>(call: () => T): T | undefined {
  try {
    return call();
  } catch (error) {
    if (codeOf(error) === 'ENOENT' || codeOf(error) === 'ENOTDIR') return undefined;
    throw error;
  }
}

/**
 * A folder with those above it, unless it is there. Node's own `recursive` takes a read-only disk for a missing folder,
 * and turns in circles in /proc.
 */
export function makeFolder(disk: Disk, path: string): void {
  try {
    disk.mkdirSync(path);
  } catch (error) {
    if (codeOf(error) === 'EEXIST') {
      const there = look(disk, path);
      // Whoever had it there has just taken it away.
      if (!there) {
        makeFolder(disk, path);
        return;
      }
      if (there.isDirectory()) return;
      const target = there.isSymbolicLink() ? unlessMissing(() => disk.realpathSync(path)) : undefined;
      if (target !== undefined && look(disk, target)?.isDirectory()) return;
      throw error;
    }
    const above = dirname(path);
    if (codeOf(error) !== 'ENOENT' || above === path || look(disk, above)) throw error;
    makeFolder(disk, above);
    makeFolder(disk, path);
  }
}

const sentences: Readonly<Record<string, readonly [what: string, fix: string]>> = {
  EACCES: ['permission denied', 'let this user write there, or choose another folder with --out'],
  EPERM: ['not permitted', 'let this user write there, or choose another folder with --out'],
  EROFS: ['the file system is read-only', 'choose a writable folder with --out'],
  ENOSPC: ['no space is left on the device', 'free some space'],
  EDQUOT: ['the disk quota is used up', 'free some space'],
  ENOENT: ['there is no such place', 'choose another folder with --out'],
  ENOTDIR: ['a part of the path is a file, not a folder', 'remove that file, or choose another folder with --out'],
  EEXIST: ['a file is in the way', 'remove that file, or choose another folder with --out'],
  EXDEV: ['a folder inside is a mount of another device', 'mount the whole folder, or choose another one with --out'],
};

/** A failed system call as one sentence that says that nothing was changed. Other errors come back as they are. */
export function explainDiskError(error: unknown, out: string): unknown {
  const code = codeOf(error);
  if (error instanceof TelltaleError || !code) return error;
  const { dest, path, message } = error as NodeJS.ErrnoException & { dest?: string };
  const [what, fix] = sentences[code] ?? [message, undefined];
  return new TelltaleError(`cannot write ${dest ?? path ?? out}: ${what}; ${out} is as it was`, {
    ...(fix && { fix }),
    cause: error,
  });
}
