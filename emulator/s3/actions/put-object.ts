import type { ObjectFacts } from '../bucket.ts';
import { checksumOf } from '../checksum.ts';
import { checkWriteConditions } from '../conditions.ts';
import { notImplementedHeader } from '../errors.ts';
import { keptHeaders } from '../kept-headers.ts';
import { checkKey } from '../object-key.ts';
import { checksumHeaders } from '../read-object.ts';
import { receiveBody } from '../receive-body.ts';
import type { S3Action, S3Call } from '../s3-action.ts';

/**
 * As on AWS: the object is whole or absent; it is stored only if every digest sent with it holds and the
 * conditions hold at that very moment; without a checksum S3 makes a CRC64NVME of its own.
 *
 * Unlike AWS: headers for copies, tags, locks, appending and customer-provided keys are refused as not
 * implemented, because an object stored without them would not be what was asked for.
 */
export const putObject: S3Action = {
  name: 'PutObject',
  method: 'PUT',
  target: 'object',
  run(s3, call) {
    const { headers, key } = call;
    checkKey(key);
    const bucket = s3.bucket(call.bucket);
    refuseUnbuilt(headers);
    const { bytes, md5, checksum } = receiveBody(call);
    checkWriteConditions(headers, key, bucket.find(key));
    const object: ObjectFacts = {
      key,
      etag: `"${md5.toString('hex')}"`,
      lastModifiedAt: s3.clock.now(),
      checksum: checksum ?? checksumOf('CRC64NVME', bytes),
      headers: keptHeaders(headers),
    };
    bucket.put(object, bytes);
    return {
      status: 200,
      headers: {
        etag: object.etag,
        ...checksumHeaders(object),
        'x-amz-server-side-encryption': 'AES256',
      },
    };
  },
};

const UNBUILT_HEADERS = [
  'x-amz-copy-source',
  'x-amz-tagging',
  'x-amz-object-lock-mode',
  'x-amz-object-lock-retain-until-date',
  'x-amz-object-lock-legal-hold',
  'x-amz-write-offset-bytes',
  'x-amz-server-side-encryption-customer-algorithm',
  'x-amz-website-redirect-location',
];

function refuseUnbuilt(headers: S3Call['headers']): void {
  const unbuilt = UNBUILT_HEADERS.find((name) => headers[name] !== undefined);
  if (unbuilt !== undefined) throw notImplementedHeader(unbuilt);
}
