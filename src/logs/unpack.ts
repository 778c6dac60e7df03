import { createGunzip } from 'node:zlib';

type Sink = (chunk: Buffer) => void;

/**
 * Passes on what a file contains, unpacked when it is gzip (told by its first bytes, whatever its name; of several
 * members, all). What can be read is passed on before it returns what is wrong with the file: undefined when nothing is.
 */
export async function unpack(source: AsyncIterable<Uint8Array>, sink: Sink): Promise<string | undefined> {
  const gunzip = inflater(sink);
  let head = Buffer.alloc(0);
  let pass: ((chunk: Buffer) => Promise<void> | void) | undefined;
  const decide = () => {
    pass = head[0] === 0x1f && head[1] === 0x8b ? gunzip.write : sink;
    return pass(head);
  };
  try {
    for await (const bytes of source) {
      const chunk = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
      if (pass) await pass(chunk);
      else {
        head = Buffer.concat([head, chunk]);
        if (head.length >= 2) await decide();
      }
    }
    if (!pass && head.length > 0) await decide();
    if (pass === gunzip.write) await gunzip.end();
    return undefined;
  } catch (error) {
    return explain(error as NodeJS.ErrnoException);
  } finally {
    gunzip.close();
  }
}

/**
 * Unpacks chunk by chunk. Each write has passed on all that it yields before it resolves, so that no error overtakes data:
 * only what zlib holds back when it finds damage is lost, at most its buffer of 16 kB.
 */
function inflater(sink: Sink) {
  const gunzip = createGunzip();
  let ended = false;
  let resolve: () => void = () => {};
  let reject: (error: Error) => void = () => {};
  gunzip.on('data', sink);
  gunzip.on('error', error => reject(error));
  // Zeros after the last member end it before its input does: no write is answered any more.
  gunzip.on('end', () => {
    ended = true;
    resolve();
  });
  const settled = (start: () => void) =>
    new Promise<void>((done, failed) => {
      [resolve, reject] = [done, failed];
      if (ended) done();
      else start();
    });
  return {
    write: (chunk: Buffer) => settled(() => gunzip.write(chunk, () => resolve())),
    end: () => settled(() => gunzip.end()),
    close: () => void gunzip.destroy(),
  };
}

function explain(error: NodeJS.ErrnoException): string {
  if (error.code === 'Z_BUF_ERROR') return 'the compressed data ends too early';
  if (error.code?.startsWith('Z_')) return `the compressed data is damaged (${error.message})`;
  if (error.code) return `reading failed: ${error.message}`;
  throw error;
}
