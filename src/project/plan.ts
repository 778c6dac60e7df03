import { dirname, join } from 'node:path';
import { TelltaleError } from '../core/errors.js';
import { compare } from '../core/findings.js';
import { type Disk, look } from './disk.js';
import { hash, isPlainPath, type Manifest, manifestName, printManifest, readManifest } from './manifest.js';

/** The generated files: text by path relative to the output folder, with forward slashes. */
export type Artefacts = ReadonlyMap<string, string>;

/** What has to happen to an output folder so that it holds exactly these artefacts, beside the files of others. */
export interface Plan {
  readonly missing: readonly string[];
  readonly differing: readonly string[];
  /** Generated once, no longer; unchanged since, so that they may go. */
  readonly stale: readonly string[];
  /** Generated once, no longer, but edited by hand since: they stay, and are no longer ours. */
  readonly kept: readonly string[];
  readonly unchanged: number;
  /** The new bytes of everything missing or differing, the manifest among them. */
  readonly bytes: ReadonlyMap<string, Uint8Array>;
}

/** Whether there is nothing to do. */
export function isDone(plan: Plan): boolean {
  return plan.bytes.size === 0 && plan.stale.length === 0;
}

/**
 * Compares artefacts with an output folder; reads only.
 * @throws TelltaleError when something that is not ours is in the way; `adopt` takes plain files over instead.
 */
export function plan(artefacts: Artefacts, root: string, disk: Disk, adopt = false): Plan {
  const ours = readManifest(disk, root);
  const stale: string[] = [];
  const kept: string[] = [];
  const inTheWay: string[] = [];
  for (const [path, sum] of [...ours].sort(([a], [b]) => compare(a, b))) {
    if (artefacts.has(path) || throughLink(disk, root, path)) continue;
    const stats = look(disk, join(root, path));
    if (stats) (stats.isFile() && hash(disk.readFileSync(join(root, path))) === sum ? stale : kept).push(path);
  }
  const missing: string[] = [];
  const differing: string[] = [];
  const bytes = new Map<string, Uint8Array>();
  const removable = new Set(stale);
  const sort = (path: string, text: string, mayReplace: boolean) => {
    const wanted = Buffer.from(text);
    const obstacle = throughLink(disk, root, path) ?? obstacleOf(disk, root, path, removable);
    const stats = look(disk, join(root, path));
    if (obstacle !== undefined) inTheWay.push(obstacle);
    else if (!stats) missing.push(path);
    else if (stats.isFile() && wanted.equals(disk.readFileSync(join(root, path)))) return;
    else if (stats.isDirectory() || !mayReplace) inTheWay.push(path);
    else differing.push(path);
    bytes.set(path, wanted);
  };
  for (const [path, text] of [...artefacts].sort(([a], [b]) => compare(a, b))) {
    if (!isPlainPath(path)) throw new TelltaleError(`"${path}" cannot be the path of a generated file`);
    sort(path, text, adopt || ours.has(path));
  }
  const unchanged = artefacts.size - bytes.size;
  sort(manifestName, printManifest(manifestOf(artefacts)), true);
  if (inTheWay.length > 0) throw obstructed(root, [...new Set(inTheWay)]);
  return { missing, differing, stale, kept, unchanged, bytes };
}

function manifestOf(artefacts: Artefacts): Manifest {
  return new Map([...artefacts].map(([path, text]) => [path, hash(Buffer.from(text))]));
}

/** The first folder on the way that is a symbolic link: what lies behind it is not in the output folder. */
function throughLink(disk: Disk, root: string, path: string): string | undefined {
  return foldersOf(path).find(folder => look(disk, join(root, folder))?.isSymbolicLink());
}

/** The first folder on the way that is something else, and does not go away by itself. */
function obstacleOf(disk: Disk, root: string, path: string, removable: ReadonlySet<string>): string | undefined {
  return foldersOf(path).find(folder => {
    const stats = look(disk, join(root, folder));
    return stats && !stats.isDirectory() && !removable.has(folder);
  });
}

/** `a`, `a/b` for `a/b/c`. */
export function foldersOf(path: string): string[] {
  const folder = dirname(path);
  return folder === '.' ? [] : [...foldersOf(folder), folder];
}

function obstructed(root: string, paths: readonly string[]): TelltaleError {
  const names = paths.map(path => join(root, path)).join(', ');
  const [verb, them] = paths.length > 1 ? ['are', 'them'] : ['is', 'it'];
  return new TelltaleError(`${names} ${verb} in the way, and telltale did not generate ${them}; nothing was written`, {
    fix: `move ${them} elsewhere, or let telltale take plain files over with --adopt`,
  });
}
