import { metadataTooLarge } from './errors.ts';
import type { S3Call } from './s3-action.ts';

const CONTENT_HEADERS = [
  'content-type',
  'content-encoding',
  'content-disposition',
  'content-language',
  'cache-control',
  'expires',
] as const;

const METADATA_PREFIX = 'x-amz-meta-';
const MAX_METADATA_BYTES = 2_048;
/** As on AWS: what an object is that nobody said anything about. */
const DEFAULT_CONTENT_TYPE = 'binary/octet-stream';

/**
 * The headers of a put that are kept with the object and returned with it.
 *
 * As on AWS: user metadata, in lower case, is 2 KB in all, names and values counted without the prefix;
 * the word `aws-chunked` in Content-Encoding told of the transfer and is not kept.
 */
export function keptHeaders(headers: S3Call['headers']): ReadonlyMap<string, string> {
  const kept = new Map<string, string>([['content-type', DEFAULT_CONTENT_TYPE]]);
  for (const name of CONTENT_HEADERS) {
    const value = name === 'content-encoding' ? withoutChunked(headers[name]) : headers[name];
    if (value !== undefined && value !== '') kept.set(name, value);
  }
  let sizeBytes = 0;
  for (const [name, value] of Object.entries(headers)) {
    if (value === undefined || !name.startsWith(METADATA_PREFIX)) continue;
    kept.set(name, value);
    sizeBytes += Buffer.byteLength(name) - METADATA_PREFIX.length + Buffer.byteLength(value);
  }
  if (sizeBytes > MAX_METADATA_BYTES) throw metadataTooLarge(sizeBytes, MAX_METADATA_BYTES);
  return kept;
}

function withoutChunked(encoding: string | undefined): string | undefined {
  if (!encoding?.includes('aws-chunked')) return encoding;
  const names = encoding.split(',').map((name) => name.trim());
  return names.filter((name) => name !== 'aws-chunked').join(',');
}
