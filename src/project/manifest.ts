import { createHash } from 'node:crypto';
import { join } from 'node:path';
import { compare } from '../core/findings.js';
import { type Disk, unlessMissing } from './disk.js';

/** The list of what we generated, inside the output folder and committed with it: only these files are ever replaced or removed. */
export const manifestName = '.telltale.json';

/** The folder for work in progress where it cannot lie beside the output folder. */
export const innerWorkshop = '.telltale';

const about = 'The files that telltale generated: only these does it replace or remove. Commit this file with them.';

/** Content hash of each generated file, by path. */
export type Manifest = ReadonlyMap<string, string>;

export function hash(content: string | Uint8Array): string {
  return createHash('sha256').update(content).digest('hex');
}

/** The manifest's text: sorted, one file a line, so that merges stay small. */
export function printManifest(manifest: Manifest): string {
  const files = Object.fromEntries([...manifest].sort(([a], [b]) => compare(a, b)));
  return `${JSON.stringify({ about, files }, null, 2)}\n`;
}

/**
 * Reads the manifest of an output folder; empty when there is none. Line by line and not as JSON: after a merge with
 * conflict markers in it, the files of both sides are ours. A path that leads elsewhere is nobody's.
 */
export function readManifest(disk: Disk, root: string): Manifest {
  const text = unlessMissing(() => disk.readFileSync(join(root, manifestName), 'utf8')) ?? '';
  const entries = text.matchAll(/^\s*("(?:[^"\\]|\\.)+"): "([0-9a-f]{64})",?$/gm);
  return new Map(
    [...entries]
      .map(([, key, sum]) => [readKey(key as string), sum as string] as const)
      .filter(([path]) => isPlainPath(path)),
  );
}

function readKey(quoted: string): string {
  try {
    return JSON.parse(quoted);
  } catch {
    return '';
  }
}

/** Whether a path is relative, with forward slashes, without detours, and none of the names that we need ourselves. */
export function isPlainPath(path: string): boolean {
  const parts = path.split('/');
  const odd = (part: string) => part === '' || part === '.' || part === '..';
  return !/[\\\0]/.test(path) && !parts.some(odd) && path !== manifestName && parts[0] !== innerWorkshop;
}
