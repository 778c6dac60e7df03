import { accessSync, constants, createReadStream, type Stats, statSync } from 'node:fs';
import { basename } from 'node:path';
import { TelltaleError } from '../core/errors.js';
import type { LogSource } from '../logs/analyse.js';

/** What `telltale logs` was told to read. */
export interface LogFiles {
  readonly sources: readonly LogSource[];
  /** Named a second time, perhaps under another name: read once. */
  readonly repeated: readonly string[];
  /** Of all files, compressed where they are. */
  readonly bytes: number;
}

/** How a file is named on the command line when it is the standard input. */
const standardInput = '-';

/**
 * The files behind arguments: `FILE`, `VARIANT=FILE`, or `-`. A variant that is not given is taken from the file's name,
 * where one is a word in it. @throws TelltaleError when one cannot be read: nothing was read then.
 */
export function logFiles(args: readonly string[], variants: readonly string[], onBytes: (n: number) => void): LogFiles {
  const seen = new Map<string, string | undefined>();
  const sources: LogSource[] = [];
  const repeated: string[] = [];
  let total = 0;
  for (const arg of args) {
    const { file, variant } = parse(arg, variants);
    const stats = file === standardInput ? undefined : look(file);
    const id = stats ? `${stats.dev}:${stats.ino}` : standardInput;
    if (seen.has(id)) {
      if (seen.get(id) !== variant)
        throw new TelltaleError(
          `${file} is named twice, as ${seen.get(id) ?? 'neither'} and as ${variant ?? 'neither'}`,
          {
            fix: 'name it once',
          },
        );
      repeated.push(file);
      continue;
    }
    seen.set(id, variant);
    total += stats?.size ?? 0;
    sources.push({ name: file, variant, bytes: watched(file, onBytes) });
  }
  return { sources, repeated, bytes: total };
}

function parse(arg: string, variants: readonly string[]): { file: string; variant: string | undefined } {
  const given = variants.find(variant => arg.startsWith(`${variant}=`));
  if (given !== undefined) return { file: arg.slice(given.length + 1), variant: given };
  const words = basename(arg)
    .toLowerCase()
    .split(/[^a-z0-9]+/);
  const found = variants.filter(variant => words.includes(variant.toLowerCase()));
  return { file: arg, variant: found.length === 1 ? found[0] : undefined };
}

function look(file: string): Stats {
  try {
    const stats = statSync(file);
    accessSync(file, constants.R_OK);
    if (!stats.isDirectory()) return stats;
  } catch (error) {
    const { code, message } = error as NodeJS.ErrnoException;
    const what = code === 'ENOENT' ? 'does not exist' : `cannot be read (${message})`;
    throw new TelltaleError(`${file} ${what}`, { fix: 'name log files; - reads the standard input' });
  }
  throw new TelltaleError(`${file} is a folder`, {
    fix: `name the files in it, e.g. ${file.replace(/\/$/, '')}/*.jsonl*`,
  });
}

/** Opened when it is read, so that a thousand files are not open at once. */
async function* watched(file: string, onBytes: (n: number) => void): AsyncGenerator<Uint8Array> {
  const stream = file === standardInput ? process.stdin : createReadStream(file, { highWaterMark: 1 << 18 });
  for await (const chunk of stream) {
    onBytes(chunk.length);
    yield chunk;
  }
}
