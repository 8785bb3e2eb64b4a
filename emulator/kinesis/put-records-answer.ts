import { JsonText } from '../wire/json-text.ts';
import { NUMBER_BYTES } from './record-text.ts';

const HEAD = '{"FailedRecordCount":0,"Records":[';

/** `{"SequenceNumber":"…","ShardId":"…"},` of a shard id that is as long as they are. */
const ENTRY_BYTES = 112;

/**
 * The answer to a PutRecords while it is put together. 500 entries as objects would take longer to
 * make and to turn into JSON than their records take to store.
 */
export class PutRecordsAnswer {
  readonly #bytes: Buffer;
  #length: number;
  /** Of the shards met so far: what follows a sequence number. */
  readonly #tails = new Map<string, Buffer>();

  constructor(records: number) {
    this.#bytes = Buffer.allocUnsafe(HEAD.length + records * ENTRY_BYTES);
    this.#length = this.#bytes.write(HEAD, 'latin1');
  }

  /** `head` is that of the record's text, which begins as its entry does. */
  add(head: Buffer, shardId: string): void {
    const tail = this.#tailOf(shardId);
    head.copy(this.#bytes, this.#length, 0, NUMBER_BYTES.end);
    tail.copy(this.#bytes, this.#length + NUMBER_BYTES.end);
    this.#length += NUMBER_BYTES.end + tail.length;
  }

  /** With further members. */
  output(others: object): JsonText {
    const rest = JSON.stringify(others);
    const end = Buffer.from(rest === '{}' ? ']}' : `],${rest.slice(1)}`);
    // Without the last comma.
    return new JsonText(Buffer.concat([this.#bytes.subarray(0, this.#length - 1), end]));
  }

  #tailOf(shardId: string): Buffer {
    const known = this.#tails.get(shardId);
    if (known) return known;
    const tail = Buffer.from(`","ShardId":"${shardId}"},`);
    this.#tails.set(shardId, tail);
    return tail;
  }
}
