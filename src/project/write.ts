import { basename, dirname, join, resolve } from 'node:path';
import { setImmediate as nextTick } from 'node:timers/promises';
import { TelltaleError } from '../core/errors.js';
import { codeOf, type Disk, explainDiskError, look, makeFolder, realDisk, unlessMissing } from './disk.js';
import { closeJournal, type Journal, openJournal, recover, removeIfEmpty, type Step, writeThrough } from './journal.js';
import { lock } from './lock.js';
import { innerWorkshop, manifestName } from './manifest.js';
import { type Artefacts, foldersOf, isDone, type Plan, plan } from './plan.js';

export interface WriteOptions {
  /** Take over plain files that are in the way though telltale did not generate them. */
  readonly adopt?: boolean;
  readonly disk?: Disk;
}

/** How an output folder differs from what would be generated. Writes nothing. */
export function compareWith(artefacts: Artefacts, out: string, options: WriteOptions = {}): Plan {
  const { disk = realDisk, adopt = false } = options;
  try {
    return plan(artefacts, realRoot(disk, out), disk, adopt);
  } catch (error) {
    throw explainDiskError(error, out);
  }
}

/**
 * Makes the output folder hold exactly these artefacts, beside the files of others: all or nothing. Everything is
 * staged first, in a workshop beside the folder; then the files are moved into place in one go that no signal
 * interrupts. Files that have not changed are not touched.
 * @throws TelltaleError when it cannot be; the folder is then as it was.
 */
export async function write(artefacts: Artefacts, out: string, options: WriteOptions = {}): Promise<Plan> {
  const { disk = realDisk, adopt = false } = options;
  const signals = holdSignals();
  try {
    const root = realRoot(disk, out);
    const idle = !workshops(root).some(place => look(disk, place));
    const done = idle ? nothingToDo(artefacts, root, disk) : undefined;
    if (done) return done;
    const workshop = chooseWorkshop(disk, root);
    const release = lock(disk, workshop);
    try {
      recover(disk, workshop);
      const current = plan(artefacts, root, disk, adopt);
      if (!isDone(current)) {
        clear(disk, workshop);
        const journal = stage(disk, workshop, root, current);
        await signals.settle();
        if (signals.received()) throw new TelltaleError(`interrupted; ${out} is as it was`);
        openJournal(disk, workshop, journal);
        commit(disk, workshop, journal);
      }
      return current;
    } finally {
      leave(disk, workshop, release);
    }
  } catch (error) {
    throw explainDiskError(error, out);
  } finally {
    await signals.release();
  }
}

/** The plan if it is empty, found without a lock: what another build does meanwhile is no error here. */
function nothingToDo(artefacts: Artefacts, root: string, disk: Disk): Plan | undefined {
  try {
    const found = plan(artefacts, root, disk);
    return isDone(found) ? found : undefined;
  } catch {
    return undefined;
  }
}

/** The folder itself, when the name or a folder above it is a link: that much is the user's wish. */
function realRoot(disk: Disk, out: string): string {
  const path = resolve(out);
  const real = unlessMissing(() => disk.realpathSync(path));
  if (real !== undefined || path === dirname(path)) return real ?? path;
  return join(realRoot(disk, dirname(path)), basename(path));
}

function workshops(root: string): [beside: string, inside: string] {
  return [join(dirname(root), `.${basename(root)}.telltale`), join(root, innerWorkshop)];
}

/** Beside the output folder; inside it where that is impossible or on another device, since files can only be moved within one. */
function chooseWorkshop(disk: Disk, root: string): string {
  const [beside, inside] = workshops(root);
  try {
    makeFolder(disk, beside);
    const device = look(disk, beside)?.dev;
    // Another build has just taken it away, and may make it anew: all have to meet in the same one.
    if (device === undefined) return chooseWorkshop(disk, root);
    const target = look(disk, root);
    if (!target || target.dev === device) return beside;
    removeIfEmpty(disk, beside);
  } catch (error) {
    if (!['EACCES', 'EPERM', 'EROFS'].includes(codeOf(error)) || !look(disk, root)) throw error;
  }
  makeFolder(disk, inside);
  return inside;
}

function clear(disk: Disk, workshop: string): void {
  for (const name of ['new', 'old', 'journal.draft'])
    disk.rmSync(join(workshop, name), { recursive: true, force: true });
}

/** Clears up and lets go. What fails here is left to the next build: this one has happened, or has its own error to tell. */
function leave(disk: Disk, workshop: string, release: () => void): void {
  try {
    // A journal that is still there could not be rolled back: the next build tries again, and needs what lies beside it.
    if (!look(disk, join(workshop, 'journal'))) clear(disk, workshop);
  } catch {}
  try {
    release();
    removeIfEmpty(disk, workshop);
  } catch {}
}

/** Writes the new files and links the old ones into the workshop; touches nothing of what it links. */
function stage(disk: Disk, workshop: string, root: string, { stale, differing, bytes }: Plan): Journal {
  for (const name of ['new', 'old']) disk.mkdirSync(join(workshop, name));
  const replaced = new Set(differing);
  const removals = stale.map((path): Step => ({ op: 'remove', path }));
  // The manifest goes last: what it lists is then there.
  const names = [...bytes.keys()].filter(path => path !== manifestName);
  if (bytes.has(manifestName)) names.push(manifestName);
  const puts = names.map((path, i): Step => {
    const staged = join(workshop, 'new', String(removals.length + i));
    writeThrough(disk, staged, bytes.get(path) as Uint8Array);
    return { op: 'put', path, replaces: replaced.has(path), inode: disk.lstatSync(staged).ino };
  });
  const steps = [...removals, ...puts];
  steps.forEach((step, index) => {
    if (step.op === 'remove' || step.replaces) keep(disk, join(root, step.path), join(workshop, 'old', String(index)));
  });
  const folders = [...parentsOf(root), ...new Set(names.flatMap(foldersOf).map(folder => join(root, folder)))];
  const existing = new Set(steps.flatMap(step => ['', ...foldersOf(step.path)]).map(folder => join(root, folder)));
  const isFolder = (path: string) => look(disk, path)?.isDirectory();
  return {
    root,
    steps,
    folders: folders.filter(folder => !isFolder(folder)),
    times: [...existing].filter(isFolder).map(folder => [folder, disk.lstatSync(folder).mtimeMs / 1000]),
  };
}

function parentsOf(root: string): string[] {
  return root === dirname(root) ? [] : [...parentsOf(dirname(root)), root];
}

/** A second name for a file; a copy with its times where the file system has no such thing. */
function keep(disk: Disk, path: string, as: string): void {
  try {
    disk.linkSync(path, as);
  } catch {
    disk.copyFileSync(path, as);
    const { atimeMs, mtimeMs } = disk.lstatSync(path);
    disk.utimesSync(as, atimeMs / 1000, mtimeMs / 1000);
  }
}

function commit(disk: Disk, workshop: string, journal: Journal): void {
  const { root, steps, folders } = journal;
  try {
    for (const step of steps) if (step.op === 'remove') disk.unlinkSync(join(root, step.path));
    for (const folder of folders) disk.mkdirSync(folder);
    steps.forEach((step, i) => {
      if (step.op === 'put') disk.renameSync(join(workshop, 'new', String(i)), join(root, step.path));
    });
    for (const step of steps) if (step.op === 'remove') prune(disk, root, step.path);
    closeJournal(disk, workshop);
  } catch (error) {
    try {
      recover(disk, workshop);
    } catch (cause) {
      throw new TelltaleError(`${root} is half written, and what was there cannot be put back now: ${String(cause)}`, {
        fix: 'mend the cause and build again: the next build begins by putting it back',
        cause: error,
      });
    }
    throw error;
  }
}

/** Folders that are empty now go too. */
function prune(disk: Disk, root: string, path: string): void {
  for (const folder of foldersOf(path).reverse()) if (!removeIfEmpty(disk, join(root, folder))) return;
}

/**
 * Keeps SIGINT, SIGTERM and SIGHUP from ending the process until `release`, which then lets them.
 * They only arrive between ticks, so what runs in one tick is whole.
 */
function holdSignals(): { settle: () => Promise<void>; received: () => boolean; release: () => Promise<void> } {
  const names = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const;
  let received: NodeJS.Signals | undefined;
  const note = (signal: NodeJS.Signals) => {
    received = signal;
  };
  for (const name of names) process.on(name, note);
  // The first turn of the event loop may run before signals are looked for.
  const settle = async () => {
    await nextTick();
    await nextTick();
  };
  return {
    settle,
    received: () => received !== undefined,
    release: async () => {
      await settle();
      for (const name of names) process.off(name, note);
      if (received) process.kill(process.pid, received);
    },
  };
}
