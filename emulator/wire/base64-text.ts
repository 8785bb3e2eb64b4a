import { serializationError } from '../errors.ts';
import type { Reader } from './input.ts';
import { unexpected } from './wrong-type.ts';

/** Blobs are checked by decoding them to here, in whole or, the larger ones, elsewhere. */
const scratch = Buffer.alloc(65_536);

/**
 * A blob that is passed on without being looked into, and so stays the base64 that it came as, or as
 * bytes in CBOR: it will go out the same way. Other than what the bytes of `blob` would be encoded to it
 * never is.
 */
export function base64Text({ max }: { max: number }): Reader<string> {
  return {
    required: true,
    parse: (raw) => {
      if (Buffer.isBuffer(raw)) return raw.toString('base64');
      if (typeof raw !== 'string') throw unexpected(raw, 'a ByteBuffer');
      if (!isBase64(raw)) throw serializationError('Blob member is not valid base64.');
      return isCanonical(raw) ? raw : Buffer.from(raw, 'base64').toString('base64');
    },
    check: (value, path, report) => {
      const lengthBytes = bytesInBase64(value);
      if (lengthBytes <= max) return;
      const shown = `java.nio.HeapByteBuffer[pos=0 lim=${lengthBytes} cap=${lengthBytes}]`;
      report.add(shown, path, `Member must have length less than or equal to ${max}`);
    },
  };
}

/** How many bytes a valid text stands for. */
export function bytesInBase64(text: string): number {
  const padding = text.endsWith('==') ? 2 : text.endsWith('=') ? 1 : 0;
  return (text.length / 4) * 3 - padding;
}

/**
 * Node skips what is not base64 and reads the URL's alphabet too; a text in which it skipped something
 * gives fewer bytes than it promises. Checked this way because a pattern would take many times as long.
 */
export function isBase64(text: string): boolean {
  if (text.length % 4 !== 0 || text.includes('-') || text.includes('_')) return false;
  const decoded =
    text.length <= scratch.length
      ? scratch.write(text, 0, 'base64')
      : Buffer.from(text, 'base64').length;
  return decoded === bytesInBase64(text);
}

/** Whether the bits of the last digit that stand for nothing are zero, as an encoder leaves them. */
export function isCanonical(text: string): boolean {
  if (!text.endsWith('=')) return true;
  return text.endsWith('==') ? /[AQgw]==$/.test(text) : /[AEIMQUYcgkosw048]=$/.test(text);
}
