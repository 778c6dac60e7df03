import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import fs from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

export const repository = fileURLToPath(new URL('../../', import.meta.url));
const dist = join(repository, 'dist');

/**
 * Compiles the library to dist/ unless it is compiled already, as tests that run the real program need it. Files are
 * moved into place one by one, so that tests at work on them never see half of one.
 */
export function compile(): void {
  const stamp = join(repository, 'node_modules/.cache/telltale-compiled');
  const sources = state();
  if (fs.existsSync(join(dist, 'cli/main.js')) && fs.existsSync(stamp) && fs.readFileSync(stamp, 'utf8') === sources)
    return;
  const draft = fs.mkdtempSync(join(repository, 'node_modules/.telltale-dist-'));
  try {
    const tsc = join(repository, 'node_modules/.bin/tsc');
    const { status, stdout, error } = spawnSync(tsc, ['-p', 'tsconfig.build.json', '--outDir', draft], {
      cwd: repository,
      encoding: 'utf8',
    });
    if (error) throw error;
    if (status !== 0) throw new Error(`src/ does not compile:\n${stdout}`);
    const made = fs.readdirSync(draft, { recursive: true, encoding: 'utf8' }).filter(path => /\.\w+$/.test(path));
    for (const path of made) {
      fs.mkdirSync(dirname(join(dist, path)), { recursive: true });
      fs.renameSync(join(draft, path), join(dist, path));
    }
    const old = fs.readdirSync(dist, { recursive: true, encoding: 'utf8' }).filter(path => /\.\w+$/.test(path));
    for (const path of old) if (!made.includes(path)) fs.rmSync(join(dist, path), { force: true });
    fs.mkdirSync(dirname(stamp), { recursive: true });
    fs.writeFileSync(stamp, sources);
  } finally {
    fs.rmSync(draft, { recursive: true, force: true });
  }
}

/** Changes whenever a source file does. */
function state(): string {
  const hash = createHash('sha256');
  for (const path of fs.readdirSync(join(repository, 'src'), { recursive: true, encoding: 'utf8' }).sort()) {
    const stats = fs.statSync(join(repository, 'src', path));
    if (stats.isFile()) hash.update(`${path} ${stats.size} ${stats.mtimeMs}\n`);
  }
  return hash.digest('hex');
}
