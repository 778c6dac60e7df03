import { type Dirent, existsSync, readdirSync, readFileSync, statSync } from 'node:fs';
import { dirname, extname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { keep, kept } from './cache.js';
import { libraryPackage, libraryRoot } from './library.js';
import { hash } from './manifest.js';

let known: string | undefined;

/**
 * Hash of the running library: of its code, of the packages that it depends on, and of the version of Node. What it
 * worked out before may come out otherwise when this has changed. A library that was compiled anew to the same code
 * is the same.
 */
export function libraryState(config: string): string {
  known ??= stateOf(config);
  return known;
}

/** Reading a megabyte of code costs more than all else: it is read only when a file looks touched. */
function stateOf(config: string): string {
  const own = [extname(import.meta.url)];
  const files = [...codeOf(fileURLToPath(new URL('../', import.meta.url)), own), ...packages()];
  let newest = 0;
  const looks = files.map(path => {
    const { size, mtimeMs, ctimeMs, ino } = statSync(path);
    newest = Math.max(newest, ctimeMs);
    return [path, size, mtimeMs, ctimeMs, ino].join(' ');
  });
  const look = hash([process.version, ...looks].join('\n')).slice(0, 32);
  const before = kept(config, 'library', look);
  if (before !== undefined) return before;
  const state = hash([process.version, ...files.flatMap(path => [path, hash(readFileSync(path))])].join('\n'));
  // A file that is written again within one tick of the clock looks the same as before.
  if (newest < Date.now() - 1000) keep(config, 'library', look, state);
  return state;
}

/** The code below a folder, sorted; without the packages that lie in it. */
function codeOf(folder: string, endings: readonly string[]): string[] {
  const entries = readdirSync(folder, { withFileTypes: true }).sort((a, b) => (a.name < b.name ? -1 : 1));
  return entries.flatMap((entry: Dirent) => {
    const path = join(folder, entry.name);
    if (entry.isDirectory()) return entry.name === 'node_modules' ? [] : codeOf(path, endings);
    return endings.includes(extname(path)) && !entry.name.endsWith('.d.ts') ? [path] : [];
  });
}

/**
 * The package.json of the library, and package.json and code of each package that it depends on, where Node finds them:
 * people patch packages where they are installed.
 */
function packages(): string[] {
  const found = Object.keys(libraryPackage().dependencies).flatMap(name => {
    for (let folder = libraryRoot, up = ''; folder !== up; up = folder, folder = dirname(folder)) {
      const home = join(folder, 'node_modules', name);
      const path = join(home, 'package.json');
      if (existsSync(path)) return [path, ...codeOf(home, ['.js', '.mjs', '.cjs'])];
    }
    return [];
  });
  return [join(libraryRoot, 'package.json'), ...found];
}
