import { gunzipSync, gzipSync } from 'node:zlib';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { unpack } from '../../src/logs/unpack.js';
import { pieces, stream } from './arbitrary.js';

/** What is passed on, and what is found wrong. */
async function unpacked(...chunks: Buffer[]) {
  const out: Buffer[] = [];
  const damage = await unpack(stream(chunks), chunk => out.push(Buffer.from(chunk)));
  return { text: Buffer.concat(out).toString(), damage };
}

const text = Array.from({ length: 3000 }, (_, i) => `{"n":${i},"random":${Math.sin(i)}}\n`).join('');
const packed = gzipSync(text);

describe('unpacking', () => {
  test.for<[string, Buffer[], string]>([
    ['nothing', [], ''],
    ['one byte', [Buffer.from('a')], 'a'],
    ['plain text', [Buffer.from('a\nb')], 'a\nb'],
    ['what only begins like gzip by its first byte', [Buffer.from([0x1f]), Buffer.from('b')], '\x1fb'],
    ['gzip', [packed], text],
    ['gzip whose first byte comes alone', [packed.subarray(0, 1), packed.subarray(1)], text],
    ['several members', [Buffer.concat([gzipSync('a\n'), gzipSync(''), gzipSync('b\n')])], 'a\nb\n'],
    ['zeros after the end', [Buffer.concat([gzipSync('a\n'), Buffer.alloc(512)])], 'a\n'],
    ['more chunks after those', [gzipSync('a\n'), Buffer.alloc(512), Buffer.alloc(512)], 'a\n'],
  ])('%s', async ([, chunks, expected]) => {
    expect(await unpacked(...chunks)).toEqual({ text: expected, damage: undefined });
  });

  test('of a file cut anywhere, all that is there comes first, and the damage is told', async () => {
    await fc.assert(
      fc.asyncProperty(fc.integer({ min: 2, max: packed.length - 1 }), async length => {
        const { text: got, damage } = await unpacked(packed.subarray(0, length));
        expect(damage).toBe('the compressed data ends too early');
        // zlib's own word for how much can be had.
        const most = gunzipSync(packed.subarray(0, length), { finishFlush: 2 }).toString();
        expect(got).toBe(most);
      }),
    );
  });

  test('of a damaged file, what comes before the damage', async () => {
    const bytes = Buffer.from(packed);
    bytes.fill(0xaa, bytes.length >> 1, (bytes.length >> 1) + 200);
    const { text: got, damage } = await unpacked(...chunked(bytes, 512));
    expect(damage).toMatch(/^the compressed data is damaged \(/);
    expect(got.length).toBeGreaterThan(text.length / 3);
    expect(text.startsWith(got.slice(0, text.length / 3))).toBe(true);
  });

  test('other data after the end is damage', async () => {
    const { text: got, damage } = await unpacked(Buffer.concat([packed, Buffer.from('plain\n')]));
    expect(damage).toContain('damaged');
    expect(got.length).toBeGreaterThanOrEqual(text.length - 16_384);
    expect(text.startsWith(got)).toBe(true);
  });

  test('what cannot be read further is damage', async () => {
    async function* broken() {
      yield Buffer.from('a\n');
      throw Object.assign(new Error('EIO: i/o error, read'), { code: 'EIO' });
    }
    const out: string[] = [];
    expect(await unpack(broken(), chunk => out.push(String(chunk)))).toBe('reading failed: EIO: i/o error, read');
    expect(out).toEqual(['a\n']);
  });

  test('where the chunks are cut does not matter', async () => {
    const bytes = fc
      .string({ maxLength: 200 })
      .chain(s => fc.constantFrom(Buffer.from(s), gzipSync(s), Buffer.concat([gzipSync(s), gzipSync(s)])));
    await fc.assert(
      fc.asyncProperty(pieces(bytes), async ([whole, chunks]) => {
        expect(await unpacked(...chunks)).toEqual(await unpacked(whole));
      }),
    );
  });
});

function chunked(bytes: Buffer, size: number): Buffer[] {
  return Array.from({ length: Math.ceil(bytes.length / size) }, (_, i) => bytes.subarray(i * size, (i + 1) * size));
}
