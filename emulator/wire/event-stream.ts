import { crc32 } from 'node:zlib';
import type { Log } from '#runtime/log.ts';
import { AwsError } from '../errors.ts';
import type { StreamEvent } from './action.ts';
import type { Dialect } from './dialect.ts';
import type { JsonText } from './json-text.ts';

/** Total length, length of the headers and the CRC of these two, 4 bytes each. */
const PRELUDE_BYTES = 12;
const CRC_BYTES = 4;
const STRING_HEADER = 7;

/**
 * Frames pushed events as `application/vnd.amazon.eventstream`.
 *
 * As on AWS: the first frame is `initial-response` (botocore refuses a stream without it), an error
 * in mid-stream is an exception frame, after which the stream ends. Unverified: that a client that asked
 * in CBOR is sent its events in CBOR, which is what Java's SDK then reads them as.
 */
export async function* encodeEventStream(
  events: AsyncIterable<StreamEvent>,
  dialect: Dialect,
  log: Log,
): AsyncGenerator<Uint8Array> {
  yield eventFrame('initial-response', {}, dialect);
  try {
    for await (const { type, payload } of events) yield eventFrame(type, payload, dialect);
  } catch (error) {
    yield exceptionFrame(error, dialect, log);
  }
}

const eventFrame = (type: string, payload: object | JsonText, dialect: Dialect): Uint8Array =>
  frame({ ':message-type': 'event', ':event-type': type }, payload, dialect);

function exceptionFrame(error: unknown, dialect: Dialect, log: Log): Uint8Array {
  const known = error instanceof AwsError;
  if (!known) {
    const shown = error instanceof Error ? error.stack : String(error);
    log.error('internal failure', { error: shown });
  }
  const headers = {
    ':message-type': 'exception',
    ':exception-type': known ? error.code : 'InternalFailureException',
  };
  return frame(headers, { message: known ? error.message : 'Internal Service Failure' }, dialect);
}

/** Prelude; headers; payload; CRC of all before it. */
function frame(
  headers: Readonly<Record<string, string>>,
  payload: object | JsonText,
  { contentType, write }: Dialect,
): Uint8Array {
  const typed = { ...headers, ':content-type': contentType };
  const head = Buffer.concat(Object.entries(typed).map(encodeHeader));
  const body = write(payload);
  const totalBytes = PRELUDE_BYTES + head.length + body.length + CRC_BYTES;

  const bytes = Buffer.allocUnsafe(totalBytes);
  bytes.writeUInt32BE(totalBytes, 0);
  bytes.writeUInt32BE(head.length, 4);
  bytes.writeUInt32BE(crc32(bytes.subarray(0, 8)), 8);
  head.copy(bytes, PRELUDE_BYTES);
  bytes.set(body, PRELUDE_BYTES + head.length);
  const crcAt = totalBytes - CRC_BYTES;
  bytes.writeUInt32BE(crc32(bytes.subarray(0, crcAt)), crcAt);
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
