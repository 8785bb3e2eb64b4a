import { element, rootElement } from '../../wire/rest-xml.ts';
import { afterAllUnder, justAfter, orderOfKey } from '../key-order.ts';
import { listParameters, type ListParameters } from '../list-parameters.ts';
import { commonPrefix, listedObject } from '../listed-object.ts';
import { listPage } from '../listing.ts';
import type { S3Action } from '../s3-action.ts';

/**
 * The first version of listing, which boto3 users still call.
 *
 * As on AWS: the marker is the last key of the page before, or its last common prefix, which is then
 * stepped over as a whole; NextMarker is told only if there is a delimiter; owners are always told.
 */
export const listObjects: S3Action = {
  name: 'ListObjects',
  method: 'GET',
  target: 'bucket',
  run(s3, call) {
    const bucket = s3.bucket(call.bucket);
    const { encode, ...request } = listParameters(call.query);
    const marker = call.query.get('marker') ?? '';
    const page = listPage(bucket, { ...request, from: startOf(marker, request) });
    const { delimiter, encodingType } = request;
    const nextMarker = page.next !== undefined && delimiter !== '' ? page.last : undefined;
    return {
      status: 200,
      body: rootElement(
        'ListBucketResult',
        element('Name', bucket.name),
        element('Prefix', encode(request.prefix)),
        element('Marker', encode(marker)),
        nextMarker === undefined ? undefined : element('NextMarker', encode(nextMarker)),
        element('MaxKeys', request.maxKeys),
        delimiter === '' ? undefined : element('Delimiter', encode(delimiter)),
        encodingType && element('EncodingType', encodingType),
        element('IsTruncated', page.next !== undefined),
        ...page.objects.map((object) => listedObject(object, encode, s3.ownerId)),
        ...page.commonPrefixes.map((prefix) => commonPrefix(prefix, encode)),
      ),
    };
  },
};

function startOf(
  marker: string,
  { prefix, delimiter }: Pick<ListParameters, 'prefix' | 'delimiter'>,
): string {
  if (marker === '') return '';
  const isInside = delimiter !== '' && marker.startsWith(prefix);
  const at = isInside ? marker.indexOf(delimiter, prefix.length) : -1;
  if (at === -1) return justAfter(orderOfKey(marker));
  return afterAllUnder(orderOfKey(marker.slice(0, at + delimiter.length)));
}
