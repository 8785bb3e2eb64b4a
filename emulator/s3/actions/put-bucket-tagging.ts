import { childrenNamed, malformedXml, parseXml } from '../../wire/rest-xml.ts';
import type { S3Action } from '../s3-action.ts';
import { readTags } from '../tags.ts';

/** As on AWS: takes the place of all tags that the bucket has. */
export const putBucketTagging: S3Action = {
  name: 'PutBucketTagging',
  method: 'PUT',
  target: 'bucket',
  subresource: 'tagging',
  run(s3, { bucket, body }) {
    const root = parseXml(body);
    const [set] = childrenNamed(root, 'TagSet');
    if (root.name !== 'Tagging' || set === undefined) throw malformedXml();
    s3.bucket(bucket).replaceTags(readTags(set));
    return { status: 204 };
  },
};
