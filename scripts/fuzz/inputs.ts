import * as fc from 'fast-check';

/** Bytes of all kinds: at random, of a few that mean something to the reader, and good input that was damaged. */
export const bytesLike = (
  meaningful: readonly string[],
  good: readonly (string | Uint8Array)[],
): fc.Arbitrary<Buffer> =>
  fc.oneof(
    fc.uint8Array({ maxLength: 64 }).map((bytes) => Buffer.from(bytes)),
    fc
      .array(fc.constantFrom(...meaningful), { maxLength: 40 })
      .map((pieces) => Buffer.from(pieces.join(''), 'latin1')),
    damaged(fc.constantFrom(...good.map((one) => Buffer.from(one as Uint8Array)))),
  );

/** As `bytesLike`, as text. */
export const textLike = (
  meaningful: readonly string[],
  good: readonly string[],
): fc.Arbitrary<string> => bytesLike(meaningful, good).map((bytes) => bytes.toString('latin1'));

/** With up to four changes: a byte replaced, added or dropped, the rest doubled or cut off. */
const damaged = (whole: fc.Arbitrary<Buffer>): fc.Arbitrary<Buffer> =>
  fc.tuple(whole, fc.array(change, { maxLength: 4 })).map(([bytes, changes]) => {
    let damagedBytes = bytes;
    for (const apply of changes) damagedBytes = apply(damagedBytes);
    return damagedBytes;
  });

type Change = (before: Buffer, after: Buffer, byte: number) => Buffer;

const CHANGES: readonly Change[] = [
  (before, after, byte) => Buffer.concat([before, Buffer.of(byte), after.subarray(1)]),
  (before, after, byte) => Buffer.concat([before, Buffer.of(byte), after]),
  (before, after) => Buffer.concat([before, after.subarray(1)]),
  (before, after) => Buffer.concat([before, after, after]),
  (before) => before,
];

const change: fc.Arbitrary<(bytes: Buffer) => Buffer> = fc
  .record({
    apply: fc.constantFrom(...CHANGES),
    anywhere: fc.nat(),
    byte: fc.oneof(fc.nat({ max: 255 }), fc.constantFrom(0, 0x22, 0x30, 0x5b, 0x7b, 0x7f, 0xff)),
  })
  .map(({ apply, anywhere, byte }) => (bytes) => {
    const at = bytes.length === 0 ? 0 : anywhere % bytes.length;
    return apply(bytes.subarray(0, at), bytes.subarray(at), byte);
  });
