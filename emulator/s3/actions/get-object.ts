import { readObject } from '../read-object.ts';
import type { S3Action } from '../s3-action.ts';

/** As on AWS: the object or a range of it, if the conditions of the request hold. */
export const getObject: S3Action = {
  name: 'GetObject',
  method: 'GET',
  target: 'object',
  run(s3, call) {
    const { body, ...answer } = readObject(s3, call);
    return { ...answer, body: body() };
  },
};
