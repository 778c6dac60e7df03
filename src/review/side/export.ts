import { existsSync, mkdirSync, mkdtempSync, realpathSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { type Blob, contentsOf, type Repository } from './git.js';

/**
 * Lays the files of a commit out in a temporary folder while something is done with it; the packages are those of the
 * work tree. Neither work tree nor index is touched.
 */
export async function exported<T>(
  repository: Repository,
  blobs: readonly Blob[],
  use: (folder: string) => Promise<T>,
): Promise<T> {
  const folder = mkdtempSync(join(realpathSync(tmpdir()), 'telltale-diff-'));
  try {
    const folders = new Set(['']);
    contentsOf(repository, blobs).forEach((content, i) => {
      const { path } = blobs[i] as Blob;
      for (let above = dirname(path); above !== '.'; above = dirname(above)) folders.add(above);
      const file = join(folder, path);
      mkdirSync(dirname(file), { recursive: true });
      writeFileSync(file, content);
    });
    for (const at of folders) {
      const packages = join(repository.top, at, 'node_modules');
      if (existsSync(packages) && !existsSync(join(folder, at, 'node_modules')))
        symlinkSync(packages, join(folder, at, 'node_modules'), 'dir');
    }
    return await use(folder);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}
