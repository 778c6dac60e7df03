import { readdirSync, statSync } from 'node:fs';
import { join, relative, resolve } from 'node:path';
import { TelltaleError } from '../core/errors.js';
import { compare, type Finding } from '../core/findings.js';
import { readDashboard } from '../foreign/dashboards.js';
import type { SourceFile } from '../lint/files.js';
import { bytesOf, largest, readBounded, textFault } from './bytes.js';
import { codeOf } from './disk.js';

const decoder = new TextDecoder('utf-8');

/** Files that were asked for, and what is wrong with those that are no text. */
export interface ReadFiles {
  readonly files: readonly SourceFile[];
  readonly findings: readonly Finding[];
}

/**
 * Reads files, and of folders every .yaml and .yml file below that says `groups:` somewhere, and every .json file that is
 * a dashboard; `-` is the standard input.
 * @throws TelltaleError when one is not there or may not be read.
 */
export function readFiles(names: readonly string[]): ReadFiles {
  const files: SourceFile[] = [];
  const findings: Finding[] = [];
  for (const name of names) {
    if (name === '-') add('-', readBounded(0), false);
    else {
      for (const { path, listed } of expand(name)) {
        const shown = relative(process.cwd(), path);
        add(
          shown.startsWith('..') ? path : shown,
          attempt(path, () => bytesOf(path)),
          listed,
        );
      }
    }
  }
  return { files, findings };

  function add(path: string, bytes: Buffer | undefined, listed: boolean): void {
    const unreadable = (message: string, fix: string, line?: number) => {
      const place = { file: path, ...(line !== undefined && { line }) };
      findings.push({ id: 'file/shape', severity: 'error', place, message, fix });
    };
    if (!bytes) {
      unreadable(
        `the file is larger than ${largest / 1024 / 1024} MiB`,
        'split it, or name a rule file or a dashboard',
      );
      return;
    }
    const fault = textFault(bytes);
    if (fault) unreadable(fault.message, fault.fix, fault.line);
    else {
      const text = decoder.decode(bytes);
      if (!listed || isOurs(path, text)) files.push({ path, text });
    }
  }
}

/** Of what lies in a folder: rule files, and dashboards among the JSON. */
const isOurs = (path: string, text: string): boolean =>
  path.endsWith('.json') ? readDashboard(text) !== undefined : /^\s*(?:- )?["']?groups["']?\s*:/m.test(text);

/** A file as it is; of a folder the files that may hold rules, sorted. */
function expand(name: string): { path: string; listed: boolean }[] {
  const path = resolve(name);
  if (!attempt(path, () => statSync(path)).isDirectory()) return [{ path, listed: false }];
  return readdirSync(path, { recursive: true, withFileTypes: true })
    .filter(
      entry =>
        entry.isFile() && /\.(?:ya?ml|json)$/.test(entry.name) && !/[\\/]node_modules[\\/]/.test(entry.parentPath),
    )
    .map(entry => ({ path: join(entry.parentPath, entry.name), listed: true }))
    .sort((a, b) => compare(a.path, b.path));
}

function attempt<T>(path: string, read: () => T): T {
  try {
    return read();
  } catch (error) {
    const code = codeOf(error);
    const why =
      code === 'ENOENT' ? 'does not exist' : code === 'EACCES' ? 'may not be read' : `cannot be read (${code})`;
    if (error instanceof TelltaleError) throw error;
    throw new TelltaleError(`${path} ${why}`, {
      fix: 'name a rule file, a dashboard or a folder of them',
      cause: error,
    });
  }
}
