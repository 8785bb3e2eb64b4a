import { childrenNamed, childText, malformedXml, parseXml } from '../../wire/rest-xml.ts';
import type { Tags } from '../bucket.ts';
import { checkBucketName } from '../bucket-name.ts';
import {
  bucketAlreadyOwnedByYou,
  illegalLocationConstraint,
  invalidLocationConstraint,
  notImplementedHeader,
} from '../errors.ts';
import type { S3Action } from '../s3-action.ts';
import { readTags } from '../tags.ts';

/** As on AWS: the region that may not be named, and in which creating a bucket again is no error. */
const OLDEST_REGION = 'us-east-1';

const LOCK_HEADER = 'x-amz-bucket-object-lock-enabled';

/**
 * As on AWS: a bucket lives where its LocationConstraint says, which must be the region of the endpoint
 * unless that is us-east-1. Unlike AWS: every well-formed name of a region is taken for one, and
 * a bucket with object lock is refused as not implemented.
 */
export const createBucket: S3Action = {
  name: 'CreateBucket',
  method: 'PUT',
  target: 'bucket',
  run(s3, { bucket, body, headers, endpointRegion }) {
    checkBucketName(bucket);
    if (headers[LOCK_HEADER] === 'true') throw notImplementedHeader(LOCK_HEADER);
    const { constraint, tags } = readConfiguration(body);
    const region = bucketRegion(constraint, endpointRegion);
    if (s3.find(bucket)) {
      if (endpointRegion !== OLDEST_REGION) throw bucketAlreadyOwnedByYou(bucket);
    } else {
      s3.createBucket({ name: bucket, region, tags });
    }
    return {
      status: 200,
      headers: { location: `/${bucket}`, 'x-amz-bucket-arn': `arn:aws:s3:::${bucket}` },
    };
  },
};

interface Configuration {
  readonly constraint: string | undefined;
  readonly tags: Tags;
}

function readConfiguration(body: Uint8Array): Configuration {
  if (body.byteLength === 0) return { constraint: undefined, tags: new Map() };
  const root = parseXml(body);
  if (root.name !== 'CreateBucketConfiguration') throw malformedXml();
  const [tags] = childrenNamed(root, 'Tags');
  return {
    constraint: childText(root, 'LocationConstraint'),
    tags: tags === undefined ? new Map() : readTags(tags),
  };
}

function bucketRegion(constraint: string | undefined, endpointRegion: string): string {
  if (constraint === undefined || constraint === '') {
    if (endpointRegion !== OLDEST_REGION) throw illegalLocationConstraint('unspecified');
    return OLDEST_REGION;
  }
  const region = constraint === 'EU' ? 'eu-west-1' : constraint;
  if (!/^[a-z]{2}(?:-[a-z]+)+-\d$/.test(region)) throw invalidLocationConstraint(constraint);
  if (endpointRegion === OLDEST_REGION) {
    if (region === OLDEST_REGION) throw invalidLocationConstraint(constraint);
  } else if (region !== endpointRegion) {
    throw illegalLocationConstraint(constraint);
  }
  return region;
}
