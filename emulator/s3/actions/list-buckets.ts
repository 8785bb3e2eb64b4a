import { element, rootElement, type Xml } from '../../wire/rest-xml.ts';
import type { Bucket } from '../bucket.ts';
import { invalidArgument } from '../errors.ts';
import { wholeSeconds } from '../instants.ts';
import { ownerElement } from '../listed-object.ts';
import { readToken, tokenFor } from '../page-token.ts';
import type { S3Action } from '../s3-action.ts';

const MAX_BUCKETS = 10_000;

/**
 * As on AWS: in the order of names, by `prefix` and `bucket-region`, in pages if `max-buckets` is given.
 * Unverified: the wording for a `max-buckets` that is no number from 1 to 10,000.
 */
export const listBuckets: S3Action = {
  name: 'ListBuckets',
  method: 'GET',
  target: 'service',
  run(s3, { query }) {
    const prefix = query.get('prefix') ?? '';
    const region = query.get('bucket-region');
    const from = readToken(query.get('continuation-token')) ?? '';
    const maxBuckets = readMaxBuckets(query.get('max-buckets'));
    const found = s3.buckets.filter(
      (bucket) =>
        bucket.name.startsWith(prefix) &&
        bucket.name >= from &&
        (region === null || bucket.region === region),
    );
    const next = found[maxBuckets]?.name;
    return {
      status: 200,
      body: rootElement(
        'ListAllMyBucketsResult',
        ownerElement(s3.ownerId),
        element('Buckets', ...found.slice(0, maxBuckets).map(listedBucket)),
        next === undefined ? undefined : element('ContinuationToken', tokenFor(next)),
        query.has('prefix') ? element('Prefix', prefix) : undefined,
      ),
    };
  },
};

const listedBucket = ({ name, region, createdAt }: Bucket): Xml =>
  element(
    'Bucket',
    element('Name', name),
    element('CreationDate', wholeSeconds(createdAt)),
    element('BucketRegion', region),
    element('BucketArn', `arn:aws:s3:::${name}`),
  );

function readMaxBuckets(text: string | null): number {
  if (text === null) return MAX_BUCKETS;
  const value = Number(text);
  if (Number.isInteger(value) && value >= 1 && value <= MAX_BUCKETS) return value;
  throw invalidArgument(
    `Argument max-buckets must be an integer between 1 and ${MAX_BUCKETS}`,
    'max-buckets',
    text,
  );
}
