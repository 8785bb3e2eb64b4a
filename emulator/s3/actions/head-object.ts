import { readObject } from '../read-object.ts';
import type { S3Action } from '../s3-action.ts';

/** As on AWS: what GetObject would answer, without the body, and with nothing but a status for errors. */
export const headObject: S3Action = {
  name: 'HeadObject',
  method: 'HEAD',
  target: 'object',
  run(s3, call) {
    const { status, headers } = readObject(s3, call);
    return { status, headers };
  },
};
