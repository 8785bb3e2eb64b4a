import type { ObjectFacts, StoredObject } from './bucket.ts';
import { checksumHeader } from './checksum.ts';
import { judgeRead } from './conditions.ts';
import {
  invalidArgument,
  invalidPartNumber,
  invalidRange,
  invalidRequest,
  notModified,
  preconditionFailed,
} from './errors.ts';
import { httpDate } from './instants.ts';
import { checkKey } from './object-key.ts';
import { readRange, type ByteRange } from './range.ts';
import type { S3Answer, S3Call } from './s3-action.ts';
import type { S3 } from './state.ts';

export interface ObjectRead extends Required<Pick<S3Answer, 'status' | 'headers'>> {
  readonly body: () => Uint8Array;
}

/**
 * What GetObject and HeadObject answer; HEAD leaves the body out, and so it is not read before it is asked for.
 *
 * As on AWS: the object's checksum is shown only when asked for, and only beside the whole object, since
 * it says nothing of a part. The body is the stored one: it must not be written to.
 */
export function readObject(s3: S3, call: S3Call): ObjectRead {
  checkKey(call.key);
  const bucket = s3.bucket(call.bucket);
  checkVersion(call.query);
  const object = bucket.object(call.key);
  judge(s3, call, object);
  const range = wantedRange(call, object);
  const { sizeBytes } = object.body;
  const { first, last } = range ?? { first: 0, last: sizeBytes - 1 };
  const isWhole = last + 1 - first === sizeBytes;
  return {
    status: range ? 206 : 200,
    headers: {
      ...describe(object),
      ...Object.fromEntries(object.headers),
      'content-length': String(last + 1 - first),
      ...(range && { 'content-range': `bytes ${first}-${last}/${sizeBytes}` }),
      ...(isWhole && call.headers['x-amz-checksum-mode'] === 'ENABLED' && checksumHeaders(object)),
      ...overrides(call.query),
    },
    body: () => object.body.read(first, last + 1),
  };
}

export const checksumHeaders = ({ checksum }: ObjectFacts): Record<string, string> => ({
  [checksumHeader(checksum.algorithm)]: checksum.value,
  'x-amz-checksum-type': 'FULL_OBJECT',
});

/** As on AWS: in a bucket without versions every object has the version `null`. */
export function checkVersion(query: URLSearchParams): void {
  const version = query.get('versionId');
  if (version === null || version === 'null') return;
  throw invalidArgument('Invalid version id specified', 'versionId', version);
}

function judge(s3: S3, call: S3Call, object: StoredObject): void {
  const verdict = judgeRead(call.headers, object, s3.clock.now());
  if (verdict === 'not-modified') throw notModified(identify(object));
  if (verdict !== 'proceed') throw preconditionFailed(verdict.failed);
}

const identify = (object: StoredObject): Record<string, string> => ({
  etag: object.etag,
  'last-modified': httpDate(object.lastModifiedAt),
});

const describe = (object: StoredObject): Record<string, string> => ({
  ...identify(object),
  'accept-ranges': 'bytes',
  'x-amz-server-side-encryption': 'AES256',
});

/** Undefined for all of the object with status 200. */
function wantedRange({ headers, query }: S3Call, { body }: StoredObject): ByteRange | undefined {
  const requested = headers['range'];
  const partNumber = query.get('partNumber');
  if (partNumber !== null) {
    if (requested !== undefined) {
      throw invalidRequest('Cannot specify both Range header and partNumber query parameter');
    }
    return onlyPart(partNumber, body.sizeBytes);
  }
  const range = readRange(requested, body.sizeBytes);
  if (range === 'unsatisfiable') {
    throw invalidRange({ requested: requested ?? '', sizeBytes: body.sizeBytes });
  }
  return range;
}

/** As on AWS: what was put at once is one part. Unverified: status 200 for an empty one. */
function onlyPart(partNumber: string, sizeBytes: number): ByteRange | undefined {
  if (partNumber !== '1') throw invalidPartNumber(partNumber);
  return sizeBytes === 0 ? undefined : { first: 0, last: sizeBytes - 1 };
}

const OVERRIDES = [
  'cache-control',
  'content-disposition',
  'content-encoding',
  'content-language',
  'content-type',
  'expires',
] as const;

/**
 * As on AWS: `response-content-type=…` and its kind replace what is stored, if a header can carry the
 * value. Unlike AWS: an unsigned request may use them.
 */
function overrides(query: URLSearchParams): Record<string, string> {
  const headers: Record<string, string> = {};
  for (const name of OVERRIDES) {
    const value = query.get(`response-${name}`);
    if (value === null || value === '') continue;
    if (!/^[\t\u0020-\u007e\u0080-\u00ff]*$/.test(value)) {
      throw invalidArgument(
        'Header value cannot be represented using ISO-8859-1.',
        `response-${name}`,
        value,
      );
    }
    headers[name] = value;
  }
  return headers;
}
