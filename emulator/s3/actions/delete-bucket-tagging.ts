import type { S3Action } from '../s3-action.ts';

export const deleteBucketTagging: S3Action = {
  name: 'DeleteBucketTagging',
  method: 'DELETE',
  target: 'bucket',
  subresource: 'tagging',
  run(s3, { bucket }) {
    s3.bucket(bucket).replaceTags(new Map());
    return { status: 204 };
  },
};
