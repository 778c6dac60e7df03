import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { extname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

/** The folder with the library's package.json. */
export const libraryRoot = fileURLToPath(new URL('../../', import.meta.url));

/** What content imports as this library, wherever it finds it: the one instance that is running. */
export const runningEntry = fileURLToPath(new URL(`../index${extname(import.meta.url)}`, import.meta.url));

/** The same entry in the two forms in which it can lie on the disk. */
export const entries: ReadonlySet<string> = new Set(
  ['src/index.ts', 'dist/index.js', 'dist/index.d.ts'].map(path => join(libraryRoot, path)),
);

/** Whether a file is the entry of the library: of the running one, or of a copy of it that lies elsewhere, such as an old state. */
export function isEntry(path: string): boolean {
  if (entries.has(path)) return true;
  const root = /^(.*)[\\/](?:src[\\/]index\.ts|dist[\\/]index\.(?:js|d\.ts))$/.exec(path)?.[1];
  if (root === undefined) return false;
  try {
    return JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')).name === libraryPackage().name;
  } catch {
    return false;
  }
}

/** Name, version and dependencies of the library. */
export function libraryPackage(): {
  readonly name: string;
  readonly version: string;
  readonly dependencies: Readonly<Record<string, string>>;
} {
  return JSON.parse(readFileSync(join(libraryRoot, 'package.json'), 'utf8'));
}

/** The version of the bundler, found without loading it. */
export function bundlerVersion(): string {
  const path = createRequire(import.meta.url).resolve('esbuild/package.json');
  return JSON.parse(readFileSync(path, 'utf8')).version;
}
