import { AwsError } from '../../errors.ts';
import {
  childrenNamed,
  childText,
  element,
  malformedXml,
  parseXml,
  rootElement,
  type Xml,
  type XmlElement,
} from '../../wire/rest-xml.ts';
import type { Bucket } from '../bucket.ts';
import { checkDeleteCondition } from '../conditions.ts';
import { invalidRequest } from '../errors.ts';
import { checkKey } from '../object-key.ts';
import { receiveBody } from '../receive-body.ts';
import type { S3Action } from '../s3-action.ts';

const MAX_OBJECTS = 1_000;

interface Deletion {
  readonly key: string;
  readonly versionId: string | undefined;
  readonly etag: string | undefined;
}

/**
 * As on AWS: up to 1,000 keys, each answered for itself; those that did not exist count as deleted;
 * `Quiet` leaves only the errors; the body must come with a digest.
 */
export const deleteObjects: S3Action = {
  name: 'DeleteObjects',
  method: 'POST',
  target: 'bucket',
  subresource: 'delete',
  run(s3, call) {
    const bucket = s3.bucket(call.bucket);
    const { bytes, checksum } = receiveBody(call);
    if (!checksum && call.headers['content-md5'] === undefined) {
      throw invalidRequest(
        'Missing required header for this request: Content-MD5 OR x-amz-checksum-*',
      );
    }
    const { deletions, isQuiet } = readDelete(parseXml(bytes));
    const results = deletions.map((deletion) => deleteOne(bucket, deletion, isQuiet));
    return { status: 200, body: rootElement('DeleteResult', ...results) };
  },
};

function readDelete(root: XmlElement): { deletions: readonly Deletion[]; isQuiet: boolean } {
  if (root.name !== 'Delete') throw malformedXml();
  const deletions = childrenNamed(root, 'Object').map(readDeletion);
  if (deletions.length === 0 || deletions.length > MAX_OBJECTS) throw malformedXml();
  return { deletions, isQuiet: childText(root, 'Quiet')?.trim() === 'true' };
}

function readDeletion(object: XmlElement): Deletion {
  const key = childText(object, 'Key');
  if (key === undefined || key === '') throw malformedXml();
  return { key, versionId: childText(object, 'VersionId'), etag: childText(object, 'ETag') };
}

function deleteOne(bucket: Bucket, deletion: Deletion, isQuiet: boolean): Xml | undefined {
  const { key, versionId, etag } = deletion;
  try {
    checkKey(key);
    if (versionId !== undefined && versionId !== 'null') throw noSuchVersion();
    checkDeleteCondition(etag, bucket.find(key));
  } catch (error) {
    if (error instanceof AwsError) return failure(deletion, error);
    throw error;
  }
  bucket.delete(key);
  const version = versionId === undefined ? undefined : element('VersionId', versionId);
  return isQuiet ? undefined : element('Deleted', element('Key', key), version);
}

const noSuchVersion = (): AwsError =>
  new AwsError('NoSuchVersion', 'The specified version does not exist.', { status: 404 });

const failure = ({ key, versionId }: Deletion, error: AwsError): Xml =>
  element(
    'Error',
    element('Key', key),
    versionId === undefined ? undefined : element('VersionId', versionId),
    element('Code', error.code),
    element('Message', error.message),
  );
