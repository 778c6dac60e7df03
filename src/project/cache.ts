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
import { fileURLToPath } from 'node:url';
import type { Bundle } from './bundle.js';
import { type Inputs, stillHolds } from './inputs.js';
import { bundlerVersion, libraryPackage, runningEntry } from './library.js';
import { hash } from './manifest.js';

/** A bundle whose source map is only read when something is shown. */
export interface KeptBundle {
  readonly code: string;
  readonly map: () => string;
}

interface Entry {
  readonly code: string;
  readonly mapHash: string;
  readonly inputs: Inputs;
}

/** The bundle of an earlier run, if it would come out the same now. Anything odd counts as none. */
export function fromCache(config: string): KeptBundle | undefined {
  try {
    const path = join(cacheFolder(config) ?? '', keyOf(config));
    const text = sealed(`${path}.json`);
    if (text === undefined) return undefined;
    const { code, mapHash, inputs }: Entry = JSON.parse(text);
    const map = readFileSync(`${path}.map`, 'utf8');
    return hash(map) === mapHash && stillHolds(inputs) ? { code, map: () => map } : undefined;
  } catch {
    return undefined;
  }
}

/** Keeps a bundle for the next run; where that is impossible, the next run bundles again. */
export function toCache(config: string, { code, map, inputs }: Bundle): void {
  try {
    const folder = cacheFolder(config);
    if (!folder) return;
    const entry: Entry = { code, mapHash: hash(map), inputs };
    const path = join(folder, keyOf(config));
    replace(`${path}.map`, map);
    replace(`${path}.json`, seal(JSON.stringify(entry)));
  } catch {}
}

/** Whatever decides how a bundle comes out, beside its inputs: this library's own files for it among them. */
function keyOf(config: string): string {
  const files = ['bundle', 'inputs', 'cache'].map(name => {
    const url = import.meta.url.replace(/cache(\.[jt]s)$/, `${name}$1`);
    return hash(readFileSync(fileURLToPath(url)));
  });
  const parts = [config, runningEntry, libraryPackage().version, bundlerVersion(), process.version, ...files];
  return hash(parts.join('\0')).slice(0, 32);
}

/** A text that an earlier run kept for this project under this name. Anything odd counts as none. */
export function kept(config: string, name: string): string | undefined {
  try {
    return sealed(join(cacheFolder(config) ?? '', name));
  } catch {
    return undefined;
  }
}

/** Keeps a text in place of all that were kept under names that differ after the last `-`. */
export function keep(config: string, name: string, text: string): void {
  try {
    const folder = cacheFolder(config);
    if (!folder) return;
    const beginning = name.slice(0, name.lastIndexOf('-') + 1);
    for (const old of readdirSync(folder)) {
      if (old.startsWith(beginning)) rmSync(join(folder, old), { force: true });
    }
    replace(join(folder, name), seal(text));
  } catch {}
}

/** A text behind its hash: what was cut short or changed is not believed. */
const seal = (text: string): string => `${hash(text)}\n${text}`;

function sealed(path: string): string | undefined {
  const text = readFileSync(path, 'utf8');
  const end = text.indexOf('\n');
  const content = text.slice(end + 1);
  return hash(content) === text.slice(0, end) ? content : undefined;
}

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
