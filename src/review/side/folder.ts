import { readdirSync, readFileSync, statSync } from 'node:fs';
import { join, relative } from 'node:path';
import { TelltaleError } from '../../core/errors.js';
import { compare } from '../../core/findings.js';
import { shorten } from '../../project/locate.js';
import { kindOf, mayBelong, readSide, type SideFile } from './files.js';
import type { Side } from './model.js';

/**
 * A side from a file or a folder of them: rules, dashboards, Alertmanager's configuration. Places are told from `cwd`.
 * @throws TelltaleError when it is not there, a file cannot be read, or a file that was named holds nothing of the kind.
 */
export function sideOfFolder(path: string, name: string, cwd: string): Side {
  const isFolder = statSync(path).isDirectory();
  const files = isFolder ? listed(path) : [path];
  const read = files.map(
    (file): SideFile => ({
      path: file === path ? file : relative(path, file).split('\\').join('/'),
      shown: shorten(file, cwd),
      text: readText(file),
    }),
  );
  if (!isFolder && read.every(({ text }) => kindOf(text) === undefined))
    throw new TelltaleError(`${name} holds neither rules nor a dashboard nor the configuration of an Alertmanager`, {
      fix: 'name a file that does, or a folder',
    });
  return { name, externalLabels: {}, ...readSide(read) };
}

function listed(folder: string): string[] {
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter(entry => entry.isFile())
    .map(entry => join(entry.parentPath, entry.name))
    .filter(path => mayBelong(relative(folder, path)))
    .sort(compare);
}

function readText(path: string): string {
  try {
    return readFileSync(path, 'utf8');
  } catch (error) {
    throw new TelltaleError(`${path} cannot be read`, { fix: 'see who may read it', cause: error });
  }
}
