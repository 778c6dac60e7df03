import fs from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { onTestFinished } from 'vitest';
import type { Disk } from '../../src/project/disk.js';

/** A new folder that goes away with the test. */
export function temporaryFolder(): string {
  const folder = fs.mkdtempSync(join(fs.realpathSync(tmpdir()), 'telltale-test-'));
  onTestFinished(() => fs.rmSync(folder, { recursive: true, force: true }));
  return folder;
}

/** Writes files, folders as needed. */
export function put(folder: string, files: Readonly<Record<string, string>>): void {
  for (const [path, text] of Object.entries(files)) {
    fs.mkdirSync(dirname(join(folder, path)), { recursive: true });
    fs.writeFileSync(join(folder, path), text);
  }
}

/** Sets every time in a folder to a moment long past, so that a touch shows. */
export function age(folder: string): void {
  for (const entry of fs.readdirSync(folder, { recursive: true, encoding: 'utf8' }))
    fs.utimesSync(join(folder, entry), 1e9, 1e9);
  fs.utimesSync(folder, 1e9, 1e9);
}

/** Content, inode and modification time of everything in a folder, by path; folders without their content and inode. */
export function snapshot(folder: string): Record<string, string> {
  if (!fs.existsSync(folder)) return {};
  const entries = ['', ...fs.readdirSync(folder, { recursive: true, encoding: 'utf8' }).sort()];
  return Object.fromEntries(
    entries.map(entry => {
      const stats = fs.lstatSync(join(folder, entry));
      const content = stats.isFile() ? `${stats.ino} ${fs.readFileSync(join(folder, entry), 'utf8')}` : 'folder';
      return [entry, `${stats.mtimeMs} ${content}`];
    }),
  );
}

/** Text of every file in a folder, by path. */
export function contents(folder: string): Record<string, string> {
  const entries = fs.readdirSync(folder, { recursive: true, encoding: 'utf8' }).sort();
  const files = entries.filter(entry => fs.lstatSync(join(folder, entry)).isFile());
  return Object.fromEntries(files.map(entry => [entry, fs.readFileSync(join(folder, entry), 'utf8')]));
}

/** Calls that change something. */
const changing = /^(close|copyFile|fsync|link|mkdir|open|rename|rmdir|rm|unlink|utimes|writeFile)Sync$/;

/** A disk that calls `before(n, name)` ahead of its n-th changing call, counted from 1. */
export function watchedDisk(before: (n: number, name: string) => void): Disk {
  let n = 0;
  return new Proxy(fs, {
    get(target, name: keyof Disk) {
      const call = target[name] as (...args: unknown[]) => unknown;
      if (!changing.test(name)) return call;
      return (...args: unknown[]) => {
        before(++n, name);
        return call(...args);
      };
    },
  }) as Disk;
}

/** A disk on which nothing in a folder can be changed, nor the folder itself: what root is otherwise allowed. */
export function locked(folder: string, code: 'EACCES' | 'EROFS'): Disk {
  const inside = (path: unknown) => path === folder || String(path).startsWith(`${folder}/`);
  return new Proxy(fs, {
    get(target, name: keyof Disk) {
      const call = target[name] as (...args: unknown[]) => unknown;
      if (!changing.test(name)) return call;
      return (...args: unknown[]) => {
        // Linking from there changes only what is elsewhere.
        const touched = name === 'linkSync' || name === 'copyFileSync' ? args.slice(1, 2) : args.slice(0, 2);
        const path = touched.find(inside);
        if (path !== undefined) throw Object.assign(new Error(code), { code, path });
        return call(...args);
      };
    },
  }) as Disk;
}
