import { INDEX_BYTES, indexIn, type RecordPiece } from './record-block.ts';

/** Which shard a piece belongs to. */
export interface PieceOwner {
  readonly streamName: string;
  readonly shardIndex: number;
}

/** Length of the name (2), shard (4), position of the first record (8), number of records (4). */
const FIXED_BYTES = 18;

/** A piece as parts of an entry: what it is, its index, and its text, which is not copied. */
export function encodePiece(owner: PieceOwner, piece: RecordPiece): readonly Uint8Array[] {
  const { lengths, first, index, text } = piece;
  const nameBytes = Buffer.byteLength(owner.streamName);
  const head = Buffer.allocUnsafe(FIXED_BYTES + nameBytes);
  head.writeUInt16LE(nameBytes, 0);
  head.writeUInt32LE(owner.shardIndex, 2);
  head.writeDoubleLE(first, 6);
  head.writeUInt32LE(lengths.length, 14);
  head.write(owner.streamName, FIXED_BYTES);
  return [head, index, text];
}

export interface DecodedPiece {
  readonly owner: PieceOwner;
  readonly piece: RecordPiece;
  /** Where in the payload its index begins, which its text follows. */
  readonly indexAt: number;
}

export function decodePiece(payload: Buffer): DecodedPiece {
  const indexAt = FIXED_BYTES + payload.readUInt16LE(0);
  const records = payload.readUInt32LE(14);
  const textAt = indexAt + records * INDEX_BYTES;
  // Copied to where numbers may stand.
  const index = Uint8Array.prototype.slice.call(payload, indexAt, textAt);
  return {
    owner: {
      streamName: payload.toString('utf8', FIXED_BYTES, indexAt),
      shardIndex: payload.readUInt32LE(2),
    },
    piece: {
      first: payload.readDoubleLE(6),
      ...indexIn(index, records),
      index,
      text: payload.subarray(textAt),
    },
    indexAt,
  };
}
