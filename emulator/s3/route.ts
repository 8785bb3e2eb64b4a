import type { WireRequest } from '../wire/http.ts';
import { invalidUri } from './errors.ts';
import type { S3Target } from './s3-action.ts';

/** Where a request points. */
export interface Route {
  readonly target: S3Target;
  readonly bucket: string;
  readonly key: string;
  readonly subresource: string | undefined;
}

/**
 * As on AWS: the bucket is the first label of the host name (`bucket.s3.….amazonaws.com`) or the
 * first segment of the path. Here a host name of the loopback does for the first kind:
 * `bucket.localhost`, `bucket.s3.localhost`, `bucket.s3.localhost.localstack.cloud`.
 */
export function routeOf(request: Pick<WireRequest, 'path' | 'query' | 'headers'>): Route {
  const { bucket, keyPath } = splitRequest(request);
  const key = decodePath(keyPath);
  const target = bucket === undefined ? 'service' : key === '' ? 'bucket' : 'object';
  return { target, bucket: bucket ?? '', key, subresource: subresourceOf(request.query) };
}

function splitRequest({ path, headers }: Pick<WireRequest, 'path' | 'headers'>) {
  const fromHost = bucketOfHost(headers['host'] ?? '');
  if (fromHost !== undefined) return { bucket: fromHost, keyPath: path.slice(1) };
  if (path === '/' || path === '') return { bucket: undefined, keyPath: '' };
  const slash = path.indexOf('/', 1);
  if (slash === -1) return { bucket: decodePath(path.slice(1)), keyPath: '' };
  return { bucket: decodePath(path.slice(1, slash)), keyPath: path.slice(slash + 1) };
}

const S3_HOST =
  /^(.+)\.s3(?:[.-](?:dualstack\.)?[a-z]{2}(?:-[a-z]+)+-\d)?\.(?:localhost(?:\.localstack\.cloud)?|amazonaws\.com(?:\.cn)?)$/;
const S3_ITSELF = /^s3(?:[.-].*)?$/;
const LOOPBACK_SUFFIX = '.localhost';

function bucketOfHost(host: string): string | undefined {
  const name = host.replace(/:\d+$/, '').toLowerCase();
  const virtual = S3_HOST.exec(name)?.[1];
  if (virtual !== undefined) return virtual;
  if (!name.endsWith(LOOPBACK_SUFFIX)) return undefined;
  const label = name.slice(0, -LOOPBACK_SUFFIX.length);
  return label === '' || S3_ITSELF.test(label) ? undefined : label;
}

/** As on AWS: a plus sign in a path is a plus sign, and what is not UTF-8 is not a key. */
function decodePath(encoded: string): string {
  try {
    return decodeURIComponent(encoded);
  } catch {
    throw invalidUri(encoded);
  }
}

/** Query parameters that make another operation of a request; all others are parameters of one. */
const SUBRESOURCES = [
  'abac accelerate acl analytics attributes append cors delete encryption intelligent-tiering',
  'inventory legal-hold lifecycle list-type location logging metadataConfiguration metadataTable',
  'metadataInventoryTable metadataJournalTable metadataAnnotationTable metrics notification',
  'object-lock ownershipControls policy policyStatus publicAccessBlock renameObject replication',
  'requestPayment restore retention select session tagging torrent uploadId uploads versioning',
  'versions website',
].flatMap((line) => line.split(' '));

const subresourceOf = (query: URLSearchParams): string | undefined =>
  SUBRESOURCES.find((name) => query.has(name));
