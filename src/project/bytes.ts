import { isUtf8 } from 'node:buffer';
import { closeSync, openSync, readFileSync, readSync, statSync } from 'node:fs';
import { TelltaleError } from '../core/errors.js';

/** Larger files are refused: no server would load them, and they are more likely something else. */
export const largest = 64 * 1024 * 1024;

/**
 * What a file holds; undefined when that is too large. A pipe is read only where the shell has made it, for
 * `<(command)`: whoever writes into another may never come.
 * @throws TelltaleError when it is a device, or such a pipe.
 */
export function bytesOf(path: string): Buffer | undefined {
  const stats = statSync(path);
  if (stats.isFile()) return stats.size > largest ? undefined : readFileSync(path);
  if (!/^\/(?:dev|proc\/(?:self|\d+))\/fd\//.test(path) || stats.isCharacterDevice() || stats.isBlockDevice()) {
    const what = stats.isFIFO() ? 'a pipe' : stats.isSocket() ? 'a socket' : 'a device';
    throw new TelltaleError(`${path} is ${what}, no file`, {
      fix: `read it from the standard input: … | telltale check -`,
    });
  }
  const file = openSync(path, 'r');
  try {
    return readBounded(file);
  } finally {
    closeSync(file);
  }
}

/** All that an open file still holds; undefined as soon as that is too large, however much there is. */
export function readBounded(file: number): Buffer | undefined {
  const chunks: Buffer[] = [];
  for (let size = 0; ; ) {
    const chunk = Buffer.allocUnsafe(1 << 16);
    const read = readSome(file, chunk);
    if (read === 0) return Buffer.concat(chunks);
    size += read;
    if (size > largest) return undefined;
    chunks.push(chunk.subarray(0, read));
  }
}

/** Waits for what a terminal or a pipe that does not block has not brought yet. */
function readSome(file: number, into: Buffer): number {
  for (;;) {
    try {
      return readSync(file, into);
    } catch (error) {
      const { code } = error as NodeJS.ErrnoException;
      if (code === 'EOF') return 0;
      if (code !== 'EAGAIN') throw error;
      Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 10);
    }
  }
}

/** Why bytes are no text, and in which line; undefined when they are UTF-8. */
export function textFault(bytes: Buffer): { message: string; fix: string; line?: number } | undefined {
  const save = 'save it as UTF-8';
  if ((bytes[0] === 0xff && bytes[1] === 0xfe) || (bytes[0] === 0xfe && bytes[1] === 0xff))
    return { message: 'the file is UTF-16', fix: save };
  const zero = bytes.indexOf(0);
  if (isUtf8(bytes) && zero < 0) return undefined;
  let line = 1;
  for (let from = 0; from < bytes.length; line++) {
    const newline = bytes.indexOf(0x0a, from);
    const end = newline < 0 ? bytes.length : newline;
    if (zero >= from && zero < end) return { message: 'the file holds zero bytes: it is no text', fix: save, line };
    if (!isUtf8(bytes.subarray(from, end))) return { message: 'the file is no UTF-8 text', fix: save, line };
    from = end + 1;
  }
  return { message: 'the file is no UTF-8 text', fix: save };
}
