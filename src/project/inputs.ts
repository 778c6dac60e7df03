import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { unlessMissing } from './disk.js';
import { hash } from './manifest.js';

/** Everything on the disk that a bundle depends on. While all of it holds, bundling again gives the same. */
export interface Inputs {
  /** Content hash of each file that was read, packages' package.json included. */
  readonly files: Readonly<Record<string, string>>;
  /** Hash of the file names in each folder that an import was looked up in: a new `a.js` takes the place of `a.ts`. */
  readonly folders: Readonly<Record<string, string>>;
  /** What was looked for and is not there, so that something else was taken. */
  readonly absent: readonly string[];
}

/** Collects what a bundle depends on while it is made. */
export function inputCollector() {
  const files = new Map<string, string>();
  const folders = new Map<string, string>();
  const absent = new Set<string>();
  const missing = (path: string) => {
    const text = unlessMissing(() => readFileSync(path));
    if (text === undefined) absent.add(path);
    else files.set(path, hash(text));
    return text === undefined;
  };
  return {
    /** A source file, with the content that was bundled: what the disk says later does not count. */
    file(path: string, content: Uint8Array): void {
      files.set(path, hash(content));
      const home = dirname(path);
      if (!folders.has(home)) folders.set(home, hashNames(home));
      for (let folder = home, up = ''; folder !== up; up = folder, folder = dirname(folder)) {
        if (!missing(join(folder, 'package.json'))) break;
      }
    },
    /** A package that a file in `from` imports: looked for in each node_modules on the way up. */
    package(name: string, from: string): void {
      for (let folder = from, up = ''; folder !== up; up = folder, folder = dirname(folder)) {
        const home = join(folder, 'node_modules', name);
        if (existsSync(home)) {
          missing(join(home, 'package.json'));
          return;
        }
        absent.add(home);
      }
    },
    inputs: (): Inputs => ({
      files: Object.fromEntries(files),
      folders: Object.fromEntries(folders),
      absent: [...absent],
    }),
  };
}

/** Whether everything is still as it was when the bundle was made. */
export function stillHolds({ files, folders, absent }: Inputs): boolean {
  try {
    return (
      Object.entries(files).every(([path, sum]) => hash(readFileSync(path)) === sum) &&
      Object.entries(folders).every(([path, sum]) => hashNames(path) === sum) &&
      !absent.some(path => existsSync(path))
    );
  } catch {
    return false;
  }
}

function hashNames(folder: string): string {
  const importable = readdirSync(folder).filter(name => /\.([cm]?[jt]sx?|json)$/.test(name));
  return hash(importable.sort().join('\n'));
}
