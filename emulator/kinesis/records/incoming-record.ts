import { bytesInBase64 } from '../../wire/base64-text.ts';

/** A record that is to be put, in AWS's words. */
export interface RecordToPut {
  /** In base64, as `base64Text` reads it. */
  readonly Data: string;
  readonly PartitionKey?: string;
  readonly ExplicitHashKey?: string;
}

/**
 * A record on its way into a shard: where its parts lie in some bytes, which are those of the request as
 * it came, or made for it.
 */
export interface IncomingRecord {
  readonly source: Buffer;
  /** What GetRecords shows between `"Data":"` and the quote after the partition key, or after the data if it has none. */
  readonly from: number;
  readonly to: number;
  /** Its partition key in UTF-8; nothing if none was given. */
  readonly keyFrom: number;
  readonly keyTo: number;
  readonly explicitHashKey: string | undefined;
  /** As on AWS: of its data and of its partition key in UTF-8. */
  readonly sizeBytes: number;
}

/** What lies between a record's data and its partition key where both are shown. */
export const BEFORE_KEY = '","PartitionKey":"';

/** What JSON writes as it is. */
const PLAIN = /^[ !#-[\]-~]*$/;

export function incoming(record: RecordToPut): IncomingRecord {
  const { Data, PartitionKey: key = '', ExplicitHashKey: explicitHashKey } = record;
  const shown = PLAIN.test(key) ? key : JSON.stringify(key).slice(1, -1);
  const text = key === '' ? Data : `${Data}${BEFORE_KEY}${shown}`;
  // The key as it is stands last in it, or behind it.
  const source = Buffer.from(shown === key ? text : `${text}${key}`);
  const keyBytes = Buffer.byteLength(key);
  return {
    source,
    from: 0,
    to: Buffer.byteLength(text),
    keyFrom: source.length - keyBytes,
    keyTo: source.length,
    explicitHashKey,
    sizeBytes: bytesInBase64(Data) + keyBytes,
  };
}
