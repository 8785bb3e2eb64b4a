import type { S3Action } from '../s3-action.ts';
import { createBucket } from './create-bucket.ts';
import { deleteBucketTagging } from './delete-bucket-tagging.ts';
import { deleteBucket } from './delete-bucket.ts';
import { deleteObject } from './delete-object.ts';
import { deleteObjects } from './delete-objects.ts';
import { getBucketLocation } from './get-bucket-location.ts';
import { getBucketTagging } from './get-bucket-tagging.ts';
import { getObject } from './get-object.ts';
import { headBucket } from './head-bucket.ts';
import { headObject } from './head-object.ts';
import { listBuckets } from './list-buckets.ts';
import { listObjects } from './list-objects.ts';
import { listObjectsV2 } from './list-objects-v2.ts';
import { putBucketTagging } from './put-bucket-tagging.ts';
import { putObject } from './put-object.ts';

export const s3Actions: readonly S3Action[] = [
  createBucket,
  deleteBucket,
  deleteBucketTagging,
  deleteObject,
  deleteObjects,
  getBucketLocation,
  getBucketTagging,
  getObject,
  headBucket,
  headObject,
  listBuckets,
  listObjects,
  listObjectsV2,
  putBucketTagging,
  putObject,
];
