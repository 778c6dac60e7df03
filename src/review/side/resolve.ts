import { existsSync, readFileSync, statSync } from 'node:fs';
import { basename, dirname, join, relative, resolve } from 'node:path';
import { TelltaleError } from '../../core/errors.js';
import { compare } from '../../core/findings.js';
import { configNames, findConfig, type LoadOptions, load } from '../../project/load.js';
import { sideOfCommit } from './commit.js';
import { mayBelong, readSide } from './files.js';
import { sideOfFolder } from './folder.js';
import { commitOf, deeper, mergeBase, type Repository, repositoryOf, shallow, shortened, workingFiles } from './git.js';
import type { Side } from './model.js';
import { sideOfProject } from './project.js';

/** From where names are understood. */
export interface Where {
  readonly cwd: string;
  /** The value of --config. */
  readonly config?: string;
}

/**
 * The two sides of a comparison. Without `head` it is the working project, or what lies in the work tree where there is
 * none; without `base`, the state in which the work went off the main branch.
 * @throws TelltaleError that says what is not there, and how else to name it.
 */
export async function resolveSides(
  base: string | undefined,
  head: string | undefined,
  where: Where,
): Promise<{ readonly base: Side; readonly head: Side }> {
  // One after the other: either may change what the other one reads.
  const one = base === undefined ? await branchPoint(where) : await named(base, where);
  return { base: one, head: head === undefined ? await working(where) : await named(head, where) };
}

/** A side by the name that somebody gave it: a file, a folder, or a ref of git. */
export async function named(name: string, where: Where): Promise<Side> {
  const path = resolve(where.cwd, name);
  const there = existsSync(path);
  const surelyPath = /^\.{0,2}(?:\/|$)|\/$/.test(name);
  if (there && surelyPath) return folder(path, name, where);
  const repository = repositoryOf(where.cwd);
  const commit = 'none' in repository ? undefined : commitOf(repository, name);
  if (there && commit !== undefined)
    throw new TelltaleError(`"${name}" is both a file or folder and a ref of git`, {
      fix: `write ./${name} for the one, or ${name}^0 for the other`,
    });
  if (there) return folder(path, name, where);
  if (commit !== undefined && !('none' in repository)) return ofCommit(repository, commit, name, where);
  if ('none' in repository)
    throw new TelltaleError(`"${name}" is no file or folder, and git knows of no ref here: ${repository.none}`, {
      fix: 'name two folders, or run it in a repository',
    });
  throw new TelltaleError(`"${name}" is neither a file or folder nor a ref of git`, {
    fix: shallow(repository) ? deeper : 'see git branch --all and git tag for what there is',
  });
}

async function folder(path: string, name: string, { cwd, config }: Where): Promise<Side> {
  const isProject = statSync(path).isDirectory()
    ? configNames.some(file => existsSync(join(path, file)))
    : configNames.includes(basename(path));
  if (!isProject) return sideOfFolder(path, name, cwd);
  const own = config !== undefined && dirname(findConfig({ config, cwd })) === path ? config : path;
  return sideOfProject(await load({ config: own, cwd }), name);
}

async function branchPoint(where: Where): Promise<Side> {
  const repository = repositoryOf(where.cwd);
  if ('none' in repository)
    throw new TelltaleError(`there is nothing to compare with: ${repository.none}`, {
      fix: 'name two folders: telltale diff OLD NEW',
    });
  const { commit, branch } = mergeBase(repository);
  return ofCommit(repository, commit, branch, where);
}

async function working(where: Where): Promise<Side> {
  const found = workingConfig(where);
  if (found !== undefined) return sideOfProject(await load({ config: found }), 'working project');
  const repository = repositoryOf(where.cwd);
  if ('none' in repository) return sideOfFolder(where.cwd, 'working tree', where.cwd);
  const { top, prefix } = repository;
  const paths = workingFiles(repository).filter(
    path => within(path, prefix) && mayBelong(path) && existsSync(join(top, path)),
  );
  const files = paths.sort(compare).map(path => ({
    path: relative(prefix, path),
    shown: relative(prefix, path),
    text: readFileSync(join(top, path), 'utf8'),
  }));
  return { name: 'working tree', externalLabels: {}, ...readSide(files) };
}

/** The config file of the working project; undefined where there is none and none was asked for. */
function workingConfig({ cwd, config }: Where): string | undefined {
  const options: LoadOptions = { cwd, ...(config !== undefined && { config }) };
  try {
    return findConfig(options);
  } catch (error) {
    if (config !== undefined) throw error;
    return undefined;
  }
}

async function ofCommit(repository: Repository, commit: string, ref: string, where: Where): Promise<Side> {
  const found = workingConfig(where);
  const path = found && relative(repository.top, found).split('\\').join('/');
  const inside = path !== undefined && !path.startsWith('..');
  const short = shortened(repository, commit);
  const name = commit.startsWith(ref) || ref === short ? short : `${ref} (${short})`;
  return sideOfCommit(repository, commit, name, inside ? path : undefined);
}

const within = (path: string, folder: string): boolean => folder === '' || path.startsWith(`${folder}/`);
