import { rootElement } from '../../wire/rest-xml.ts';
import type { S3Action } from '../s3-action.ts';

/** As on AWS: us-east-1 is told by an empty element. */
export const getBucketLocation: S3Action = {
  name: 'GetBucketLocation',
  method: 'GET',
  target: 'bucket',
  subresource: 'location',
  run(s3, call) {
    const { region } = s3.bucket(call.bucket);
    const shown = region === 'us-east-1' ? undefined : region;
    return { status: 200, body: rootElement('LocationConstraint', shown) };
  },
};
