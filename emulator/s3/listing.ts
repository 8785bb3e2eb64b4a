import type { Bucket, StoredObject } from './bucket.ts';
import { afterAllUnder, justAfter, keyOfOrder, orderOfKey } from './key-order.ts';

export interface ListingRequest {
  readonly prefix: string;
  /** Keys that agree up to the first delimiter after the prefix are rolled up; empty for none. */
  readonly delimiter: string;
  /** Where the page begins, as an order (see key-order.ts): what is before it is left out. */
  readonly from: string;
  readonly maxKeys: number;
}

export interface ListingPage {
  readonly objects: readonly StoredObject[];
  readonly commonPrefixes: readonly string[];
  /** What the page ends with, a key or a common prefix; undefined for an empty page. */
  readonly last: string | undefined;
  /** Where the next page begins; undefined if this is the last one. */
  readonly next: string | undefined;
}

/**
 * One page of a bucket's keys and common prefixes, in S3's order.
 *
 * As on AWS: a common prefix counts as one key, comes once, and all keys under it are stepped over.
 */
export function listPage(bucket: Bucket, request: ListingRequest): ListingPage {
  const prefix = orderOfKey(request.prefix);
  const delimiter = orderOfKey(request.delimiter);
  const objects: StoredObject[] = [];
  const commonPrefixes: string[] = [];
  let last: string | undefined;
  let from = request.from > prefix ? request.from : prefix;

  for (let count = 0; request.maxKeys > 0; count += 1) {
    const { order, object } = bucket.firstFrom(from) ?? {};
    if (!object || !order?.startsWith(prefix)) break;
    if (count === request.maxKeys) return { objects, commonPrefixes, last, next: from };
    const rolledUp = commonPrefixOf(order, prefix, delimiter);
    if (rolledUp === undefined) {
      objects.push(object);
      last = object.key;
      from = justAfter(order);
    } else {
      last = keyOfOrder(rolledUp);
      commonPrefixes.push(last);
      from = afterAllUnder(rolledUp);
    }
  }
  return { objects, commonPrefixes, last, next: undefined };
}

function commonPrefixOf(order: string, prefix: string, delimiter: string): string | undefined {
  if (delimiter === '') return undefined;
  const at = order.indexOf(delimiter, prefix.length);
  return at === -1 ? undefined : order.slice(0, at + delimiter.length);
}
