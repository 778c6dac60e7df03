import { dirname, join } from 'node:path';
import { TelltaleError } from '../core/errors.js';
import { codeOf, type Disk, look, makeFolder, unlessMissing } from './disk.js';

/*
 * While files are being moved into place, the workshop holds a journal. Whoever finds one after a crash rolls back, and
 * does not finish the work: the sources may have changed since, rolling back is needed anyway when a move fails, and so
 * a build either happened or did not. What was there is kept as a hard link, so bytes, inode and times come back.
 * Only what the interrupted build itself put down is undone (its inode tells): a checkout in between stays.
 */

/** One move, numbered as the file in `new/` and `old/` of the workshop. */
export type Step =
  | { readonly op: 'remove'; readonly path: string }
  | { readonly op: 'put'; readonly path: string; readonly replaces: boolean; readonly inode: number };

export interface Journal {
  readonly root: string;
  /** Removals first, then files put into place, in the order of the moves. */
  readonly steps: readonly Step[];
  /** Folders that did not exist, outer ones first; absolute. */
  readonly folders: readonly string[];
  /** Modification times of the folders that did, in seconds. */
  readonly times: readonly (readonly [folder: string, mtime: number])[];
}

/** Writes a file and waits until it is on the disk. */
export function writeThrough(disk: Disk, path: string, content: string | Uint8Array): void {
  const file = disk.openSync(path, 'wx');
  try {
    disk.writeFileSync(file, content);
    disk.fsyncSync(file);
  } finally {
    disk.closeSync(file);
  }
}

/** From here on a crash is rolled back. */
export function openJournal(disk: Disk, workshop: string, journal: Journal): void {
  const draft = join(workshop, 'journal.draft');
  writeThrough(disk, draft, JSON.stringify(journal));
  disk.renameSync(draft, join(workshop, 'journal'));
}

/** From here on the build has happened. */
export function closeJournal(disk: Disk, workshop: string): void {
  disk.unlinkSync(join(workshop, 'journal'));
}

/** Undoes what an earlier build left half done, if there is one. May itself be interrupted, and run again. */
export function recover(disk: Disk, workshop: string): void {
  const text = unlessMissing(() => disk.readFileSync(join(workshop, 'journal'), 'utf8'));
  if (text === undefined) return;
  let journal: Journal;
  try {
    journal = JSON.parse(text);
  } catch (cause) {
    throw new TelltaleError(`${join(workshop, 'journal')} is damaged`, {
      fix: `restore the output folder from git, then delete ${workshop}`,
      cause,
    });
  }
  rollBack(disk, workshop, journal);
  closeJournal(disk, workshop);
}

function rollBack(disk: Disk, workshop: string, { root, steps, folders, times }: Journal): void {
  const undo = (step: Step, index: number) => {
    const path = join(root, step.path);
    const old = join(workshop, 'old', String(index));
    const now = look(disk, path);
    if (step.op === 'remove') {
      if (now || !look(disk, old)) return;
      makeFolder(disk, dirname(path));
      disk.renameSync(old, path);
    } else if (now?.ino === step.inode) {
      if (step.replaces) disk.renameSync(old, path);
      else disk.unlinkSync(path);
    }
  };
  const numbered = steps.map((step, index) => [step, index] as const).reverse();
  for (const [step, index] of numbered) if (step.op === 'put') undo(step, index);
  for (const folder of [...folders].reverse()) if (look(disk, folder)) removeIfEmpty(disk, folder);
  for (const [step, index] of numbered) if (step.op === 'remove') undo(step, index);
  // Not what still has its time: whoever may not write there has changed nothing, and may not set times either.
  for (const [folder, mtime] of times) {
    const now = look(disk, folder)?.mtimeMs;
    if (now !== undefined && now / 1000 !== mtime) disk.utimesSync(folder, mtime, mtime);
  }
}

/** Removes a folder unless something is in it; says whether it is gone. */
export function removeIfEmpty(disk: Disk, folder: string): boolean {
  try {
    disk.rmdirSync(folder);
    return true;
  } catch (error) {
    if (['ENOTEMPTY', 'EEXIST', 'ENOENT', 'ENOTDIR', 'EBUSY'].includes(codeOf(error)))
      return codeOf(error) === 'ENOENT';
    throw error;
  }
}
