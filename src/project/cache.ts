import {
  existsSync,
  lstatSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { hash } from './manifest.js';

/*
 * What a run worked out, kept for the next one. A key names everything that the text follows from: under another key
 * nothing is found, and there is no other way for a text to become wrong. Whatever goes wrong in reading or writing
 * counts as nothing kept: the next run then works it out again.
 */

/** The text that an earlier run of this project kept under this key. */
export function kept(config: string, what: string, key: string): string | undefined {
  try {
    const text = readFileSync(join(cacheFolder(config) ?? '', beginning(config, what) + key), 'utf8');
    const end = text.indexOf('\n');
    const content = text.slice(end + 1);
    // What was cut short or changed is not believed.
    return hash(content) === text.slice(0, end) ? content : undefined;
  } catch {
    return undefined;
  }
}

/** Keeps a text in place of what was kept under another key. */
export function keep(config: string, what: string, key: string, text: string): void {
  try {
    const folder = cacheFolder(config);
    if (!folder) return;
    const mine = beginning(config, what);
    replace(join(folder, mine + key), `${hash(text)}\n${text}`);
    for (const name of readdirSync(folder)) {
      if (name.startsWith(mine) && !name.startsWith(mine + key)) rmSync(join(folder, name), { force: true });
    }
  } catch {}
}

/** Several projects may share a folder. */
const beginning = (config: string, what: string): string => `${what}-${hash(config).slice(0, 8)}-`;

function cacheFolder(config: string): string | undefined {
  for (let folder = dirname(config), up = ''; folder !== up; up = folder, folder = dirname(folder)) {
    if (!existsSync(join(folder, 'node_modules'))) continue;
    const cache = join(folder, 'node_modules', '.cache', 'telltale');
    try {
      mkdirSync(cache, { recursive: true });
      return cache;
    } catch {
      break;
    }
  }
  return privateFolder(join(tmpdir(), `telltale-${process.getuid?.() ?? 'cache'}`));
}

/** What lies in the cache is run: a folder that somebody else could write to is not used. */
function privateFolder(folder: string): string | undefined {
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  const { uid, mode } = lstatSync(folder);
  const ours = process.getuid === undefined || (uid === process.getuid() && (mode & 0o077) === 0);
  return ours ? folder : undefined;
}

function replace(path: string, text: string): void {
  const draft = `${path}.${process.pid}`;
  try {
    writeFileSync(draft, text);
    renameSync(draft, path);
  } catch (error) {
    rmSync(draft, { force: true });
    throw error;
  }
}
