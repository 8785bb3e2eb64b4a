import { bucketNotEmpty } from '../errors.ts';
import type { S3Action } from '../s3-action.ts';

/** As on AWS: only an empty bucket can be deleted. */
export const deleteBucket: S3Action = {
  name: 'DeleteBucket',
  method: 'DELETE',
  target: 'bucket',
  run(s3, { bucket }) {
    if (!s3.bucket(bucket).isEmpty) throw bucketNotEmpty(bucket);
    s3.deleteBucket(bucket);
    return { status: 204 };
  },
};
