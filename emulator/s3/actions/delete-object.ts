import { checkDeleteCondition } from '../conditions.ts';
import { notImplementedHeader } from '../errors.ts';
import { checkKey } from '../object-key.ts';
import { checkVersion } from '../read-object.ts';
import type { S3Action } from '../s3-action.ts';

/** As on AWS: these conditions are for directory buckets. */
const DIRECTORY_BUCKET_HEADERS = ['x-amz-if-match-size', 'x-amz-if-match-last-modified-time'];

/** As on AWS: deleting what is not there succeeds, unless the request says what should be there. */
export const deleteObject: S3Action = {
  name: 'DeleteObject',
  method: 'DELETE',
  target: 'object',
  run(s3, { bucket: name, key, headers, query }) {
    checkKey(key);
    const bucket = s3.bucket(name);
    const refused = DIRECTORY_BUCKET_HEADERS.find((header) => headers[header] !== undefined);
    if (refused !== undefined) throw notImplementedHeader(refused);
    checkVersion(query);
    checkDeleteCondition(headers['if-match'], bucket.find(key));
    bucket.delete(key);
    return { status: 204 };
  },
};
