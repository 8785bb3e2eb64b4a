import type { S3Action } from '../s3-action.ts';

/** As on AWS: whether the bucket is there, and in which region, in headers alone. */
export const headBucket: S3Action = {
  name: 'HeadBucket',
  method: 'HEAD',
  target: 'bucket',
  run(s3, call) {
    const { name, region } = s3.bucket(call.bucket);
    return {
      status: 200,
      headers: {
        'content-type': 'application/xml',
        'x-amz-bucket-arn': `arn:aws:s3:::${name}`,
        'x-amz-bucket-region': region,
        'x-amz-access-point-alias': 'false',
      },
    };
  },
};
