import fc from 'fast-check';

/** Bytes, and the same bytes cut into chunks, some of them empty. */
export const pieces = (bytes: fc.Arbitrary<Buffer>): fc.Arbitrary<[Buffer, Buffer[]]> =>
  bytes.chain(whole =>
    fc.array(fc.nat(whole.length), { maxLength: 12 }).map(cuts => {
      const at = [0, ...cuts.sort((a, b) => a - b), whole.length];
      return [whole, at.slice(1).map((end, i) => whole.subarray(at[i], end))] as [Buffer, Buffer[]];
    }),
  );

/** Chunks as a stream gives them. */
export async function* stream(chunks: readonly Uint8Array[]): AsyncGenerator<Uint8Array> {
  yield* chunks;
}
