import { existsSync, realpathSync, statSync } from 'node:fs';
import { basename, dirname, join, resolve } from 'node:path';
import { TelltaleError } from '../core/errors.js';
import { bundled } from './bundled.js';
import { type Locate, locator } from './locate.js';
import { hash } from './manifest.js';
import type { Project } from './model.js';
import { explainThrown } from './thrown.js';

/** A project in memory, and where it came from. */
export interface Loaded {
  readonly project: Project;
  /** The config file, absolute. */
  readonly config: string;
  /** The folder of the config file; paths that people write are relative to it. */
  readonly root: string;
  readonly locate: Locate;
  /** Hash of the bundled content, and of where each line of it comes from. */
  readonly content: string;
  /** What call sites in the bundle name as their file. */
  readonly url: string;
}

export interface LoadOptions {
  /** A config file or the folder that it lies in; looked for from `cwd` upward when left out. */
  readonly config?: string;
  readonly cwd?: string;
  /** The content lies here for a moment only: nothing of it is kept for the next run. */
  readonly passing?: boolean;
}

/** What a config file may be called. */
export const configNames = ['telltale.config.ts', 'telltale.config.mjs', 'telltale.config.js'];

/** The config file. @throws TelltaleError when there is none. */
export function findConfig({ config, cwd = currentFolder() }: LoadOptions = {}): string {
  const inFolder = (folder: string) => configNames.map(name => join(folder, name)).find(path => existsSync(path));
  if (config !== undefined) {
    const path = resolve(cwd, config);
    const isFolder = existsSync(path) && statSync(path).isDirectory();
    const found = isFolder ? inFolder(path) : path;
    if (found && existsSync(found)) return realpathSync(found);
    throw nowhere(
      isFolder ? `${path} has no ${configNames[0]}` : `${path} does not exist`,
      'name a config file, or a folder with one, with --config',
    );
  }
  for (let folder = resolve(cwd), up = ''; folder !== up; up = folder, folder = dirname(folder)) {
    const found = inFolder(folder);
    if (found) return realpathSync(found);
  }
  throw nowhere(
    `no ${configNames[0]} in ${resolve(cwd)} or above`,
    'change to the folder of a project, or name its config file with --config',
  );
}

function currentFolder(): string {
  try {
    return process.cwd();
  } catch {
    throw nowhere('the current folder does not exist any more', 'change to the folder of a project');
  }
}

function nowhere(message: string, fix: string): TelltaleError {
  return new TelltaleError(message, { fix });
}

/**
 * Loads a project: bundles its content (or takes the bundle of the last run, when nothing has changed) and runs it.
 * @throws TelltaleError that names file and line in the sources, whatever the content did wrong.
 */
export async function load(options: LoadOptions = {}): Promise<Loaded> {
  const config = findConfig(options);
  const root = dirname(config);
  const { code, map } = await bundled(config, options.passing);
  // Not a file: nothing has to be written to load a project, and imports are absolute already.
  const url = `data:text/javascript;base64,${Buffer.from(code).toString('base64')}`;
  const locate = locator(url, map, root);
  const module = await run(url, locate, config);
  const project = module.default;
  if (isProject(project)) return { project, config, root, locate, content: hash(`${code}\0${map}`), url };
  const what = 'default' in module ? 'exports something else than a project' : 'has no default export';
  throw new TelltaleError(`${basename(config)} ${what}`, {
    fix: 'end it with `export default project({ … })`',
    site: { file: config, line: 1, column: 1 },
  });
}

async function run(url: string, locate: Locate, config: string): Promise<Record<string, unknown>> {
  const limit = Error.stackTraceLimit;
  Error.stackTraceLimit = 50;
  try {
    return await import(url);
  } catch (error) {
    throw await explainThrown(error, { url, locate, config });
  } finally {
    Error.stackTraceLimit = limit;
  }
}

function isProject(value: unknown): value is Project {
  return typeof value === 'object' && value !== null && (value as Project).kind === 'project';
}
