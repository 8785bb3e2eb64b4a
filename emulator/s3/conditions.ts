import type { ObjectFacts } from './bucket.ts';
import { noSuchKey, notImplementedHeader, preconditionFailed } from './errors.ts';
import { toSecond } from './instants.ts';
import type { S3Call } from './s3-action.ts';

type Headers = S3Call['headers'];

/**
 * Throws unless the object may be written under the conditions of the request.
 *
 * As on AWS (recorded Feb 2026): `If-None-Match: *` writes only where nothing is, `If-Match` only over the
 * object it names; other values and both together are not implemented there either.
 */
export function checkWriteConditions(
  headers: Headers,
  key: string,
  present: ObjectFacts | undefined,
): void {
  const ifMatch = headers['if-match'];
  const ifNoneMatch = headers['if-none-match'];
  refuseUnknownConditions(ifMatch, ifNoneMatch);
  if (ifNoneMatch !== undefined && present) throw preconditionFailed('If-None-Match');
  if (ifMatch === undefined) return;
  if (!present) throw noSuchKey(key);
  if (!matches(ifMatch, present)) throw preconditionFailed('If-Match');
}

function refuseUnknownConditions(ifMatch?: string, ifNoneMatch?: string): void {
  if (ifMatch !== undefined && ifNoneMatch !== undefined) {
    throw notImplementedHeader(
      'If-Match,If-None-Match',
      'Multiple conditional request headers present in the request',
    );
  }
  if (ifNoneMatch !== undefined && ifNoneMatch !== '*') throw refusedValue('If-None-Match');
  if (ifMatch === '*') throw refusedValue('If-Match');
}

const refusedValue = (header: string) =>
  notImplementedHeader(
    header,
    `We don't accept the provided value of ${header} header for this API`,
  );

/**
 * Throws unless the object may be deleted. As on AWS: a condition on a key that does not exist fails.
 * Unverified: that `*` is taken here, for any object.
 */
export function checkDeleteCondition(
  ifMatch: string | undefined,
  present: ObjectFacts | undefined,
): void {
  if (ifMatch === undefined) return;
  if (!present || !matches(ifMatch, present)) throw preconditionFailed('If-Match');
}

export type ReadVerdict = 'proceed' | 'not-modified' | { readonly failed: string };

/**
 * Whether a reader gets the object.
 *
 * As on AWS: an entity tag decides before a date of the same kind does (AWS documentation, RFC 9110).
 */
export function judgeRead(headers: Headers, object: ObjectFacts, now: number): ReadVerdict {
  const modifiedAt = toSecond(object.lastModifiedAt);
  const ifMatch = headers['if-match'];
  const ifNoneMatch = headers['if-none-match'];
  const unmodifiedSince = readDate(headers['if-unmodified-since']);
  const modifiedSince = readDate(headers['if-modified-since']);

  if (ifMatch !== undefined) {
    if (!matches(ifMatch, object)) return { failed: 'If-Match' };
  } else if (unmodifiedSince !== undefined && modifiedAt > unmodifiedSince) {
    return { failed: 'If-Unmodified-Since' };
  }
  if (ifNoneMatch !== undefined) return matches(ifNoneMatch, object) ? 'not-modified' : 'proceed';
  const isUnchanged =
    modifiedSince !== undefined && modifiedSince <= now && modifiedAt <= modifiedSince;
  return isUnchanged ? 'not-modified' : 'proceed';
}

/** A list of entity tags, quoted or not, or `*`. */
const matches = (tags: string, { etag }: ObjectFacts): boolean =>
  tags.split(',').some((tag) => {
    const bare = unquoted(tag.trim());
    return bare === '*' || bare === unquoted(etag);
  });

const unquoted = (tag: string): string => tag.replace(/^W\//, '').replace(/^"(.*)"$/, '$1');

/** A date that cannot be read is no condition. */
function readDate(text: string | undefined): number | undefined {
  const at = Date.parse(text ?? '');
  return Number.isNaN(at) ? undefined : at;
}
