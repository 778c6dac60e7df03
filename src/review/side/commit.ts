import { dirname, join, relative } from 'node:path';
import { TelltaleError } from '../../core/errors.js';
import { configNames, load } from '../../project/load.js';
import { exported } from './export.js';
import { mayBelong, readSide, type SideFile } from './files.js';
import { type Blob, contentsOf, filesOf, type Repository } from './git.js';
import type { Side } from './model.js';
import { sideOfProject } from './project.js';

/**
 * A side from a commit: the project that it holds, at the place of the working project's config file or at the nearest
 * one above the current folder; where it holds none, the rules and dashboards below.
 * Content that this version cannot load any more is replaced by what was generated from it, if that was committed.
 */
export async function sideOfCommit(
  repository: Repository,
  commit: string,
  name: string,
  config: string | undefined,
): Promise<Side> {
  const blobs = filesOf(repository, commit);
  const paths = new Set(blobs.map(({ path }) => path));
  const folder = config === undefined ? repository.prefix : parent(config);
  const own = config !== undefined && paths.has(config) ? config : nearestConfig(folder, paths);
  if (own === undefined) return filesSide(repository, blobs, folder, name, []);
  try {
    return await exported(repository, blobs, async root =>
      sideOfProject(await load({ config: join(root, own), passing: true }), name),
    );
  } catch (error) {
    const generated = below(blobs, join(parent(own), 'out'));
    const why = error instanceof Error ? error.message : String(error);
    if (generated.length === 0)
      throw new TelltaleError(`the project of ${name} cannot be loaded: ${why}`, {
        fix: 'compare with a later state, or with a folder of what it generated',
        cause: error,
      });
    const note = `its content cannot be loaded by this version (${why}); compared is out/ as it was committed, without the catalog`;
    return filesSide(repository, generated, join(parent(own), 'out'), name, [note]);
  }
}

function parent(path: string): string {
  const folder = dirname(path);
  return folder === '.' ? '' : folder;
}

/** The config file in a folder or above. */
function nearestConfig(folder: string, paths: ReadonlySet<string>): string | undefined {
  for (let at = folder; ; at = parent(at)) {
    const found = configNames.map(config => join(at, config)).find(path => paths.has(path));
    if (found !== undefined || at === '') return found;
  }
}

const below = (blobs: readonly Blob[], folder: string): Blob[] =>
  blobs.filter(({ path }) => folder === '' || path.startsWith(`${folder}/`));

function filesSide(
  repository: Repository,
  blobs: readonly Blob[],
  folder: string,
  name: string,
  notes: readonly string[],
): Side {
  const chosen = below(blobs, folder).filter(({ path }) => mayBelong(path));
  const broken: string[] = [];
  const files = contentsOf(repository, chosen).map((content, i): SideFile => {
    const { path } = chosen[i] as Blob;
    return { path: relative(folder, path), shown: path, text: content.toString() };
  });
  // The change may be what mends a file: then there is still something to say of the others.
  const read = readSide(files, error => broken.push(`${error.message}; it is left out`));
  return { name, externalLabels: {}, ...read, notes: [...notes, ...broken, ...read.notes] };
}
