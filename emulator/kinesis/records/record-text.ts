import { toTimestamp } from '../../wire/aws-json.ts';
import { SEQUENCE_NUMBER_DIGITS, SequenceMint, type ShardOrigin } from '../sequence-number.ts';

const BEFORE_NUMBER = '{"SequenceNumber":"';
const BEFORE_TIME = '","ApproximateArrivalTimestamp":';
const BEFORE_DATA = ',"Data":"';
const NUMBER_END = BEFORE_NUMBER.length + SEQUENCE_NUMBER_DIGITS;

/**
 * The beginning of the text of a shard's next record, up to its data. Kept from record to record, as
 * hardly more than the last digits of the sequence number change.
 */
export class RecordHead {
  readonly #mint: SequenceMint;
  #bytes: Buffer;
  #arrivedAt = -1;

  constructor(shard: ShardOrigin) {
    const empty = `${BEFORE_NUMBER}${'0'.repeat(SEQUENCE_NUMBER_DIGITS)}`;
    this.#bytes = Buffer.from(empty);
    this.#mint = new SequenceMint(shard);
  }

  /** The head of the record with this sequence index; valid until the next call. */
  next(index: number, arrivedAt: number): Buffer {
    if (arrivedAt !== this.#arrivedAt) this.#stamp(arrivedAt);
    this.#mint.next(index, Math.floor(arrivedAt / 1_000), this.#bytes, BEFORE_NUMBER.length);
    return this.#bytes;
  }

  #stamp(arrivedAt: number): void {
    const after = `${BEFORE_TIME}${toTimestamp(arrivedAt)}${BEFORE_DATA}`;
    const bytes = Buffer.allocUnsafe(NUMBER_END + after.length);
    this.#bytes.copy(bytes, 0, 0, NUMBER_END);
    bytes.write(after, NUMBER_END, 'latin1');
    this.#bytes = bytes;
    this.#arrivedAt = arrivedAt;
  }
}

/**
 * The end of a record's text, from the quote after its partition key or data on, with the comma that parts
 * it from the next.
 *
 * As on AWS: no EncryptionType on a stream that is not encrypted (recorded), and where the stream
 * distributes records by itself no partition key but the one that was given.
 */
export const recordEnd = (encryptionType: 'KMS' | undefined): Buffer =>
  encryptionType ? ENCRYPTED_END : PLAIN_END;

const PLAIN_END = Buffer.from('"},');
const ENCRYPTED_END = Buffer.from('","EncryptionType":"KMS"},');

/** The sequence number in a record's text, or in its head. */
export const numberIn = (text: Buffer): string =>
  text.toString('latin1', BEFORE_NUMBER.length, NUMBER_END);

/** Its bytes in that text, for who writes them elsewhere. */
export const NUMBER_BYTES = { start: BEFORE_NUMBER.length, end: NUMBER_END } as const;
