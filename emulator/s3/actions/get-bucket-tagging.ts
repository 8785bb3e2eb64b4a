import { element, rootElement } from '../../wire/rest-xml.ts';
import { noSuchTagSet } from '../errors.ts';
import type { S3Action } from '../s3-action.ts';
import { tagElements } from '../tags.ts';

/** As on AWS: a bucket without tags is an error. */
export const getBucketTagging: S3Action = {
  name: 'GetBucketTagging',
  method: 'GET',
  target: 'bucket',
  subresource: 'tagging',
  run(s3, { bucket }) {
    const { tags } = s3.bucket(bucket);
    if (tags.size === 0) throw noSuchTagSet(bucket);
    return { status: 200, body: rootElement('Tagging', element('TagSet', ...tagElements(tags))) };
  },
};
