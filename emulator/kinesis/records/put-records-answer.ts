import { JsonText } from '../../wire/json-text.ts';
import { NUMBER_BYTES } from './record-text.ts';

/** `{"SequenceNumber":"…","ShardId":"…"},` of a shard id that is as long as they are. */
const ENTRY_BYTES = 112;

/**
 * The answer to a PutRecords while it is put together. 500 entries as objects would take longer to
 * make and to turn into JSON than their records take to store.
 */
export class PutRecordsAnswer {
  #bytes: Buffer;
  #length = 0;
  #refused = 0;
  /** Of the shards met so far: what follows a sequence number. */
  readonly #tails = new Map<string, Buffer>();

  constructor(records: number) {
    this.#bytes = Buffer.allocUnsafe(records * ENTRY_BYTES);
  }

  /** `head` is that of the record's text, which begins as its entry does. */
  add(head: Buffer, shardId: string): void {
    const tail = this.#tailOf(shardId);
    this.#reserve(NUMBER_BYTES.end + tail.length);
    head.copy(this.#bytes, this.#length, 0, NUMBER_BYTES.end);
    tail.copy(this.#bytes, this.#length + NUMBER_BYTES.end);
    this.#length += NUMBER_BYTES.end + tail.length;
  }

  /** Of a record that was not taken. */
  refuse(ErrorCode: string, ErrorMessage: string): void {
    const entry = Buffer.from(`${JSON.stringify({ ErrorCode, ErrorMessage })},`);
    this.#reserve(entry.length);
    entry.copy(this.#bytes, this.#length);
    this.#length += entry.length;
    this.#refused += 1;
  }

  /** With further members. */
  output(others: object): JsonText {
    const head = Buffer.from(`{"FailedRecordCount":${this.#refused},"Records":[`);
    const rest = JSON.stringify(others);
    const end = Buffer.from(rest === '{}' ? ']}' : `],${rest.slice(1)}`);
    // Without the last comma.
    return new JsonText(Buffer.concat([head, this.#bytes.subarray(0, this.#length - 1), end]));
  }

  /** Refusals are longer than the usual entry. */
  #reserve(bytes: number): void {
    if (this.#length + bytes <= this.#bytes.length) return;
    const larger = Buffer.allocUnsafe((this.#length + bytes) * 2);
    this.#bytes.copy(larger, 0, 0, this.#length);
    this.#bytes = larger;
  }

  #tailOf(shardId: string): Buffer {
    const known = this.#tails.get(shardId);
    if (known) return known;
    const tail = Buffer.from(`","ShardId":"${shardId}"},`);
    this.#tails.set(shardId, tail);
    return tail;
  }
}
