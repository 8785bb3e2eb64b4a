import type { Codec } from '#runtime/codec.ts';

/**
 * The record that travels: what the input gave (`data`), and around it what is needed to follow it
 * through the system. On the stream it is one JSON object without a line end, as Firehose will
 * concatenate it.
 */
export interface LabRecord {
  /** `RUN-NUMBER`: which run of a producer made it, and its place in that run, from 0. */
  readonly id: string;
  /** The partition key. */
  readonly key: string;
  /** When what it tells of happened, in epoch ms on the lab's clock. */
  readonly eventAt: number;
  /** When the producer made it, in epoch ms on the lab's clock. */
  readonly producedAt: number;
  readonly data: Readonly<Record<string, unknown>>;
}

/** The id of what others put on the stream. */
const FOREIGN_ID = '';

export const encodeRecord = (record: LabRecord): Uint8Array => Buffer.from(JSON.stringify(record));

/**
 * Reads whatever is on the stream: a record of ours, or what somebody else put there, which has no id
 * and keeps its members (if it is a JSON object) or its text as `data`. Never throws: a stray record
 * must not stop a consumer.
 */
export function decodeRecord(bytes: Uint8Array): LabRecord {
  const text = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString();
  const value = parseJson(text);
  if (isOurs(value)) return value;
  return foreign(isObject(value) ? value : { text });
}

export const recordCodec: Codec<LabRecord> = { encode: encodeRecord, decode: decodeRecord };

export const isForeign = ({ id }: LabRecord): boolean => id === FOREIGN_ID;

/** By hand, because this is asked of every record at every place. */
const isOurs = (value: unknown): value is LabRecord =>
  isObject(value) &&
  typeof value['id'] === 'string' &&
  value['id'] !== FOREIGN_ID &&
  typeof value['key'] === 'string' &&
  typeof value['eventAt'] === 'number' &&
  typeof value['producedAt'] === 'number' &&
  isObject(value['data']);

const foreign = (data: Readonly<Record<string, unknown>>): LabRecord => ({
  id: FOREIGN_ID,
  key: '',
  eventAt: 0,
  producedAt: 0,
  data,
});

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

const isObject = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);
