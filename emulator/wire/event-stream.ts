import { crc32 } from 'node:zlib';
import { AwsError } from '../errors.ts';
import type { StreamEvent } from './action.ts';

const JSON_1_1 = 'application/x-amz-json-1.1';
const STRING_HEADER = 7;

/**
 * Frames pushed events as `application/vnd.amazon.eventstream`.
 *
 * As on AWS: the first frame is `initial-response` (botocore refuses a stream without it), an error
 * in mid-stream is an exception frame, after which the stream ends.
 */
export async function* encodeEventStream(
  events: AsyncIterable<StreamEvent>,
): AsyncGenerator<Uint8Array> {
  yield frame(eventHeaders('initial-response'), {});
  try {
    for await (const { type, payload } of events) yield frame(eventHeaders(type), payload);
  } catch (error) {
    yield exceptionFrame(error);
  }
}

const eventHeaders = (type: string) => ({
  ':message-type': 'event',
  ':event-type': type,
  ':content-type': JSON_1_1,
});

function exceptionFrame(error: unknown): Uint8Array {
  const known = error instanceof AwsError;
  const headers = {
    ':message-type': 'exception',
    ':exception-type': known ? error.code : 'InternalFailureException',
    ':content-type': JSON_1_1,
  };
  return frame(headers, { message: known ? error.message : 'Internal Service Failure' });
}

/** Total length, headers length, CRC of these two; headers; payload; CRC of all before it. */
export function frame(headers: Readonly<Record<string, string>>, payload: object): Uint8Array {
  const head = Buffer.concat(Object.entries(headers).map(encodeHeader));
  const body = Buffer.from(JSON.stringify(payload));
  const total = 12 + head.length + body.length + 4;

  const bytes = Buffer.alloc(total);
  bytes.writeUInt32BE(total, 0);
  bytes.writeUInt32BE(head.length, 4);
  bytes.writeUInt32BE(crc32(bytes.subarray(0, 8)), 8);
  head.copy(bytes, 12);
  body.copy(bytes, 12 + head.length);
  bytes.writeUInt32BE(crc32(bytes.subarray(0, total - 4)), total - 4);
  return bytes;
}

function encodeHeader([name, value]: readonly [string, string]): Buffer {
  const nameBytes = Buffer.from(name);
  const valueBytes = Buffer.from(value);
  const lengths = Buffer.alloc(3);
  lengths.writeUInt8(STRING_HEADER, 0);
  lengths.writeUInt16BE(valueBytes.length, 1);
  return Buffer.concat([Buffer.from([nameBytes.length]), nameBytes, lengths, valueBytes]);
}
