import { createHash } from 'node:crypto';
import { unframe } from './aws-chunked.ts';
import {
  CHECKSUM_ALGORITHMS,
  checksumHeader,
  checksumOf,
  isBase64Of,
  isChecksumValue,
  type Checksum,
  type ChecksumAlgorithm,
} from './checksum.ts';
import {
  badContentMd5,
  badDigest,
  contentSha256Mismatch,
  incompleteBody,
  invalidContentMd5,
  invalidRequest,
  malformedTrailer,
  notImplementedHeader,
} from './errors.ts';
import type { S3Call } from './s3-action.ts';

type Headers = S3Call['headers'];

export interface ReceivedBody {
  /** Without framing, and shared with nobody. */
  readonly bytes: Buffer;
  readonly md5: Buffer;
  /** The checksum that the client sent, which holds; undefined without one. */
  readonly checksum: Checksum | undefined;
}

/**
 * Takes in a body and proves everything that the client says about it: its length, its SHA-256, its
 * MD5 and its checksum, be that a header or a trailer. Nothing is stored that fails any of them.
 *
 * Unlike AWS: of the algorithms that were added in 2026 (MD5, SHA512, XXHASH…) none is understood yet;
 * they are refused as not implemented, never ignored.
 */
export function receiveBody({ headers, body }: Pick<S3Call, 'headers' | 'body'>): ReceivedBody {
  const isFramed = isAwsChunked(headers);
  const { bytes, trailers } = isFramed
    ? unframe(body)
    : { bytes: copyOf(body), trailers: new Map<string, string>() };
  if (isFramed) checkDecodedLength(headers, bytes.length);
  checkContentSha256(headers, bytes);
  const md5 = createHash('md5').update(bytes).digest();
  checkContentMd5(headers, md5);
  return { bytes, md5, checksum: provenChecksum(headers, trailers, bytes) };
}

function isAwsChunked(headers: Headers): boolean {
  if (headers['x-amz-content-sha256']?.startsWith('STREAMING-')) return true;
  const encodings = (headers['content-encoding'] ?? '').split(',').map((name) => name.trim());
  return encodings.includes('aws-chunked') && headers['x-amz-decoded-content-length'] !== undefined;
}

/** The body handed in may be a view of a receive buffer, or a caller's own bytes. */
function copyOf(body: Uint8Array): Buffer {
  const copy = Buffer.allocUnsafeSlow(body.byteLength);
  copy.set(body);
  return copy;
}

function checkDecodedLength(headers: Headers, lengthBytes: number): void {
  const declared = headers['x-amz-decoded-content-length'];
  if (declared !== undefined && Number(declared) !== lengthBytes) throw incompleteBody();
}

/** As on AWS: the hash that the signature covers must be that of the body, when it is one. */
function checkContentSha256(headers: Headers, bytes: Buffer): void {
  const claimed = headers['x-amz-content-sha256'];
  if (claimed === undefined || !/^[0-9a-f]{64}$/.test(claimed)) return;
  const calculated = createHash('sha256').update(bytes).digest('hex');
  if (calculated !== claimed) throw contentSha256Mismatch(claimed, calculated);
}

function checkContentMd5(headers: Headers, md5: Buffer): void {
  const claimed = headers['content-md5'];
  if (claimed === undefined) return;
  if (!isBase64Of(16, claimed)) throw invalidContentMd5(claimed);
  const calculated = md5.toString('base64');
  if (calculated !== claimed) throw badContentMd5(claimed, calculated);
}

function provenChecksum(
  headers: Headers,
  trailers: ReadonlyMap<string, string>,
  bytes: Buffer,
): Checksum | undefined {
  const claimed = claimedChecksum(headers, trailers);
  checkSdkAlgorithm(headers, claimed);
  if (claimed && checksumOf(claimed.algorithm, bytes).value !== claimed.value) {
    throw badDigest(claimed.algorithm);
  }
  return claimed;
}

function claimedChecksum(
  headers: Headers,
  trailers: ReadonlyMap<string, string>,
): Checksum | undefined {
  const inHeaders = Object.keys(headers).filter(
    (name) => headers[name] !== undefined && isChecksumHeader(name),
  );
  const declared = (headers['x-amz-trailer'] ?? '')
    .split(',')
    .map((name) => name.trim().toLowerCase())
    .filter(isChecksumHeader);
  const [name, another] = [...inHeaders, ...declared];
  if (name === undefined) return undefined;
  if (another !== undefined) {
    throw invalidRequest(
      'Expecting a single x-amz-checksum- header. Multiple checksum Types are not allowed.',
    );
  }
  const value = inHeaders.length === 1 ? headers[name] : trailers.get(name);
  if (value === undefined) throw malformedTrailer();
  return readChecksum(name, value, inHeaders.length === 1 ? 'header' : 'trailing header');
}

function readChecksum(name: string, value: string, where: string): Checksum {
  const algorithm = CHECKSUM_ALGORITHMS.find((known) => checksumHeader(known) === name);
  if (!algorithm) throw notImplementedHeader(name);
  if (!isChecksumValue(algorithm, value)) {
    throw invalidRequest(`Value for ${name} ${where} is invalid.`);
  }
  return { algorithm, value };
}

const NOT_CHECKSUMS = new Set([
  'x-amz-checksum-algorithm',
  'x-amz-checksum-mode',
  'x-amz-checksum-type',
]);

const isChecksumHeader = (name: string): boolean =>
  name.startsWith('x-amz-checksum-') && !NOT_CHECKSUMS.has(name);

/** Unverified: AWS's words for an algorithm that differs from that of the checksum sent. */
function checkSdkAlgorithm(headers: Headers, claimed: Checksum | undefined): void {
  const named = headers['x-amz-sdk-checksum-algorithm']?.toUpperCase();
  if (named === undefined) return;
  if (!CHECKSUM_ALGORITHMS.includes(named as ChecksumAlgorithm)) {
    throw invalidRequest(
      `Checksum algorithm provided is unsupported. Please try again with any of the valid types: [${CHECKSUM_ALGORITHMS.join(', ')}]`,
    );
  }
  if (!claimed) {
    throw invalidRequest(
      'x-amz-sdk-checksum-algorithm specified, but no corresponding x-amz-checksum-* or x-amz-trailer headers were found.',
    );
  }
  if (claimed.algorithm !== named) {
    throw invalidRequest('Value for x-amz-sdk-checksum-algorithm header is invalid.');
  }
}
