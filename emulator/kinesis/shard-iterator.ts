import { crc32 } from 'node:zlib';
import { invalidIterator, iteratorExpired } from './reading-errors.ts';

/** As on AWS: five minutes from when it was handed out. */
const LIFE_MS = 300_000;

/** As on AWS (observed): what every iterator begins with. */
const HEADER = Buffer.from('0000000000000001', 'hex');
const CHECKSUM_BYTES = 4;

export interface ShardIterator {
  readonly createdAt: number;
  readonly streamName: string;
  /** Tells streams of one name apart. */
  readonly streamCreatedAt: number;
  readonly shardIndex: number;
  /** Of the next record in its shard's log. */
  readonly position: number;
  /** Makes iterators differ that stand at one place at one instant. */
  readonly serial: number;
}

/**
 * As on AWS (observed): opaque base64 of a fixed beginning and a multiple of 16 bytes, whose number
 * depends on the length of the stream's name. Unlike AWS: encoded and check-summed, not encrypted.
 */
export function encodeShardIterator(iterator: ShardIterator): string {
  const { createdAt, streamName, streamCreatedAt, shardIndex, position, serial } = iterator;
  const text = [createdAt, streamName, streamCreatedAt, shardIndex, position, serial].join('/');
  const payloadBytes = 144 + 16 * Math.floor((streamName.length + 2) / 16);
  const bytes = Buffer.alloc(HEADER.length + payloadBytes, ' ');
  HEADER.copy(bytes);
  bytes.write(text, HEADER.length, 'latin1');
  const checksumAt = bytes.length - CHECKSUM_BYTES;
  bytes.writeUInt32BE(crc32(bytes.subarray(0, checksumAt)), checksumAt);
  return bytes.toString('base64');
}

/** Throws InvalidArgumentException or ExpiredIteratorException. */
export function readShardIterator(text: string, now: number): ShardIterator {
  const iterator = decode(text);
  if (!iterator) throw invalidIterator();
  if (now - iterator.createdAt > LIFE_MS) throw iteratorExpired(iterator.createdAt, now, LIFE_MS);
  return iterator;
}

function decode(text: string): ShardIterator | undefined {
  const bytes = Buffer.from(withoutQuotes(text), 'base64');
  const checksumAt = bytes.length - CHECKSUM_BYTES;
  if (checksumAt < HEADER.length) return undefined;
  if (bytes.readUInt32BE(checksumAt) !== crc32(bytes.subarray(0, checksumAt))) return undefined;

  const fields = bytes.toString('latin1', HEADER.length, checksumAt).trimEnd().split('/');
  const [streamName = '', ...numbers] = [fields[1], fields[0], ...fields.slice(2)];
  // The sum keeps out accidents, not a client that makes one of its own.
  if (numbers.length !== 5 || !numbers.every(isWholeNumber)) return undefined;
  const [createdAt, streamCreatedAt, shardIndex, position, serial] = numbers.map(Number) as Numbers;
  return { createdAt, streamName, streamCreatedAt, shardIndex, position, serial };
}

type Numbers = [number, number, number, number, number];

const isWholeNumber = (text = ''): boolean =>
  /^\d{1,16}$/.test(text) && Number.isSafeInteger(Number(text));

/** As on AWS (recorded): double quotes around an iterator are tolerated. */
const withoutQuotes = (text: string): string => text.replace(/^"(.*)"$/, '$1');
